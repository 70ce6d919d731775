package dev.torc.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.torc.routing.Backend;
import dev.torc.routing.BackendId;
import dev.torc.routing.Endpoint;
import dev.torc.routing.LoadBalancer;
import dev.torc.routing.RoutingConfig;
import dev.torc.routing.Service;
import java.net.ProtocolException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Redirect;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Redirections are followed as the JDK's client follows them, on the URLs of the application. */
final class RedirectTest {
  /** {@code /to/<status>/<location>} redirects; everything else is fine. */
  private static Replica redirecting() {
    return Replica.start(exchange -> {
      String target = exchange.getRequestURI().toString();
      if (target.startsWith("/to/")) {
        String[] parts = target.split("/", 4);
        if (!parts[3].isEmpty()) {
          exchange.getResponseHeaders().set("Location", parts[3]);
        }
        Replica.answer(exchange, Integer.parseInt(parts[2]), "elsewhere");
      } else {
        Replica.answer(exchange, 200, "fine");
      }
    });
  }

  private static TorcClient client(Redirect policy, Replica replica) {
    return TorcClient.builder()
        .withRouting(Routings.plain(replica.address()))
        .followRedirects(policy)
        .build();
  }

  private static HttpRequest request(String method, String url) {
    boolean hasBody = method.equals("POST") || method.equals("PUT");
    return HttpRequest.newBuilder(URI.create(url))
        .method(method, hasBody ? BodyPublishers.ofString("red") : BodyPublishers.noBody())
        .header("Authorization", "Bearer secret")
        .build();
  }

  @ParameterizedTest
  @CsvSource({
    "301,GET", "302,GET", "303,GET", "307,GET", "308,GET", "301,POST", "302,POST", "303,POST",
    "307,POST", "308,POST", "301,PUT", "303,PUT", "308,PUT", "303,DELETE", "302,HEAD", "303,HEAD",
    "300,GET", "304,GET", "305,GET", "306,GET", "309,GET"
  })
  void methodsAndStatusesAreTheJdks(int status, String method) throws Exception {
    try (Replica replica = redirecting();
        TorcClient client = client(Redirect.NORMAL, replica)) {
      HttpResponse<String> ours =
          client.send(
              request(method, "http://shop/to/" + status + "//new?x=1"), BodyHandlers.ofString());
      List<Replica.Seen> byOurs = new ArrayList<>(replica.seen());
      replica.seen().clear();
      HttpClient jdk = HttpClient.newBuilder().followRedirects(Redirect.NORMAL).build();
      HttpResponse<String> theirs =
          jdk.send(
              request(method, "http://" + replica.address() + "/to/" + status + "//new?x=1"),
              BodyHandlers.ofString());
      List<Replica.Seen> byTheirs = replica.seen();
      assertThat(ours.statusCode()).isEqualTo(theirs.statusCode());
      assertThat(ours.previousResponse().isPresent())
          .isEqualTo(theirs.previousResponse().isPresent());
      assertThat(byOurs).extracting(Replica.Seen::method).isEqualTo(methods(byTheirs));
      assertThat(byOurs).extracting(Replica.Seen::target).isEqualTo(targets(byTheirs));
      assertThat(byOurs).allMatch(seen -> seen.header("Host").equals("shop"));
    }
  }

  private static List<String> methods(List<Replica.Seen> seen) {
    return seen.stream().map(Replica.Seen::method).toList();
  }

  private static List<String> targets(List<Replica.Seen> seen) {
    return seen.stream().map(Replica.Seen::target).toList();
  }

  @ParameterizedTest
  @EnumSource
  void theResponseIsOfTheLastUrlAndKnowsTheOneBefore(Sending sending) throws Exception {
    try (Replica replica = redirecting();
        TorcClient client = client(Redirect.NORMAL, replica)) {
      HttpRequest request = request("POST", "http://shop/to/307//new");
      HttpResponse<String> response = sending.send(client, request, BodyHandlers.ofString());
      assertThat(response.body()).isEqualTo("fine");
      assertThat(response.uri()).isEqualTo(URI.create("http://shop/new"));
      assertThat(response.request().uri()).isEqualTo(URI.create("http://shop/new"));
      HttpResponse<String> previous = response.previousResponse().orElseThrow();
      assertThat(previous.statusCode()).isEqualTo(307);
      assertThat(previous.request()).isSameAs(request);
      assertThat(previous.body()).isNull();
      assertThat(replica.seen()).extracting(Replica.Seen::body).containsExactly("red", "red");
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"NORMAL", "ALWAYS"})
  void asManyAreFollowedAsByTheJdk(Redirect policy) throws Exception {
    try (Replica replica =
            Replica.start(exchange -> {
              exchange.getResponseHeaders().set("Location", "/again");
              Replica.answer(exchange, 302, "");
            });
        TorcClient client = client(policy, replica)) {
      client.send(request("GET", "http://shop/again"), BodyHandlers.ofString());
      int ours = replica.seen().size();
      replica.seen().clear();
      HttpClient jdk = HttpClient.newBuilder().followRedirects(policy).build();
      jdk.send(request("GET", "http://" + replica.address() + "/"), BodyHandlers.ofString());
      assertThat(ours).isEqualTo(replica.seen().size());
    }
  }

  @Test
  void withoutAPolicyTheRedirectionIsTheCallers() throws Exception {
    try (Replica replica = redirecting();
        TorcClient client = TorcClient.of(Routings.plain(replica.address()))) {
      HttpResponse<String> response =
          client.send(request("GET", "http://shop/to/302//new"), BodyHandlers.ofString());
      assertThat(response.statusCode()).isEqualTo(302);
      assertThat(response.body()).isEqualTo("elsewhere");
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"NORMAL", "ALWAYS"})
  void aRedirectionToHttpsEndsInTheErrorOfHttps(Redirect policy) {
    try (Replica replica = redirecting();
        TorcClient client = client(policy, replica)) {
      HttpRequest request = request("GET", "http://shop/to/302/https://shop/new");
      assertThatThrownBy(() -> client.send(request, BodyHandlers.ofString()))
          .isInstanceOf(UnsupportedOperationException.class)
          .hasMessageContaining("https")
          .hasMessageContaining("Apache HttpClient 5");
    }
  }

  @Test
  void credentialsAndCookiesStayWithTheirHost() throws Exception {
    try (Replica replica = redirecting();
        Replica cellar = Replica.answering("wine")) {
      var other =
          Backend.of(
              new BackendId(new Service.Static("cellar"), 80),
              new LoadBalancer.RoundRobin(),
              Endpoint.of(cellar.address()));
      var config = RoutingConfig.of(List.of(), List.of(Routings.shop(replica.address()), other));
      try (TorcClient client =
          TorcClient.builder().withRouting(config).followRedirects(Redirect.NORMAL).build()) {
        HttpRequest request =
            HttpRequest.newBuilder(URI.create("http://shop/to/302/http://cellar/"))
                .header("Authorization", "Bearer secret")
                .header("Cookie", "id=1")
                .header("X-Kept", "yes")
                .build();
        assertThat(client.send(request, BodyHandlers.ofString()).body()).isEqualTo("wine");
        assertThat(replica.seen().get(0).header("Authorization")).isEqualTo("Bearer secret");
        Replica.Seen seen = cellar.seen().get(0);
        assertThat(seen.headers()).doesNotContainKeys("Authorization", "Cookie");
        assertThat(seen.header("X-Kept")).isEqualTo("yes");
        assertThat(seen.header("Host")).isEqualTo("cellar");
      }
    }
  }

  @Test
  void aPostThatBecomesAGetLeavesItsBodyBehind() throws Exception {
    try (Replica replica = redirecting();
        TorcClient client = client(Redirect.NORMAL, replica)) {
      HttpRequest request =
          HttpRequest.newBuilder(URI.create("http://shop/to/302//new"))
              .POST(BodyPublishers.ofString("red"))
              .header("Content-Type", "text/plain")
              .build();
      client.send(request, BodyHandlers.ofString());
      Replica.Seen seen = replica.seen().get(1);
      assertThat(seen.method()).isEqualTo("GET");
      assertThat(seen.body()).isEmpty();
      assertThat(seen.headers()).doesNotContainKey("Content-Type");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "%zz"})
  void aRedirectionThatLeadsNowhereIsAnError(String location) {
    try (RawServer server =
            RawServer.start(connection -> {
              connection.readHead();
              connection.respond(
                  302, "", location.isEmpty() ? "X: y" : "Location: http://a b" + location);
              connection.awaitEnd();
            });
        TorcClient client =
            TorcClient.builder()
                .withRouting(Routings.plain(server.address()))
                .followRedirects(Redirect.NORMAL)
                .build()) {
      assertThatThrownBy(() -> client.send(request("GET", "http://shop/"), BodyHandlers.ofString()))
          .isInstanceOf(ProtocolException.class)
          .hasMessageContaining("redirection");
      assertThat(Recorded.active(client)).isZero();
    }
  }
}

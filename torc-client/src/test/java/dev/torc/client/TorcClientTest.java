package dev.torc.client;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.torc.routing.EndpointStatus;
import dev.torc.routing.RoutingException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;

/** What an application sees that changes nothing but its client. */
final class TorcClientTest {
  private static HttpRequest get(String url) {
    return HttpRequest.newBuilder(URI.create(url)).build();
  }

  private static int active(TorcClient client) {
    return client.endpoints(Routings.SHOP).stream().mapToInt(EndpointStatus::active).sum();
  }

  @Test
  void sendsToTheEndpointAndKeepsTheNameOfTheUrl() throws Exception {
    try (Replica replica = Replica.answering("wine");
        TorcClient client = TorcClient.of(Routings.plain(replica.address()))) {
      HttpRequest request = get("http://shop/wines?query=a%20b&x=1");
      HttpResponse<String> response = client.send(request, BodyHandlers.ofString());
      assertThat(response.body()).isEqualTo("wine");
      assertThat(response.statusCode()).isEqualTo(200);
      assertThat(response.uri()).isEqualTo(request.uri());
      assertThat(response.request()).isSameAs(request);
      assertThat(response.previousResponse()).isEmpty();
      assertThat(response.sslSession()).isEmpty();
      assertThat(response.version()).isEqualTo(HttpClient.Version.HTTP_1_1);
      assertThat(response.headers().firstValue("Content-Length")).hasValue("4");
      assertThat(response).hasToString("(GET http://shop/wines?query=a%20b&x=1) 200");
      assertThat(replica.seen()).hasSize(1);
      assertThat(replica.seen().get(0).target()).isEqualTo("/wines?query=a%20b&x=1");
      assertThat(replica.seen().get(0).header("Host")).isEqualTo("shop");
      assertThat(active(client)).isZero();
    }
  }

  @Test
  void sendsAsynchronously() {
    try (Replica replica = Replica.answering("wine");
        TorcClient client = TorcClient.of(Routings.plain(replica.address()))) {
      HttpRequest request = get("http://shop/");
      HttpResponse<String> response = client.sendAsync(request, BodyHandlers.ofString()).join();
      assertThat(response.body()).isEqualTo("wine");
      assertThat(response.request()).isSameAs(request);
      assertThat(client.sendAsync(request, BodyHandlers.ofString(), null).join().statusCode())
          .isEqualTo(200);
    }
  }

  @Test
  void sendsMethodBodyAndHeaders() throws Exception {
    try (Replica replica = Replica.answering("");
        TorcClient client = TorcClient.of(Routings.plain(replica.address()))) {
      HttpRequest request =
          HttpRequest.newBuilder(URI.create("http://shop:80/"))
              .PUT(BodyPublishers.ofString("red"))
              .header("X-Colour", "red")
              .build();
      client.send(request, BodyHandlers.discarding());
      Replica.Seen seen = replica.seen().get(0);
      assertThat(seen.method()).isEqualTo("PUT");
      assertThat(seen.body()).isEqualTo("red");
      assertThat(seen.header("X-Colour")).isEqualTo("red");
      assertThat(seen.header("Host")).isEqualTo("shop");
    }
  }

  @Test
  void countsAnAttemptUntilItsBodyIsRead() throws Exception {
    try (Replica replica = Replica.answering("wine");
        TorcClient client = TorcClient.of(Routings.plain(replica.address()))) {
      HttpResponse<InputStream> response =
          client.send(get("http://shop/"), BodyHandlers.ofInputStream());
      try (InputStream body = response.body()) {
        assertThat(new String(body.readAllBytes(), UTF_8)).isEqualTo("wine");
      }
      assertThat(active(client)).isZero();
    }
  }

  @Test
  void triesAnotherEndpointWhenOneIsDown() throws Exception {
    try (Replica replica = Replica.answering("wine");
        TorcClient client =
            TorcClient.of(Routings.retried(2, List.of(), "127.0.0.1:1", replica.address()))) {
      for (int i = 0; i < 4; i++) {
        assertThat(client.send(get("http://shop/"), BodyHandlers.ofString()).body())
            .isEqualTo("wine");
        assertThat(client.sendAsync(get("http://shop/"), BodyHandlers.ofString()).join().body())
            .isEqualTo("wine");
      }
      assertThat(active(client)).isZero();
    }
  }

  @Test
  void triesAgainAfterACodeOfTheRule() throws Exception {
    try (Replica bad = Replica.start(exchange -> Replica.answer(exchange, 503, "x".repeat(100)));
        Replica good = Replica.answering("wine");
        TorcClient client =
            TorcClient.of(Routings.retried(2, List.of(503), bad.address(), good.address()))) {
      for (int i = 0; i < 4; i++) {
        assertThat(client.send(get("http://shop/"), BodyHandlers.ofString()).body())
            .isEqualTo("wine");
        assertThat(client.sendAsync(get("http://shop/"), BodyHandlers.ofString()).join().body())
            .isEqualTo("wine");
      }
      assertThat(bad.seen()).isNotEmpty();
      assertThat(active(client)).isZero();
    }
  }

  @Test
  void saysThatNoRouteMatches() {
    try (TorcClient client = TorcClient.of(Routings.plain("127.0.0.1:1"))) {
      HttpRequest request = get("http://elsewhere/");
      assertThatThrownBy(() -> client.send(request, BodyHandlers.ofString()))
          .isInstanceOf(RoutingException.NoRouteMatched.class)
          .hasMessageContaining("no route for elsewhere:80");
      assertThatThrownBy(() -> client.sendAsync(request, BodyHandlers.ofString()).join())
          .isInstanceOf(CompletionException.class)
          .hasCauseInstanceOf(RoutingException.NoRouteMatched.class);
    }
  }
}

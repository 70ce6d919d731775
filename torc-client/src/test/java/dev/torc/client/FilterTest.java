package dev.torc.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.torc.routing.BackendRef;
import dev.torc.routing.PathChange;
import dev.torc.routing.PathMatch;
import dev.torc.routing.Route;
import dev.torc.routing.RouteFilter;
import dev.torc.routing.RouteFilter.RequestHeaderModifier;
import dev.torc.routing.RouteFilter.RequestRedirect;
import dev.torc.routing.RouteFilter.UrlRewrite;
import dev.torc.routing.RouteMatch;
import dev.torc.routing.RouteRule;
import dev.torc.routing.RoutingConfig;
import dev.torc.routing.RoutingException;
import dev.torc.routing.SearchConfig;
import dev.torc.routing.Timeouts;
import java.net.URI;
import java.net.http.HttpClient.Redirect;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the filters of a rule change, and what the caller notices of it. */
final class FilterTest {
  private static RouteRule rule(String prefix, boolean hasBackend, RouteFilter... filters) {
    return new RouteRule(
        null,
        List.of(RouteMatch.path(new PathMatch.Prefix(prefix))),
        List.of(filters),
        Timeouts.NONE,
        null,
        hasBackend ? List.of(BackendRef.of(Routings.SHOP)) : List.of());
  }

  private static HttpRequest get(String url) {
    return HttpRequest.newBuilder(URI.create(url))
        .header("X-Old", "1")
        .header("X-Both", "mine")
        .build();
  }

  @ParameterizedTest
  @EnumSource
  void headersAreSetAddedAndRemoved(Sending sending) throws Exception {
    RequestHeaderModifier modifier =
        new RequestHeaderModifier(
            Map.of("x-new", "2"), Map.of("x-both", "theirs"), List.of("x-old"));
    try (Replica replica = Replica.answering("fine");
        TorcClient client =
            TorcClient.of(
                Routings.ruled(rule("/", true, modifier), Routings.shop(replica.address())))) {
      HttpRequest request = get("http://shop/");
      HttpResponse<String> response = sending.send(client, request, BodyHandlers.ofString());
      Replica.Seen seen = replica.seen().get(0);
      assertThat(seen.header("X-New")).isEqualTo("2");
      assertThat(seen.headers().get("X-Both")).containsExactlyInAnyOrder("mine", "theirs");
      assertThat(seen.headers()).doesNotContainKey("X-Old");
      assertThat(seen.header("Host")).isEqualTo("shop");
      assertThat(response.request()).isSameAs(request);
    }
  }

  @ParameterizedTest
  @EnumSource
  void hostAndPathAreRewrittenForTheEndpointAlone(Sending sending) throws Exception {
    UrlRewrite rewrite = new UrlRewrite("inner.example", new PathChange.ReplacePrefixMatch("/v2"));
    try (Replica replica = Replica.answering("fine");
        TorcClient client =
            TorcClient.of(
                Routings.ruled(rule("/api", true, rewrite), Routings.shop(replica.address())))) {
      HttpRequest request =
          HttpRequest.newBuilder(URI.create("http://shop/api/wines?query=a%2Fb"))
              .header("Host", "the caller's gives way")
              .build();
      HttpResponse<String> response = sending.send(client, request, BodyHandlers.ofString());
      Replica.Seen seen = replica.seen().get(0);
      assertThat(seen.header("Host")).isEqualTo("inner.example");
      assertThat(seen.target()).isEqualTo("/v2/wines?query=a%2Fb");
      assertThat(response.uri()).isEqualTo(request.uri());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"Connection", "content-length", "Expect", "UPGRADE"})
  void headersOfTheConnectionCannotBeSet(String name) {
    RequestHeaderModifier modifier =
        new RequestHeaderModifier(Map.of(), Map.of(name, "x"), List.of());
    try (TorcClient client =
        TorcClient.of(Routings.ruled(rule("/", true, modifier), Routings.shop("127.0.0.1:1")))) {
      assertThatThrownBy(() -> client.send(get("http://shop/"), BodyHandlers.ofString()))
          .isInstanceOf(RoutingException.InvalidRoute.class)
          .hasMessage(
              "route shop, rule 0: header "
                  + name
                  + " (expected: none that belongs to the connection)");
    }
  }

  private static RoutingConfig redirecting(RequestRedirect redirect) {
    return Routings.ruled(rule("/old", false, redirect), Routings.shop("127.0.0.1:1"));
  }

  @ParameterizedTest
  @EnumSource
  void aRedirectionIsAnsweredWithoutAnyEndpoint(Sending sending) throws Exception {
    RequestRedirect redirect =
        new RequestRedirect(null, "cellar", 8080, new PathChange.ReplacePrefixMatch("/new"), 301);
    Recorded recorded = new Recorded();
    try (TorcClient client =
        TorcClient.builder().withRouting(redirecting(redirect)).withRecorder(recorded).build()) {
      HttpRequest request = get("http://shop/old/wines?query=red");
      HttpResponse<String> response = sending.send(client, request, BodyHandlers.ofString());
      assertThat(response.statusCode()).isEqualTo(301);
      assertThat(response.body()).isEmpty();
      assertThat(response.request()).isSameAs(request);
      assertThat(response.headers().firstValue("Location"))
          .hasValue("http://cellar:8080/new/wines?query=red");
      assertThat(recorded.requests()).containsExactly("shop 0 301");
      assertThatThrownBy(() -> client.resolve(request))
          .isInstanceOf(RoutingException.InvalidRoute.class)
          .hasMessageContaining("it redirects");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "http://shop/old,,,,http://shop/old",
    "http://shop:81/old,,,,http://shop:81/old",
    "http://shop:81/old,https,,,https://shop/old",
    "http://shop:81/old,https,,444,https://shop:444/old",
    "http://shop/old,,cellar,80,http://cellar/old",
  })
  void portsFollowTheScheme(
      String url, String scheme, String hostname, Integer port, String location) {
    RequestRedirect redirect = new RequestRedirect(scheme, hostname, port, null, 302);
    RouteRule rule = rule("/", false, redirect);
    var decision =
        TorcClient.checkRoute(
            List.of(Route.of("shop", "shop", rule)), "GET", url, Map.of(), SearchConfig.NONE);
    assertThat(Rewriting.location(decision, redirect, URI.create(url))).isEqualTo(location);
  }

  @ParameterizedTest
  @EnumSource
  void aRedirectionIsFollowedByThePolicy(Sending sending) throws Exception {
    RequestRedirect redirect =
        new RequestRedirect(null, null, null, new PathChange.ReplaceFullPath("/new"), 302);
    try (Replica replica = Replica.answering("fine")) {
      RoutingConfig config =
          RoutingConfig.of(
              List.of(Route.of("shop", "shop", rule("/old", false, redirect), rule("/", true))),
              List.of(Routings.shop(replica.address())));
      try (TorcClient client =
          TorcClient.builder().withRouting(config).followRedirects(Redirect.NORMAL).build()) {
        HttpResponse<String> response =
            sending.send(client, get("http://shop/old?x=1"), BodyHandlers.ofString());
        assertThat(response.body()).isEqualTo("fine");
        assertThat(response.uri()).isEqualTo(URI.create("http://shop/new?x=1"));
        assertThat(response.previousResponse().orElseThrow().statusCode()).isEqualTo(302);
      }
    }
  }

  @Test
  void aRedirectionToItselfEnds() throws Exception {
    RequestRedirect redirect = new RequestRedirect(null, null, null, null, 302);
    try (TorcClient client =
        TorcClient.builder()
            .withRouting(redirecting(redirect))
            .followRedirects(Redirect.ALWAYS)
            .build()) {
      assertThat(client.send(get("http://shop/old"), BodyHandlers.ofString()).statusCode())
          .isEqualTo(302);
    }
  }
}

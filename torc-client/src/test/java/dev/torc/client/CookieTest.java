package dev.torc.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.torc.routing.Backend;
import dev.torc.routing.Endpoint;
import dev.torc.routing.HashParam;
import dev.torc.routing.LoadBalancer;
import dev.torc.routing.RoutingConfig;
import java.io.IOException;
import java.net.CookieHandler;
import java.net.CookieManager;
import java.net.HttpCookie;
import java.net.URI;
import java.net.http.HttpClient.Redirect;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Cookies belong to the host of the URL, whatever endpoint sets or gets them. */
final class CookieTest {
  private static HttpRequest get(String path) {
    return HttpRequest.newBuilder(URI.create("http://shop" + path)).build();
  }

  private static Replica setting() {
    return Replica.start(exchange -> {
      exchange.getResponseHeaders().set("Set-Cookie", "id=7; Path=/");
      if (exchange.getRequestURI().getPath().equals("/login")) {
        exchange.getResponseHeaders().set("Location", "/home");
        Replica.answer(exchange, 302, "");
      } else {
        Replica.answer(exchange, 200, "fine");
      }
    });
  }

  @ParameterizedTest
  @EnumSource
  void whatIsSetComesBackAlsoAfterARedirection(Sending sending) throws Exception {
    CookieManager cookies = new CookieManager();
    try (Replica replica = setting();
        TorcClient client =
            TorcClient.builder()
                .withRouting(Routings.plain(replica.address()))
                .cookieHandler(cookies)
                .followRedirects(Redirect.NORMAL)
                .build()) {
      assertThat(client.cookieHandler()).hasValue(cookies);
      HttpRequest request =
          HttpRequest.newBuilder(URI.create("http://shop/login"))
              .header("Cookie", "mine=1")
              .build();
      var response = sending.send(client, request, BodyHandlers.ofString());
      assertThat(response.body()).isEqualTo("fine");
      assertThat(replica.seen().get(0).header("Cookie")).isEqualTo("mine=1");
      assertThat(replica.seen().get(1).header("Cookie")).isEqualTo("id=7; mine=1");
      assertThat(cookies.getCookieStore().getCookies())
          .singleElement()
          .satisfies(cookie -> assertThat(cookie.getDomain()).startsWith("shop"));
      assertThat(response.request().headers().allValues("Cookie")).containsExactly("mine=1");
    }
  }

  @Test
  void aCookieOfTheHandlerCanBeHashed() throws Exception {
    try (Replica one = Replica.answering("one");
        Replica two = Replica.answering("two")) {
      RoutingConfig config =
          RoutingConfig.of(
              List.of(),
              List.of(
                  Backend.of(
                      Routings.SHOP,
                      LoadBalancer.RingHash.of(new HashParam.Cookie("id", false)),
                      Endpoint.of(one.address()),
                      Endpoint.of(two.address()))));
      CookieManager cookies = new CookieManager();
      HttpCookie cookie = new HttpCookie("id", "7");
      cookie.setPath("/");
      cookie.setVersion(0);
      cookies.getCookieStore().add(URI.create("http://shop/"), cookie);
      try (TorcClient client =
          TorcClient.builder().withRouting(config).cookieHandler(cookies).build()) {
        String first = client.send(get("/"), BodyHandlers.ofString()).body();
        for (int i = 0; i < 20; i++) {
          assertThat(client.send(get("/" + i), BodyHandlers.ofString()).body()).isEqualTo(first);
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void aHandlerThatFailsFailsTheRequest(Sending sending) {
    CookieHandler broken =
        new CookieHandler() {
          @Override
          public Map<String, List<String>> get(URI uri, Map<String, List<String>> headers) {
            return Map.of();
          }

          @Override
          public void put(URI uri, Map<String, List<String>> headers) throws IOException {
            throw new IOException("no room for " + uri);
          }
        };
    try (Replica replica = setting();
        TorcClient client =
            TorcClient.builder()
                .withRouting(Routings.plain(replica.address()))
                .cookieHandler(broken)
                .build()) {
      assertThatThrownBy(() -> sending.send(client, get("/"), BodyHandlers.ofString()))
          .isInstanceOf(IOException.class)
          .hasMessage("no room for http://shop/");
      assertThat(Recorded.active(client)).isZero();
    }
  }
}

package dev.torc.client;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.Authenticator;
import java.net.CookieManager;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Redirect;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What can be set, what a client says it is, and what it refuses. */
final class ClientSettingsTest {
  private static HttpRequest get(String url) {
    return HttpRequest.newBuilder(URI.create(url)).build();
  }

  @Test
  void aClientSaysWhatItIs() {
    Executor executor = Runnable::run;
    Authenticator authenticator = new Authenticator() {};
    CookieManager cookies = new CookieManager();
    try (TorcClient client =
        TorcClient.builder()
            .withRouting(Routings.plain("127.0.0.1:1"))
            .connectTimeout(Duration.ofSeconds(2))
            .executor(executor)
            .followRedirects(Redirect.NORMAL)
            .cookieHandler(cookies)
            .authenticator(authenticator)
            .build()) {
      HttpClient asHttpClient = client;
      assertThat(asHttpClient.connectTimeout()).hasValue(Duration.ofSeconds(2));
      assertThat(asHttpClient.executor()).hasValue(executor);
      assertThat(asHttpClient.followRedirects()).isEqualTo(Redirect.NORMAL);
      assertThat(asHttpClient.cookieHandler()).hasValue(cookies);
      assertThat(asHttpClient.authenticator()).hasValue(authenticator);
    }
  }

  @Test
  void withoutSettingsItIsAsTheJdks() {
    try (TorcClient client = TorcClient.of(Routings.plain("127.0.0.1:1"))) {
      HttpClient jdk = HttpClient.newHttpClient();
      assertThat(client.connectTimeout()).isEqualTo(jdk.connectTimeout()).isEmpty();
      assertThat(client.executor()).isEqualTo(jdk.executor()).isEmpty();
      assertThat(client.followRedirects()).isEqualTo(jdk.followRedirects());
      assertThat(client.cookieHandler()).isEmpty();
      assertThat(client.authenticator()).isEmpty();
      assertThat(client.sslContext()).isEqualTo(jdk.sslContext());
      assertThat(client.sslParameters()).isNotNull();
      // Here it differs: requests go straight to endpoints, and not by HTTP/2.
      assertThat(client.proxy()).hasValue(HttpClient.Builder.NO_PROXY);
      assertThat(client.version()).isEqualTo(HttpClient.Version.HTTP_1_1);
    }
  }

  @Test
  void settingsThatMakeNoSenseAreRefused() {
    assertThatThrownBy(() -> TorcClient.builder().build())
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("nothing to route by (expected: withSource or withRouting before build)");
    assertThatThrownBy(() -> TorcClient.builder().connectTimeout(Duration.ZERO))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("connectTimeout: PT0S (expected: above 0)");
  }

  @ParameterizedTest
  @EnumSource
  void tlsAndHttp2AreRefused(Sending sending) {
    HttpRequest http2 =
        HttpRequest.newBuilder(URI.create("http://shop/"))
            .version(HttpClient.Version.HTTP_2)
            .build();
    try (TorcClient client = TorcClient.of(Routings.plain("127.0.0.1:1"))) {
      assertThatThrownBy(() -> sending.send(client, get("https://shop/"), BodyHandlers.ofString()))
          .isInstanceOf(UnsupportedOperationException.class)
          .hasMessageStartingWith("https: TorcClient speaks HTTP/1.1 in cleartext only")
          .hasMessageContaining("Apache HttpClient 5");
      assertThatThrownBy(() -> sending.send(client, http2, BodyHandlers.ofString()))
          .isInstanceOf(UnsupportedOperationException.class)
          .hasMessageStartingWith("HTTP_2: TorcClient speaks HTTP/1.1 in cleartext only");
      assertThatThrownBy(client::newWebSocketBuilder)
          .isInstanceOf(UnsupportedOperationException.class)
          .hasMessageContaining("WebSocket");
    }
  }

  @Test
  @SuppressWarnings("NullAway") // What callers without its checks may do.
  void nothingIsNoRequest() {
    try (TorcClient client = TorcClient.of(Routings.plain("127.0.0.1:1"))) {
      assertThatThrownBy(() -> client.sendAsync(null, BodyHandlers.ofString()))
          .isInstanceOf(NullPointerException.class)
          .hasMessage("request");
      assertThatThrownBy(() -> client.send(get("http://shop/"), null))
          .isInstanceOf(NullPointerException.class)
          .hasMessage("responseBodyHandler");
    }
  }

  @Test
  void anExplicitVersionOf1IsFine() throws Exception {
    try (Replica replica = Replica.answering("fine");
        TorcClient client = TorcClient.of(Routings.plain(replica.address()))) {
      HttpRequest request =
          HttpRequest.newBuilder(URI.create("http://shop/"))
              .version(HttpClient.Version.HTTP_1_1)
              .header("Host", "other.example")
              .build();
      assertThat(client.send(request, BodyHandlers.ofString()).body()).isEqualTo("fine");
      assertThat(replica.seen().get(0).header("Host"))
          .as("callers may set it, as in the JDK")
          .isEqualTo("other.example");
    }
  }

  /** Runs {@link LateStart} in a JVM of its own, where the JDK's client is loaded as it says. */
  private static String lateStart(String... options) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of("-cp", System.getProperty("java.class.path"), "-XX:TieredStopAtLevel=1"));
    command.addAll(List.of(options));
    command.add(LateStart.class.getName());
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
    return output;
  }

  @Test
  void aJdkClientThatWasLoadedBeforeIsAnErrorThatSaysWhatToSet() throws Exception {
    assertThat(lateStart())
        .contains("IllegalStateException")
        .contains("-Djdk.httpclient.allowRestrictedHeaders=host");
    assertThat(lateStart("-Djdk.httpclient.allowRestrictedHeaders=host")).contains("it is up");
  }

  @Test
  void theClientSetsThePropertyBesidesWhatIsThere() throws Exception {
    assertThat(lateStart("-Dfirst=true")).contains("it is up", "allowed: host");
    assertThat(lateStart("-Dfirst=true", "-Djdk.httpclient.allowRestrictedHeaders=expect"))
        .contains("it is up", "allowed: expect,host");
  }
}

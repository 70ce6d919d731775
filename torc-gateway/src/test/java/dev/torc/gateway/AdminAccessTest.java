package dev.torc.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.torc.http.Request;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who may see and change the ring. */
final class AdminAccessTest {
  private static final String TOKEN = "0123456789abcdef";

  private static @Nullable FullHttpResponse refusal(
      @Nullable String token, boolean local, String... namesAndValues) {
    HttpHeaders headers = new DefaultHttpHeaders().set("Host", "localhost:8001");
    for (int i = 0; i < namesAndValues.length; i += 2) {
      headers.set(namesAndValues[i], namesAndValues[i + 1]);
    }
    return new AdminAccess(token, local)
        .refusal(new Request(HttpMethod.GET, "/changes", headers, new byte[0]));
  }

  private static void assertRefused(@Nullable FullHttpResponse response, int status, String why) {
    assertThat(response).isNotNull();
    assertThat(response.status().code()).isEqualTo(status);
    assertThat(response.content().toString(StandardCharsets.UTF_8))
        .contains(why)
        .doesNotContain(TOKEN);
  }

  @Test
  void whoIsOnThisMachineNeedsNoTokenUnlessOneIsSet() {
    assertThat(refusal(null, true)).isNull();
    assertRefused(refusal(TOKEN, true), 401, "no Authorization");
    assertThat(refusal(TOKEN, true, "Authorization", "Bearer " + TOKEN)).isNull();
  }

  @ParameterizedTest
  @CsvSource({
    "127.0.0.1, true",
    "127.1.2.3, true",
    "localhost, true",
    "::1, true",
    "0.0.0.0, false",
    "::, false",
    "192.0.2.1, false",
  })
  void onlyALoopbackAddressIsThisMachineAlone(String host, boolean open) {
    HttpHeaders headers = new DefaultHttpHeaders().set("Host", host);
    Request request = new Request(HttpMethod.GET, "/nodes", headers, new byte[0]);
    FullHttpResponse response = AdminAccess.of(new AdminConfig(host, 8001, null)).refusal(request);
    assertThat(response == null).isEqualTo(open);
  }

  @Test
  void othersNeedOne() {
    assertRefused(refusal(null, false), 403, "set admin.token");
    assertRefused(refusal(null, false, "Authorization", "Bearer " + TOKEN), 403, "admin.token");
    assertThat(refusal(TOKEN, false, "Authorization", "bearer " + TOKEN)).isNull();
    FullHttpResponse refused = refusal(TOKEN, false);
    assertRefused(refused, 401, "expected: Bearer and admin.token");
    assertThat(refused).isNotNull();
    assertThat(refused.headers().get("WWW-Authenticate")).isEqualTo("Bearer realm=\"torc\"");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Bearer ",
        "Bearer 0123456789abcde",
        "Bearer 0123456789abcdef0",
        "Bearer 0123456789abcdeF",
        "Bearer  0123456789abcdef",
        "Basic 0123456789abcdef",
        "0123456789abcdef",
      })
  void anotherTokenIsRefused(String authorization) {
    assertRefused(refusal(TOKEN, true, "Authorization", authorization), 401, "another token");
  }

  @Test
  void pagesOfOtherSitesAreRefused() {
    assertRefused(refusal(null, true, "Origin", "http://evil.example"), 403, "Origin: http://evil");
    assertRefused(refusal(null, true, "Origin", "null"), 403, "Origin: null");
    assertThat(refusal(null, true, "Origin", "http://localhost:8001")).isNull();
  }
}

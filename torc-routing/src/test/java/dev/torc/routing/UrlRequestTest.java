package dev.torc.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A URL as routing looks at it. */
final class UrlRequestTest {

  @ParameterizedTest
  @CsvSource(
      nullValues = "none",
      value = {
        "http://web, web, 80, /, none",
        "https://web, web, 443, /, none",
        "HTTPS://WEB/, web, 443, /, none",
        "http://web:8080/a/b?c=d#e, web, 8080, /a/b, c=d",
        "http://user:secret@web/, web, 80, /, none",
        "http://[::1]:81/, ::1, 81, /, none",
        "http://[FE80::A]/, fe80::a, 80, /, none",
        "http://10.0.0.1/?, 10.0.0.1, 80, /, ''",
        "http://web/a%2Fb?x=%20, web, 80, /a%2Fb, x=%20",
        "http://web./, web., 80, /, none",
      })
  void isTakenApart(String url, String host, int port, String path, String query) {
    RequestView request = Lab.get(url);
    assertThat(request.host()).isEqualTo(host);
    assertThat(request.port()).isEqualTo(port);
    assertThat(request.path()).isEqualTo(path);
    assertThat(request.query()).isEqualTo(query);
    assertThat(request.source()).isNull();
  }

  @ParameterizedTest
  @CsvSource({
    "/path, /path (expected: an absolute URL with a host)",
    "mailto:a@b, mailto:a@b (expected: an absolute URL with a host)",
    "http:///path, http:///path (expected: an absolute URL with a host)",
    "ftp://web/, ftp://web/ (expected: a URL with http or https)",
    "ftp://web:80/, ftp://web:80/ (expected: a URL with http or https)",
    "//web/, //web/ (expected: a URL with http or https)",
    "http://web:0/, http://web:0/: port 0 (expected: 1 to 65535)",
    "http://web:70000/, http://web:70000/: port 70000 (expected: 1 to 65535)",
  })
  void refusesWhatCannotBeRouted(String url, String message) {
    assertThatThrownBy(() -> Lab.get(url))
        .isInstanceOf(RoutingException.InvalidUrl.class)
        .hasMessage(message);
  }

  @Test
  void namesOfHeadersAreInAnyCase() {
    RequestView request =
        RequestView.of(
            "GET", URI.create("http://web/"), Map.of("X-User", List.of("a", "b"), "y", List.of()));
    assertThat(request.header("x-user")).containsExactly("a", "b");
    assertThat(request.header("X-User")).containsExactly("a", "b");
    assertThat(request.header("Y")).isEmpty();
    assertThat(request.header("z")).isEmpty();
  }
}

package dev.torc.cli.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.torc.cli.load.LoadTarget.Header;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What goes over the wire, and what is refused. */
final class LoadTargetTest {

  @ParameterizedTest
  @CsvSource({
    "red, red",
    "pinot noir, pinot%20noir",
    "crème, cr%C3%A8me",
    "a&b=c, a%26b%3Dc",
    "+, %2B",
    "50%, 50%25",
    "a/b?c#d, a%2Fb%3Fc%23d",
    "-._~, -._~",
    "*'(), %2A%27%28%29",
    "키, %ED%82%A4",
    "🍷, %F0%9F%8D%B7",
    "'', ''",
  })
  void valuesAreEncodedForAnyPlaceInAUrl(String value, String encoded) {
    assertThat(LoadTarget.encode(value)).isEqualTo(encoded);
    LoadTarget target = LoadTarget.get("http://localhost:1/wines?query=");
    assertThat(target.request(value).uri())
        .hasToString("http://localhost:1/wines?query=" + encoded);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "localhost:8011", "ftp://a/", "http:///x", "http://a/ b", "http://a/#f", "/x"})
  void refusesWhatIsNoUrl(String url) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> LoadTarget.get(url))
        .withMessage(
            "url: \"" + url + "\" (expected: http://HOST:PORT/… or https://…, percent-encoded)");
  }

  @Test
  void aHostHeaderMayBeSetAndWhatFramesTheMessageNot() {
    assertThat(with("GET", "Host", "shop").request("").headers().firstValue("host"))
        .contains("shop");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> with("GET", "Content-Length", "1"))
        .withMessageStartingWith("header: \"Content-Length\" (expected: ");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> with("GET", "a b", "1"))
        .withMessageStartingWith("header: \"a b\" (expected: ");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> with("G T", "a", "1"))
        .withMessage("method: \"G T\" (expected: a method of HTTP, such as GET or POST)");
  }

  private static LoadTarget with(String method, String name, String value) {
    return new LoadTarget(
        "http://localhost/",
        method,
        List.of(new Header(name, value)),
        BodyPublishers.noBody(),
        Duration.ofSeconds(1));
  }
}

package dev.torc.http;

import static io.netty.handler.codec.http.HttpResponseStatus.BAD_REQUEST;
import static io.netty.handler.codec.http.HttpResponseStatus.OK;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.handler.codec.http.FullHttpResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.core.JsonParser;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

final class ResponsesTest {

  private static String detail(String detail) {
    FullHttpResponse response = Responses.problem(BAD_REQUEST, detail);
    String json = response.content().toString(UTF_8);
    try (JsonParser parser = new JsonFactory().createParser(ObjectReadContext.empty(), json)) {
      String found = "";
      while (parser.nextToken() != null) {
        if ("detail".equals(parser.currentName())) {
          found = parser.getString();
        }
      }
      return found;
    }
  }

  @Test
  void makesAProblemDocument() {
    FullHttpResponse response = Responses.problem(BAD_REQUEST, "x");
    assertThat(response.status()).isEqualTo(BAD_REQUEST);
    assertThat(response.headers().get("content-type")).isEqualTo("application/problem+json");
    assertThat(response.content().toString(UTF_8))
        .isEqualTo(
            "{\"type\":\"about:blank\",\"title\":\"Bad Request\",\"status\":400,\"detail\":\"x\"}");
  }

  @Test
  void escapesWhatJsonDoesNotAllow() {
    String odd = "\"quoted\" \\ / \b\f\n\r\t \0\1\37\177 ü € 𝄞 \u2028 </script>";
    assertThat(detail(odd)).isEqualTo(odd);
    assertThat(Responses.problem(BAD_REQUEST, odd).content().toString(UTF_8))
        .doesNotContain("\n", "\r", "\t", "\0");
  }

  @ParameterizedTest
  @CsvSource({"\ud834 x", "x \udd1e", "\ud834"})
  void replacesHalvesOfCharacters(String broken) {
    assertThat(detail("a" + broken)).isEqualTo("a" + broken.replaceAll("[\ud800-\udfff]", "?"));
  }

  @Test
  void encodesTextInUtf8() {
    FullHttpResponse response = Responses.text(OK, "ü €");
    assertThat(response.headers().get("content-type")).isEqualTo("text/plain; charset=utf-8");
    assertThat(response.content().toString(UTF_8)).isEqualTo("ü €");
    assertThat(Responses.empty(OK).content().readableBytes()).isZero();
  }
}

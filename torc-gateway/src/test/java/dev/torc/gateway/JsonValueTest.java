package dev.torc.gateway;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/** The JSON of a GET, read again by Jackson. */
final class JsonValueTest {
  private static final JsonFactory JSON = new JsonFactory();

  private static String readBack(String text) {
    byte[] json = Objects.requireNonNull(JsonValue.of(text.getBytes(UTF_8)));
    try (JsonParser parser = JSON.createParser(ObjectReadContext.empty(), json)) {
      assertThat(parser.nextToken()).isEqualTo(JsonToken.START_OBJECT);
      assertThat(parser.nextName()).isEqualTo("value");
      assertThat(parser.nextToken()).isEqualTo(JsonToken.VALUE_STRING);
      String value = parser.getString();
      assertThat(parser.nextToken()).isEqualTo(JsonToken.END_OBJECT);
      assertThat(parser.nextToken()).isNull();
      return value;
    }
  }

  @Test
  void isCompact() {
    assertThat(JsonValue.of("v1".getBytes(UTF_8))).asString(UTF_8).isEqualTo("{\"value\":\"v1\"}");
    assertThat(JsonValue.of(new byte[0])).asString(UTF_8).isEqualTo("{\"value\":\"\"}");
    assertThat(JsonValue.of("é\n".getBytes(UTF_8)))
        .asString(UTF_8)
        .isEqualTo("{\"value\":\"é\\n\"}");
  }

  @Test
  void readsBackEveryCharacter() {
    for (int c = 0; c <= 0xffff; c++) {
      if (!Character.isSurrogate((char) c)) {
        String text = Character.toString(c);
        assertThat(readBack(text)).isEqualTo(text);
      }
    }
  }

  @Test
  void readsBackRandomText() {
    Random random = new Random(1);
    for (int i = 0; i < 5000; i++) {
      StringBuilder text = new StringBuilder();
      int length = random.nextInt(40);
      while (text.length() < length) {
        int bits = 1 + random.nextInt(21);
        int c = random.nextInt(Math.min(1 << bits, Character.MAX_CODE_POINT + 1));
        if (c > 0xffff || !Character.isSurrogate((char) c)) {
          text.appendCodePoint(c);
        }
      }
      assertThat(readBack(text.toString())).isEqualTo(text.toString());
    }
  }

  @Test
  void escapesAWholeLongText() {
    String text = "\0".repeat(100_000);
    assertThat(readBack(text)).isEqualTo(text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\u0080",
        "a\u00c3",
        "\u00c0\u0080",
        "\u00ed\u00a0\u0080",
        "\u00f4\u0090\u0080\u0080",
        "\u00ff",
        "\u00e2\u0082"
      })
  void isNothingForInvalidUtf8(String bytes) {
    assertThat(JsonValue.of(bytes.getBytes(ISO_8859_1))).isNull();
  }
}

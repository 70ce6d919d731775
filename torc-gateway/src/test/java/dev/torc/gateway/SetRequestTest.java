package dev.torc.gateway;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.charset.Charset;
import java.time.Duration;
import org.assertj.core.api.ThrowableAssertAlternative;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Bodies of POST requests. */
final class SetRequestTest {

  private static SetRequest parse(String body) {
    return SetRequest.parse(body.getBytes(UTF_8));
  }

  private static ThrowableAssertAlternative<BadRequestException> refuses(byte[] body) {
    return assertThatExceptionOfType(BadRequestException.class)
        .isThrownBy(() -> SetRequest.parse(body));
  }

  private static ThrowableAssertAlternative<BadRequestException> refuses(String body) {
    return refuses(body.getBytes(UTF_8));
  }

  @Test
  void readsText() {
    assertThat(parse("{\"value\":\"v1\"}").value()).asString(UTF_8).isEqualTo("v1");
    assertThat(parse("{\"value\":\"v1\"}").timeToLive()).isNull();
    assertThat(parse(" {\r\n\t\"value\" : \"\" } ").value()).isEmpty();
    assertThat(parse("{\"value\":\"é€😀\"}").value()).asString(UTF_8).isEqualTo("é€😀");
    assertThat(parse("{\"value\":\"\\u00e9\\u0000\\n\\\"\\/\"}").value())
        .asString(UTF_8)
        .isEqualTo("é\0\n\"/");
    assertThat(parse("{\"value\":\"\\ud83d\\ude00\"}").value()).asString(UTF_8).isEqualTo("😀");
  }

  @ParameterizedTest
  @CsvSource({
    "1, 1000",
    "60, 60000",
    "0.001, 1",
    "1.5, 1500",
    "0.0011, 2",
    "1e1, 10000",
    "3153600000, " + "3153600000000",
    "null,"
  })
  void readsTheTimeToLive(String ttl, Long millis) {
    Duration expected = millis == null ? null : Duration.ofMillis(millis);
    assertThat(parse("{\"value\":\"v\",\"ttl\":" + ttl + "}").timeToLive()).isEqualTo(expected);
    assertThat(parse("{\"ttl\":" + ttl + ",\"value\":\"v\"}").timeToLive()).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0",
        "0.0",
        "-0",
        "-1",
        "-0.001",
        "0.0009",
        "3153600001",
        "1e300",
        "1e-300",
        "1e999999999",
        "-1e999999999",
        "1e-999999999",
        "1e99999999999",
        "1e-99999999999",
        "9223372036854775808",
        "3153600000.000001"
      })
  void refusesATimeToLiveOutOfRange(String ttl) {
    refuses("{\"value\":\"v\",\"ttl\":" + ttl + "}")
        .withMessage("body: ttl: " + ttl + " (expected: 0.001 to 3153600000 seconds)");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '=',
      value = {"\"60\"=a string", "true=a boolean", "[1]=an array", "{}=an object"})
  void refusesATimeToLiveThatIsNoNumber(String ttl, String kind) {
    refuses("{\"value\":\"v\",\"ttl\":" + ttl + "}")
        .withMessage("body: ttl is " + kind + " (expected: seconds)");
  }

  @ParameterizedTest
  @ValueSource(strings = {"NaN", "Infinity", "01", "+1", ".5", "1.", "0x10"})
  void refusesATimeToLiveThatIsNotJson(String ttl) {
    refuses("{\"value\":\"v\",\"ttl\":" + ttl + "}").withMessageStartingWith("body: ");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '=',
      value = {"1=a number", "1.5=a number", "null=null", "false=a boolean", "[]=an array"})
  void refusesAValueThatIsNoText(String value, String kind) {
    refuses("{\"value\":" + value + "}")
        .withMessage("body: value is " + kind + " (expected: a string)");
  }

  @ParameterizedTest
  @ValueSource(strings = {"[]", "[{\"value\":\"v\"}]", "\"v\"", "1", "null", "true", "", "  "})
  void refusesWhatIsNoObject(String body) {
    refuses(body).withMessage("body: no object (expected: {\"value\": \"…\"})");
  }

  @Test
  void refusesAnObjectThatIsAnother() {
    refuses("{}").withMessage("body: no value (expected: {\"value\": \"…\"})");
    refuses("{\"ttl\":1}").withMessage("body: no value (expected: {\"value\": \"…\"})");
    refuses("{\"value\":\"v\",\"Value\":\"v\"}")
        .withMessage("body: unknown field \"Value\" (expected: value, ttl)");
    refuses("{\"value\":\"v\",\"\":{}}")
        .withMessage("body: unknown field \"\" (expected: value, ttl)");
    refuses("{\"value\":\"v\"}{}")
        .withMessage("body: more than one JSON value (expected: one object)");
    refuses("{\"value\":\"a\",\"value\":\"b\"}").withMessageContaining("uplicate");
    refuses("{\"value\":\"a\",\"ttl\":1,\"ttl\":2}").withMessageContaining("uplicate");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "v1",
        "{",
        "{\"value\"",
        "{\"value\":",
        "{\"value\":\"v",
        "{\"value\":\"v\"",
        "{'value':'v'}",
        "{value:\"v\"}",
        "{\"value\":\"v\",}",
        "{\"value\":\"v\"}x",
        "{\"value\":\"v\"}}",
        "{\"value\":\"a\nb\"}",
        "{\"value\":\"a\0b\"}",
        "{\"value\":\"\\x\"}",
        "{\"value\":\"\\u12\"}",
        "/**/{\"value\":\"v\"}",
        "{\"value\":\"v\"}\0",
        "value=v"
      })
  void refusesWhatIsNotJson(String body) {
    refuses(body).withMessageMatching("(?s)body: .+ at byte \\d+ \\(expected: JSON in UTF-8\\)");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\u0080", // a continuation without a start
        "\u00c3", // a start without a continuation
        "\u00c0\u0080", // NUL in two bytes
        "\u00c1\u00bf", // overlong
        "\u00e0\u0080\u00af", // overlong
        "\u00ed\u00a0\u0080", // half a surrogate pair
        "\u00ed\u00a0\u00bd\u00ed\u00b8\u0080", // a surrogate pair, each half in three bytes
        "\u00f0\u0080\u0080\u00af", // overlong
        "\u00f4\u0090\u0080\u0080", // beyond the last character
        "\u00f8\u0088\u0080\u0080\u0080",
        "\u00ff",
      })
  void refusesInvalidUtf8(String bytes) {
    refuses(("{\"value\":\"" + bytes + "\"}").getBytes(ISO_8859_1))
        .withMessageEndingWith("invalid UTF-8 (expected: JSON in UTF-8)");
  }

  @Test
  void refusesOtherEncodings() {
    for (Charset charset : new Charset[] {UTF_16BE, UTF_16LE, Charset.forName("UTF-32BE")}) {
      refuses("{\"value\":\"v\"}".getBytes(charset))
          .withMessageEndingWith("(expected: JSON in UTF-8)");
    }
  }

  @Test
  void refusesAByteOrderMark() {
    refuses("\ufeff{\"value\":\"v\"}").withMessageEndingWith("(expected: JSON in UTF-8)");
  }

  @ParameterizedTest
  @ValueSource(strings = {"\\ud83d", "\\ude00", "\\ude00\\ud83d", "\\ud83dx", "x\\ud83d"})
  void refusesHalfASurrogatePair(String value) {
    refuses("{\"value\":\"" + value + "\"}")
        .withMessage("body: value has an unpaired surrogate (expected: Unicode text)");
  }

  @Test
  void readsTheLongestValueThatCanBeConfigured() {
    int longest = 64 << 20;
    byte[] body = ("{\"value\":\"" + "x".repeat(longest) + "\"}").getBytes(UTF_8);
    assertThat(SetRequest.parse(body).value().length).isEqualTo(longest);
  }
}

package dev.torc.gateway;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Request targets and the keys in them. */
final class KeyPathTest {
  private final KeyPath paths = new KeyPath(8);

  private String key(String target) {
    return new String(paths.keyOf(target), ISO_8859_1);
  }

  private void refuses(String target, String message) {
    assertThatExceptionOfType(BadRequestException.class)
        .isThrownBy(() -> paths.keyOf(target))
        .withMessage(message);
  }

  @ParameterizedTest
  @CsvSource({
    "/key, key",
    "/a/b, a/b",
    "//, /",
    "/a/, a/",
    "/../a, ../a",
    "/a%2Fb, a/b",
    "/a%2fb, a/b",
    "/%4a%4B, JK",
    "/a+b, a+b",
    "/a%20b, a b",
    "/%25%3F%23, %?#",
    "/%2541, %41",
    "/key?x=1, key",
    "/key?, key",
    "/a?b?c/d, a",
    "/a?%zz, a",
    "/a:b@c, a:b@c",
    "http://host/key, key",
    "http://host:80/a/b?c, a/b",
    "HTTPS://host//x, /x",
  })
  void readsTheKey(String target, String key) {
    assertThat(key(target)).isEqualTo(key);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/__torc:", "/__torc:a", "/%5f_torc%3Aa", "http://h/__torc:a?b"})
  void refusesTheCachesOwnKeys(String target) {
    refuses(target, "key: begins with __torc: (expected: another beginning)");
  }

  @ParameterizedTest
  @ValueSource(strings = {"__torc", "__Torc:a", "_torc:a", "a__torc:"})
  void takesKeysThatOnlyLookLikeThem(String key) {
    assertThat(key("/" + key)).isEqualTo(key);
  }

  @Test
  void takesNoKeyOutOfAQuery() {
    refuses("http://host?a/b", "request target: no path (expected: / and a key)");
  }

  @Test
  void decodesEveryByte() {
    for (int b = 0; b < 256; b++) {
      assertThat(paths.keyOf("/%%%02x".formatted(b))).containsExactly(b);
      assertThat(paths.keyOf("/%%%02X".formatted(b))).containsExactly(b);
    }
  }

  @Test
  void takesUtf8AsItIsAndEncoded() {
    byte[] expected = "ké€".getBytes(UTF_8);
    assertThat(paths.keyOf("/" + new String(expected, ISO_8859_1))).isEqualTo(expected);
    assertThat(paths.keyOf("/k%C3%A9%e2%82%ac")).isEqualTo(expected);
  }

  @Test
  void countsDecodedBytes() {
    assertThat(key("/" + "%41".repeat(8))).isEqualTo("A".repeat(8));
    assertThat(key("/" + "a".repeat(8))).hasSize(8);
    refuses("/" + "%41".repeat(9), "key: 9 bytes (expected: 1 to 8, after the first /)");
    refuses("/" + "a".repeat(9), "key: 9 bytes (expected: 1 to 8, after the first /)");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/", "/?", "/?key", "http://host/", "http://host/?key"})
  void refusesAnEmptyKey(String target) {
    refuses(target, "key: 0 bytes (expected: 1 to 8, after the first /)");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "*", "key", "http://host", "host:80", "http:/"})
  void refusesATargetWithoutAPath(String target) {
    refuses(target, "request target: no path (expected: / and a key)");
  }

  @ParameterizedTest
  @CsvSource({
    "/%, %",
    "/a%, %",
    "/%4, %4",
    "/%4?1, %4",
    "/%?41, %",
    "/%zz, %zz",
    "/%4g, %4g",
    "/%g4, %g4",
    "/%%41, %%4",
    "/%-1, %-1",
    "/%+1, %+1",
    "/a%4/1, %4/"
  })
  void refusesABadEscape(String target, String shown) {
    refuses(target, "key: \"" + shown + "\" (expected: % and two hexadecimal digits)");
  }

  @Test
  void refusesWhatMustBeEncoded() {
    for (int c = 0; c <= ' '; c++) {
      refuses("/a" + (char) c, asItIs(c));
    }
    refuses("/a\u007fb", asItIs(0x7f));
    refuses("/a#b", asItIs('#'));
    refuses("/\u20ac", asItIs(0x20ac));
  }

  private static String asItIs(int c) {
    return "key: character 0x" + Integer.toHexString(c) + " as it is (expected: percent-encoded)";
  }
}

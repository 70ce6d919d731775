package dev.torc.gateway;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What lies under keys in Redis. */
final class StoredValueTest {

  private static byte[] latin1(String bytes) {
    return bytes.getBytes(ISO_8859_1);
  }

  @Test
  void writesThePrefixThatIsDocumented() {
    assertThat(StoredValue.encode("a/b", latin1("body")))
        .isEqualTo(latin1("\u00ffT\u0001\u0003a/bbody"));
  }

  @Test
  void givesBackAnyBodyAndType() {
    Random random = new Random(1);
    for (int typeLength = 0; typeLength <= 255; typeLength++) {
      byte[] body = new byte[random.nextInt(300)];
      random.nextBytes(body);
      String type = "t".repeat(typeLength);
      byte[] stored = StoredValue.encode(type, body);
      assertThat(stored.length).isLessThanOrEqualTo(body.length + StoredValue.MAX_PREFIX_BYTES);
      StoredValue value = StoredValue.decode(stored);
      assertThat(value.contentType()).isEqualTo(type);
      assertThat(value.body()).isEqualTo(body);
    }
  }

  @Test
  void givesBackABodyThatLooksLikeAPrefix() {
    byte[] inner = StoredValue.encode("text/plain", latin1("x"));
    StoredValue value = StoredValue.decode(StoredValue.encode("text/plain", inner));
    assertThat(value.body()).isEqualTo(inner);
  }

  @Test
  void leavesTextAlone() {
    for (String text : new String[] {"", "v", "T\u0001", "a long text of more than four bytes"}) {
      StoredValue value = StoredValue.decode(text.getBytes(US_ASCII));
      assertThat(value.contentType()).isNull();
      assertThat(value.body()).asString(US_ASCII).isEqualTo(text);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\u00ff",
        "\u00ffT",
        "\u00ffT\u0001",
        "\u00ffT\u0001\u0001", // shorter than the type it announces
        "\u00ffT\u0001\u00ffabc",
        "\u00ffT\u0002\u0001ab", // another version
        "\u00fft\u0001\u0001ab",
        "\u00feT\u0001\u0001ab",
        "\u00ffT\u0001\u0003a\rbX", // would end a header line
        "\u00ffT\u0001\u0003a\nbX",
        "\u00ffT\u0001\u0001\u0000X",
        "\u00ffT\u0001\u0001\u007fX",
        "\u00ffT\u0001\u0001\u0080X",
      })
  void takesAMalformedPrefixAsPlainBytes(String stored) {
    StoredValue value = StoredValue.decode(latin1(stored));
    assertThat(value.contentType()).isNull();
    assertThat(value.body()).isEqualTo(latin1(stored));
  }

  @Test
  void neverReadsATypeThatIsNotPrintable() {
    Random random = new Random(2);
    for (int i = 0; i < 20_000; i++) {
      byte[] stored = new byte[4 + random.nextInt(8)];
      random.nextBytes(stored);
      stored[0] = (byte) 0xff;
      stored[1] = 'T';
      stored[2] = 1;
      stored[3] = (byte) random.nextInt(6);
      String type = StoredValue.decode(stored).contentType();
      assertThat(type == null || type.chars().allMatch(c -> c >= ' ' && c <= '~'))
          .as(Arrays.toString(stored))
          .isTrue();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"a\rb", "a\nb", "\r\n", "a\u0000", "\u007f", "text/é", "a\tb"})
  void refusesATypeThatIsNotPrintable(String type) {
    assertThatExceptionOfType(BadRequestException.class)
        .isThrownBy(() -> StoredValue.encode(type, new byte[0]))
        .withMessageEndingWith("(expected: at most 255 of printable ASCII)");
  }

  @Test
  void refusesALongType() {
    assertThatExceptionOfType(BadRequestException.class)
        .isThrownBy(() -> StoredValue.encode("t".repeat(256), new byte[0]))
        .withMessage("Content-Type: 256 bytes (expected: at most 255 of printable ASCII)");
  }
}

package dev.torc.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ByteSizeTest {

  @ParameterizedTest
  @CsvSource({
    "0,0",
    "1048576,1048576",
    "7B,7",
    "7b,7",
    "1KB,1000",
    "1kb,1000",
    "64KB,64000",
    "1KiB,1024",
    "1kib,1024",
    "256MiB,268435456",
    "256mib,268435456",
    "3MB,3000000",
    "2GiB,2147483648",
    "2gb,2000000000",
    "1TiB,1099511627776",
    "1TB,1000000000000",
    "1PiB,1125899906842624",
    "1PB,1000000000000000",
    "7EiB,8070450532247928832",
    "9EB,9000000000000000000",
    "0000000000000000000000001KB,1000",
    "9223372036854775807,9223372036854775807"
  })
  void parses(String text, long bytes) {
    assertThat(ByteSize.parse(text)).isEqualTo(new ByteSize(bytes));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "", " 1", "1 KB", "-1", "+1", "1.5MiB", "KB", "1K", "1Ki", "1XB", "1KiBs", "0x10", "1e3",
        "\u0661"
      })
  void refuses(String text) {
    assertThatThrownBy(() -> ByteSize.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "\"" + text + "\" (expected: a size in whole bytes such as 256MiB, 64KB or 1048576)");
  }

  @ParameterizedTest
  @ValueSource(strings = {"9223372036854775808", "8EiB", "10EB", "99999999999999999999999999EiB"})
  void refusesWhatALongCannotHold(String text) {
    assertThatThrownBy(() -> ByteSize.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("\"" + text + "\" (expected: at most 9223372036854775807 bytes)");
  }

  @Test
  void refusesNegativeBytes() {
    assertThatThrownBy(() -> new ByteSize(-1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("-1 (expected: 0 bytes or more)");
  }

  @ParameterizedTest
  @CsvSource({
    "0,0B",
    "5,5B",
    "1000,1KB",
    "1024,1KiB",
    "1001,1001B",
    "268435456,256MiB",
    "1024000,1024KB",
    "1536000,1536KB",
    "1572864000,1500MiB",
    "1000000000000000000,1EB",
    "9223372036854775807,9223372036854775807B"
  })
  void printsTheShortestExactText(long bytes, String text) {
    assertThat(new ByteSize(bytes)).hasToString(text);
  }

  @Property
  void readsWhatItPrints(
      @ForAll @LongRange(min = 0, max = 9000) long number,
      @ForAll @IntRange(max = 5) int power,
      @ForAll boolean binary) {
    long bytes = number * Math.round(Math.pow(binary ? 1024 : 1000, Math.min(power, 4)));
    assertThat(ByteSize.parse(new ByteSize(bytes).toString()).bytes()).isEqualTo(bytes);
  }

  @Property
  void readsWhatItPrints(@ForAll @LongRange(min = 0) long bytes) {
    assertThat(ByteSize.parse(new ByteSize(bytes).toString()).bytes()).isEqualTo(bytes);
  }

  @Property
  void readsAnyTextOrRefusesIt(@ForAll String text) {
    RefusedOr.value(() -> ByteSize.parse(text));
  }

  @Property
  void isOrderedByBytes(
      @ForAll @LongRange(min = 0) long one, @ForAll @LongRange(min = 0) long other) {
    assertThat(Integer.signum(new ByteSize(one).compareTo(new ByteSize(other))))
        .isEqualTo(Long.compare(one, other));
  }
}

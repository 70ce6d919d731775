package dev.torc.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Chars;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class DurationTextTest {

  @ParameterizedTest
  @CsvSource({
    "0,PT0S",
    "5,PT5S",
    "0.25,PT0.25S",
    ".5,PT0.5S",
    "3.,PT3S",
    "100ms,PT0.1S",
    "1.5s,PT1.5S",
    "2m,PT2M",
    "1h30m,PT1H30M",
    "500us,PT0.0005S",
    "500\u00b5s,PT0.0005S",
    "7ns,PT0.000000007S",
    "1h1m1s1ms1us1ns,PT1H1M1.001001001S",
    "1m1h,PT1H1M",
    "0.000000001,PT0.000000001S",
    "1.500000000000,PT1.5S"
  })
  void parses(String text, Duration value) {
    assertThat(DurationText.parse(text)).isEqualTo(value);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "", "-5s", "+5", "5 s", "1d", "s", "1h30", "1e3", "1S", ".s", "PT5S", "0x10", "\u0661s"
      })
  void refuses(String text) {
    assertThatThrownBy(() -> DurationText.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("\"" + text + "\" (expected: " + DurationText.EXPECTED + ")");
  }

  @ParameterizedTest
  @CsvSource({
    "0.5ns,whole nanoseconds",
    "0.0000000001,whole nanoseconds",
    "9223372036854775808,at most 9223372036854775807 seconds",
    "99999999999999999999h,at most 9223372036854775807 seconds"
  })
  void refusesWhatADurationCannotHold(String text, String expected) {
    assertThatThrownBy(() -> DurationText.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("\"" + text + "\" (expected: " + expected + ")");
  }

  @ParameterizedTest
  @CsvSource({
    "PT0S,0s",
    "PT1.5S,1.5s",
    "PT10S,10s",
    "PT0.25S,250ms",
    "PT0.0005S,500us",
    "PT0.000000007S,7ns",
    "PT1H30M,1h30m",
    "PT2H,2h",
    "PT1H0.001S,1h1ms"
  })
  void formats(Duration value, String text) {
    assertThat(DurationText.format(value)).isEqualTo(text);
  }

  @Property
  void readsWhatItFormats(
      @ForAll @LongRange(min = 0) long seconds, @ForAll @IntRange(max = 999_999_999) int nanos) {
    Duration value = Duration.ofSeconds(seconds, nanos);
    assertThat(DurationText.parse(DurationText.format(value))).isEqualTo(value);
  }

  @Property
  void readsAnyTextOrRefusesIt(
      @ForAll @Chars({'1', '0', '.', 'm', 's', 'h', 'n', 'u', '-'}) String text) {
    Duration value = RefusedOr.value(() -> DurationText.parse(text));
    if (value != null) {
      assertThat(value).isGreaterThanOrEqualTo(Duration.ZERO);
    }
  }
}

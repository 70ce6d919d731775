package dev.torc.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How numbers look. */
final class FiguresTest {

  @ParameterizedTest
  @CsvSource({"0, 0", "999, 999", "25012, 25 012", "1234567, 1 234 567"})
  void countsAreInGroupsOfThree(long number, String text) {
    assertThat(Figures.count(number)).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "9999, 9 999",
    "10000, 10.0k",
    "99999, 100k",
    "999499, 999k",
    "999500, 1.00M",
    "1234567, 1.23M",
    "12345678, 12.3M",
    "9223372036854775807, 9.22E",
  })
  void longCountsAreShortened(long number, String text) {
    assertThat(Figures.shortCount(number)).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0 B",
    "1023, 1023 B",
    "1024, 1.00 KiB",
    "1048576, 1.00 MiB",
    "268435456, 256 MiB",
    "16642998272, 15.5 GiB",
    "9223372036854775807, 8.00 EiB",
  })
  void sizesHaveBinaryUnits(long number, String text) {
    assertThat(Figures.bytes(number)).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0.0 s",
    "1245, 1.2 s",
    "59900, 59.9 s",
    "60000, 1m",
    "192900, 3m12s",
    "6005900, 1h40m"
  })
  void timesAreInSecondsOrMinutes(long millis, String text) {
    assertThat(Figures.seconds(Duration.ofMillis(millis))).isEqualTo(text);
  }

  @Test
  void partsAndWaitsHaveOneDecimal() {
    assertThat(Figures.percent(0.33333)).isEqualTo("33.3%");
    assertThat(Figures.millis(7.25)).isEqualTo("7.3 ms");
  }
}

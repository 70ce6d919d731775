package dev.torc.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpHeaders;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Both forms of RFC 9110, 10.2.3, and what is neither. */
final class RetryAfterTest {
  private static final InstantSource NOON =
      InstantSource.fixed(Instant.parse("2026-01-05T12:00:00Z"));

  private static @Nullable Duration pause(Map<String, List<String>> headers) {
    return RetryAfter.of(HttpHeaders.of(headers, (name, value) -> true), NOON);
  }

  @ParameterizedTest
  @CsvSource({
    "'0',PT0S",
    "' 120 ',PT2M",
    "'Mon, 05 Jan 2026 12:00:30 GMT',PT30S",
    "'Mon, 05 Jan 2026 11:00:00 GMT',PT0S",
    "'-1',",
    "'soon',",
    "'',",
    "'1.5',",
  })
  void isSecondsOrADate(String value, @Nullable Duration expected) {
    assertThat(pause(Map.of("Retry-After", List.of(value)))).isEqualTo(expected);
  }

  @Test
  void mayBeMissingOrBeyondAllNumbers() {
    assertThat(pause(Map.of())).isNull();
    assertThat(pause(Map.of("Retry-After", List.of("99999999999999999999"))))
        .isGreaterThan(Duration.ofDays(365));
  }

  @Test
  void aDateIsByTheClockOfTheServer() {
    assertThat(
            pause(
                Map.of(
                    "Date", List.of("Mon, 05 Jan 2026 13:00:00 GMT"),
                    "Retry-After", List.of("Mon, 05 Jan 2026 13:00:05 GMT"))))
        .isEqualTo(Duration.ofSeconds(5));
  }
}

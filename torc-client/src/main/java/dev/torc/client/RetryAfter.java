package dev.torc.client;

import java.net.http.HttpHeaders;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The pause that a response asks for: RFC 9110, 10.2.3. */
final class RetryAfter {
  /** More digits are no seconds that anybody waits. */
  private static final int MAX_DIGITS = 9;

  private RetryAfter() {}

  /**
   * The pause, null if the response asks for none, or not in a form that is known.
   *
   * @param clock for a date, if the response does not say by which clock it is
   */
  static @Nullable Duration of(HttpHeaders headers, InstantSource clock) {
    Optional<String> value = headers.firstValue("Retry-After");
    if (value.isEmpty()) {
      return null;
    }
    String text = value.get().strip();
    if (!text.isEmpty() && text.chars().allMatch(c -> c >= '0' && c <= '9')) {
      return text.length() > MAX_DIGITS
          ? Duration.ofDays(Integer.MAX_VALUE)
          : Duration.ofSeconds(Long.parseLong(text));
    }
    Instant until = date(text);
    if (until == null) {
      return null;
    }
    // By the server's own clock, if it tells: clocks differ.
    Instant now = headers.firstValue("Date").map(RetryAfter::date).orElseGet(clock::instant);
    Duration pause = Duration.between(now, until);
    return pause.isNegative() ? Duration.ZERO : pause;
  }

  private static @Nullable Instant date(String text) {
    try {
      return DateTimeFormatter.RFC_1123_DATE_TIME.parse(text.strip(), Instant::from);
    } catch (DateTimeException e) {
      return null;
    }
  }
}

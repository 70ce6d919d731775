package dev.torc.http;

import io.netty.util.AsciiString;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/**
 * The value of the {@code Date} header, formatted once a second. Threads may race to format the
 * same second; they all get the right text.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9110#field.date">RFC 9110, 6.6.1</a>
 */
final class Dates {
  private static final DateTimeFormatter FORMAT =
      DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.US);

  private record Formatted(long second, AsciiString text) {}

  private final Clock clock;
  private volatile Formatted formatted = new Formatted(Long.MIN_VALUE, AsciiString.EMPTY_STRING);

  Dates(Clock clock) {
    this.clock = clock;
  }

  AsciiString now() {
    long second = Math.floorDiv(clock.millis(), 1000);
    Formatted current = formatted;
    if (current.second != second) {
      ZonedDateTime time = ZonedDateTime.ofInstant(Instant.ofEpochSecond(second), ZoneOffset.UTC);
      current = new Formatted(second, AsciiString.of(FORMAT.format(time)));
      formatted = current;
    }
    return current.text;
  }
}

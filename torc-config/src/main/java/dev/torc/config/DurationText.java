package dev.torc.config;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Durations as Go writes them, and as plain seconds. Stateless, and safe for use by any number of
 * threads.
 */
public final class DurationText {
  static final String EXPECTED = "a duration such as 500ms, 2s or 1h30m, or seconds as a number";

  private static final String NUMBER = "([0-9]+(\\.[0-9]*)?|\\.[0-9]+)";
  private static final String UNIT = "(ns|us|\u00b5s|ms|s|m|h)";

  /** The accepted texts; also a pattern of ECMA 262, for the schema. */
  static final Pattern PATTERN = Pattern.compile("^(" + NUMBER + "|(" + NUMBER + UNIT + ")+)$");

  private static final Pattern PART = Pattern.compile(NUMBER + UNIT + "?");

  /** Enough for every duration, and too little for slow arithmetic. */
  private static final int MAX_LENGTH = 64;

  private static final BigDecimal SECOND = BigDecimal.valueOf(1_000_000_000);
  private static final Map<String, BigDecimal> UNITS =
      Map.of(
          "ns", BigDecimal.ONE,
          "us", BigDecimal.valueOf(1000),
          "\u00b5s", BigDecimal.valueOf(1000),
          "ms", BigDecimal.valueOf(1_000_000),
          "s", SECOND,
          "m", SECOND.multiply(BigDecimal.valueOf(60)),
          "h", SECOND.multiply(BigDecimal.valueOf(3600)));

  private DurationText() {}

  /**
   * Reads a duration.
   *
   * @throws IllegalArgumentException if the text is none, finer than 1 ns, or too long for {@link
   *     Duration}
   */
  public static Duration parse(String text) {
    if (text.length() > MAX_LENGTH || !PATTERN.matcher(text).matches()) {
      throw mismatch(text, EXPECTED);
    }
    BigDecimal total = BigDecimal.ZERO;
    for (Matcher part = PART.matcher(text); part.find(); ) {
      BigDecimal unit = part.group(3) == null ? SECOND : UNITS.get(part.group(3));
      total = total.add(new BigDecimal(part.group(1)).multiply(unit));
    }
    if (total.stripTrailingZeros().scale() > 0) {
      throw mismatch(text, "whole nanoseconds");
    }
    return of(total.toBigInteger(), text);
  }

  private static Duration of(BigInteger nanos, String text) {
    BigInteger[] parts = nanos.divideAndRemainder(SECOND.toBigInteger());
    if (parts[0].bitLength() > Long.SIZE - 1) {
      throw mismatch(text, "at most " + Long.MAX_VALUE + " seconds");
    }
    return Duration.ofSeconds(parts[0].longValue(), parts[1].longValue());
  }

  private static IllegalArgumentException mismatch(String text, String expected) {
    return new IllegalArgumentException(Quotation.of(text) + " (expected: " + expected + ")");
  }

  /** A text {@link #parse} reads back: {@code 1h30m}, {@code 1.5s}, {@code 250ms}. */
  public static String format(Duration duration) {
    long hours = duration.toHours();
    int minutes = duration.toMinutesPart();
    Duration rest = duration.minusHours(hours).minusMinutes(minutes);
    String large = (hours == 0 ? "" : hours + "h") + (minutes == 0 ? "" : minutes + "m");
    return rest.isZero() && !large.isEmpty() ? large : large + formatSeconds(rest);
  }

  private static String formatSeconds(Duration rest) {
    long nanos = rest.toNanos();
    if (nanos == 0 || nanos >= 1_000_000_000) {
      return seconds(rest).stripTrailingZeros().toPlainString() + "s";
    }
    if (nanos % 1_000_000 == 0) {
      return nanos / 1_000_000 + "ms";
    }
    return nanos % 1000 == 0 ? nanos / 1000 + "us" : nanos + "ns";
  }

  static BigDecimal seconds(Duration duration) {
    return BigDecimal.valueOf(duration.getSeconds()).add(BigDecimal.valueOf(duration.getNano(), 9));
  }
}

package dev.torc.cli;

import dev.torc.config.DurationText;
import java.time.Duration;
import java.util.Locale;

/** Numbers for people. */
final class Figures {
  private static final int THOUSAND = 1000;
  private static final int KIBI = 1024;
  private static final double MILLIS_PER_SECOND = 1000;

  private Figures() {}

  /** With a space between groups of three digits: {@code 25 012}. */
  static String count(long number) {
    return String.format(Locale.ROOT, "%,d", number).replace(',', ' ');
  }

  /** To three digits from ten thousand: {@code 9 999}, {@code 1.23M}. */
  static String shortCount(long number) {
    return number < 10 * THOUSAND ? count(number) : shortened(number, THOUSAND, "kMGTPE", "");
  }

  /** To three digits: {@code 512 B}, {@code 1.50 MiB}. */
  static String bytes(long number) {
    return number < KIBI ? number + " B" : shortened(number, KIBI, "KMGTPE", "iB");
  }

  private static String shortened(long number, int base, String prefixes, String unit) {
    double value = (double) number / base;
    int power = 0;
    // What would be rounded to the next unit is told in it.
    while (value >= base - 0.5 && power < prefixes.length() - 1) {
      value /= base;
      power++;
    }
    // By the digits that rounding leaves: 99.96 is told as 100.
    String digits = value >= 99.95 ? "%.0f" : value >= 9.995 ? "%.1f" : "%.2f";
    return String.format(Locale.ROOT, digits, value)
        + (unit.isEmpty() ? "" : " ")
        + prefixes.charAt(power)
        + unit;
  }

  /** Of a part from 0 to 1: {@code 33.3%}. */
  static String percent(double part) {
    return String.format(Locale.ROOT, "%.1f%%", 100 * part);
  }

  /** {@code 7.2 ms}. */
  static String millis(double time) {
    return String.format(Locale.ROOT, "%.1f ms", time);
  }

  /** {@code 1.2 s}, from a minute {@code 3m12s}, from an hour {@code 1h40m}. */
  static String seconds(Duration time) {
    if (time.toHours() > 0) {
      return DurationText.format(Duration.ofMinutes(time.toMinutes()));
    }
    return time.toMinutes() > 0
        ? DurationText.format(Duration.ofSeconds(time.toSeconds()))
        : String.format(Locale.ROOT, "%.1f s", time.toMillis() / MILLIS_PER_SECOND);
  }
}

package dev.torc.config;

import java.math.BigInteger;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An amount of memory or data: {@code 256MiB}, {@code 64KB}, {@code 1048576}.
 *
 * @param bytes the amount, 0 or more
 */
public record ByteSize(long bytes) implements Comparable<ByteSize> {
  static final String EXPECTED = "a size in whole bytes such as 256MiB, 64KB or 1048576";

  /** The accepted texts; also a pattern of ECMA 262, for the schema. */
  static final Pattern PATTERN =
      Pattern.compile("^([0-9]+)([KkMmGgTtPpEe]?[Bb]|[KkMmGgTtPpEe][Ii][Bb])?$");

  /** Enough for every long with leading zeros, and too little for slow arithmetic. */
  private static final int MAX_LENGTH = 64;

  private static final String PREFIXES = "KMGTPE";

  /**
   * Checks the amount.
   *
   * @throws IllegalArgumentException if it is negative
   */
  public ByteSize {
    if (bytes < 0) {
      throw new IllegalArgumentException(bytes + " (expected: 0 bytes or more)");
    }
  }

  /**
   * Reads a whole number with a unit in either case: B, KB, MB, GB, TB, PB, EB in powers of 1000,
   * KiB, MiB, GiB, TiB, PiB, EiB in powers of 1024; without a unit, bytes.
   *
   * @throws IllegalArgumentException if the text is none, or is more than a long holds
   */
  public static ByteSize parse(String text) {
    Matcher matcher = PATTERN.matcher(text);
    if (text.length() > MAX_LENGTH || !matcher.matches()) {
      throw mismatch(text, EXPECTED);
    }
    String unit = matcher.group(2) == null ? "B" : matcher.group(2).toUpperCase(Locale.ROOT);
    BigInteger base = BigInteger.valueOf(unit.length() == 3 ? 1024 : 1000);
    int power = PREFIXES.indexOf(unit.charAt(0)) + 1;
    BigInteger bytes = new BigInteger(matcher.group(1)).multiply(base.pow(power));
    if (bytes.bitLength() > Long.SIZE - 1) {
      throw mismatch(text, "at most " + Long.MAX_VALUE + " bytes");
    }
    return new ByteSize(bytes.longValue());
  }

  private static IllegalArgumentException mismatch(String text, String expected) {
    return new IllegalArgumentException(Quotation.of(text) + " (expected: " + expected + ")");
  }

  @Override
  public int compareTo(ByteSize other) {
    return Long.compare(bytes, other.bytes);
  }

  /** The shortest exact text, in binary units where two are as short; {@link #parse} reads it. */
  @Override
  public String toString() {
    String decimal = format(1000, "B");
    String binary = format(1024, "iB");
    return binary.length() <= decimal.length() ? binary : decimal;
  }

  private String format(int base, String suffix) {
    long value = bytes;
    int power = 0;
    while (value != 0 && value % base == 0) {
      value /= base;
      power++;
    }
    return value + (power == 0 ? "B" : PREFIXES.charAt(power - 1) + suffix);
  }
}

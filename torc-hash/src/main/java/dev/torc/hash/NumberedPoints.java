package dev.torc.hash;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;
import java.util.function.Function;

/** Points that are hashes of a node's name, a separator and a number that counts up from 0. */
final class NumberedPoints implements PointFunction {
  private static final int MAX_DIGITS = 10;

  private final Function<Node, String> prefix;
  private final Hash hash;

  /** Hashes the first bytes of an array into a point on the circle of 64 bits. */
  @FunctionalInterface
  interface Hash {
    long of(byte[] bytes, int length);
  }

  /**
   * Points of the names that {@code prefix} gives, separator included.
   *
   * @param hash of the whole
   */
  NumberedPoints(Function<Node, String> prefix, Hash hash) {
    this.prefix = prefix;
    this.hash = hash;
  }

  @Override
  public long[] points(Node node, int count) {
    byte[] start = prefix.apply(node).getBytes(UTF_8);
    byte[] key = Arrays.copyOf(start, start.length + MAX_DIGITS);
    long[] points = new long[count];
    for (int i = 0; i < count; i++) {
      points[i] = hash.of(key, appendDecimal(key, start.length, i));
    }
    return points;
  }

  /** Writes a number and returns where it ends. */
  static int appendDecimal(byte[] bytes, int start, int number) {
    int end = start;
    for (int rest = number; rest > 9; rest /= 10) {
      end++;
    }
    int rest = number;
    for (int i = end; i >= start; i--) {
      bytes[i] = (byte) ('0' + rest % 10);
      rest /= 10;
    }
    return end + 1;
  }
}

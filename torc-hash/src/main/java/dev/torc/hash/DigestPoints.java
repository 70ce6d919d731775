package dev.torc.hash;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.function.Function;

/**
 * Points of 32 bits, four of each MD5 of a node's name, a separator and a number that counts up
 * from 0: what "ketama" means almost everywhere.
 */
final class DigestPoints implements PointFunction {
  private static final int MAX_DIGITS = 10;

  private final Function<Node, String> prefix;

  /** Points of the names that {@code prefix} gives, separator included. */
  DigestPoints(Function<Node, String> prefix) {
    this.prefix = prefix;
  }

  @Override
  public long[] points(Node node, int count) {
    byte[] start = prefix.apply(node).getBytes(UTF_8);
    byte[] key = Arrays.copyOf(start, start.length + MAX_DIGITS);
    long[] points = new long[count];
    for (int i = 0; i < count; i += Md5.NUMBERS) {
      int length = NumberedPoints.appendDecimal(key, start.length, i / Md5.NUMBERS);
      ByteBuffer numbers = Md5.numbers(key, 0, length);
      for (int j = i; j < Math.min(count, i + Md5.NUMBERS); j++) {
        points[j] = KeyHash.circle(numbers.getInt());
      }
    }
    return points;
  }
}

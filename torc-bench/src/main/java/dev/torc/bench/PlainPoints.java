package dev.torc.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.dynatrace.hash4j.hashing.Hasher64;
import com.dynatrace.hash4j.hashing.Hashing;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/**
 * The points and the key hash of Torc's own ring, written down again in the plainest way: rings
 * that are searched in another way then place every key alike, which a test checks.
 */
final class PlainPoints {
  static final int PER_NODE = 160;

  private static final Hasher64 XXH64 = Hashing.xxh64();

  private PlainPoints() {}

  static LongStream of(String name) {
    return IntStream.range(0, PER_NODE).mapToLong(i -> hash(name + "_" + i));
  }

  static long hash(String text) {
    return XXH64.hashBytesToLong(text.getBytes(UTF_8));
  }
}

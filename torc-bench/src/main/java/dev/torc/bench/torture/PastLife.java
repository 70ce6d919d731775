package dev.torc.bench.torture;

import java.io.IOException;
import java.util.SplittableRandom;

/**
 * Leaves in a node what it could have from an earlier life: values of keys that are long outdated,
 * some of keys that are not there any more. None of them may ever be read. Not thread-safe.
 */
final class PastLife {
  /** Begins the values. */
  static final String VALUE = "outdated-";

  private static final int PERCENT = 60;

  private final LiveKeys keys;
  private final SplittableRandom random;
  private long values;

  PastLife(LiveKeys keys, SplittableRandom random) {
    this.keys = keys;
    this.random = random;
  }

  /** Fills a node that is no member of the ring, and not about to become one. */
  void leaveIn(TortureNode node) throws IOException {
    try (RedisSocket redis = node.connect()) {
      for (Subject subject : keys.live()) {
        if (random.nextInt(100) < PERCENT) {
          redis.call("SET", subject.key(), VALUE + values++);
        }
      }
    }
  }
}

package dev.torc.testkit.history;

import java.util.Set;

/**
 * A time in which the node of some keys may have lost them, as it was killed: each of these keys
 * may vanish at any time in it, more than once if it is written meanwhile.
 *
 * @param fromNanos when keys may vanish first, of the same clock as the operations' times
 * @param toNanos when they may vanish last, not before {@code fromNanos}
 * @param keys which keys; empty for all
 */
public record Loss(long fromNanos, long toNanos, Set<String> keys) {

  /**
   * Copies the keys and checks the times.
   *
   * @throws IllegalArgumentException if it ends before it begins
   */
  public Loss {
    if (toNanos < fromNanos) {
      throw new IllegalArgumentException(
          "end of the loss: " + toNanos + " (expected: " + fromNanos + " or later)");
    }
    keys = Set.copyOf(keys);
  }

  boolean concerns(String key) {
    return keys.isEmpty() || keys.contains(key);
  }
}

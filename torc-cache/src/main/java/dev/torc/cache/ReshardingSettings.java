package dev.torc.cache;

import dev.torc.cache.coordination.Safeguard;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;

/**
 * How changes of the ring are made.
 *
 * @param keysPerSecond the most keys that are copied in a second, 0 for as many as the nodes take
 * @param holdLimit how long operations on the keys of a move may be held back before they go on at
 *     the source, and the hold is tried again
 * @param nodeTimeout how long a node that a change needs may be away before the change is given up
 * @param safeguards all of them, but in tests that show what one is for
 */
public record ReshardingSettings(
    int keysPerSecond, Duration holdLimit, Duration nodeTimeout, Set<Safeguard> safeguards) {

  /** As fast as the nodes take it; holds up to 1 s; nodes may be away for 30 s. */
  public static final ReshardingSettings DEFAULTS =
      new ReshardingSettings(0, Duration.ofSeconds(1), Duration.ofSeconds(30), Safeguard.all());

  /**
   * Checks the components.
   *
   * @throws IllegalArgumentException if one is negative, or a time is 0
   */
  public ReshardingSettings {
    if (keysPerSecond < 0) {
      throw new IllegalArgumentException(
          "keysPerSecond: " + keysPerSecond + " (expected: 0 or more)");
    }
    if (holdLimit.toMillis() < 1 || nodeTimeout.toMillis() < 1) {
      throw new IllegalArgumentException(
          "holdLimit: "
              + holdLimit
              + ", nodeTimeout: "
              + nodeTimeout
              + " (expected: at least 1 ms each)");
    }
    safeguards = Set.copyOf(safeguards);
  }

  /** The same without one of the safeguards. */
  public ReshardingSettings without(Safeguard safeguard) {
    Set<Safeguard> left = new HashSet<>(safeguards);
    left.remove(safeguard);
    return new ReshardingSettings(keysPerSecond, holdLimit, nodeTimeout, left);
  }
}

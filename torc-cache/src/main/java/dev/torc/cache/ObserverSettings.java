package dev.torc.cache;

import java.time.Duration;

/**
 * How nodes are watched.
 *
 * @param interval between two polls of a node, at least 10 ms. A poll that takes longer than an
 *     operation may has failed
 * @param downAfter polls that fail in a row until a node is down, at least 1
 * @param upAfter polls that are answered in a row until a node that was down is up, at least 1: one
 *     that answers now and then is not
 */
public record ObserverSettings(Duration interval, int downAfter, int upAfter) {

  /** Twice a second; down after three, up after two. */
  public static final ObserverSettings DEFAULTS =
      new ObserverSettings(Duration.ofMillis(500), 3, 2);

  /**
   * Checks the components.
   *
   * @throws IllegalArgumentException if one is too small
   */
  public ObserverSettings {
    if (interval.toMillis() < 10) {
      throw new IllegalArgumentException("interval: " + interval + " (expected: at least 10 ms)");
    }
    if (downAfter < 1 || upAfter < 1) {
      throw new IllegalArgumentException(
          "downAfter: " + downAfter + ", upAfter: " + upAfter + " (expected: at least 1 each)");
    }
  }

  /** The same at another interval. */
  public ObserverSettings every(Duration other) {
    return new ObserverSettings(other, downAfter, upAfter);
  }
}

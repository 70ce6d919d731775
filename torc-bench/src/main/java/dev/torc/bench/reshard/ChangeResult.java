package dev.torc.bench.reshard;

import dev.torc.bench.reshard.ModelledKeys.Movers;
import java.util.List;

/**
 * What a change did, and what clients saw of it.
 *
 * @param change which
 * @param keys present when it began
 * @param moved distinct keys that moved, as the gateway counts them
 * @param movers those that had to, and those that were written meanwhile
 * @param violations what must not be
 * @param before requests in a window before it
 * @param during requests from when it was asked for to its end
 * @param holdMillis how long the longest hold of each move was
 * @param seconds from its begin to its end
 */
record ChangeResult(
    RingChange change,
    long keys,
    long moved,
    Movers movers,
    Violations violations,
    Latencies.Window before,
    Latencies.Window during,
    List<Double> holdMillis,
    double seconds) {

  /** The most keys that may move, to one that has to. */
  static final double MOST_MOVED = 1.05;

  /** The longest that requests may be held back, of 99 of 100 moves. */
  static final double MOST_HELD_MILLIS = 50;

  ChangeResult {
    holdMillis = List.copyOf(holdMillis);
  }

  /** Keys that moved to one that had to; those written meanwhile are taken off. */
  double movedRatio() {
    long others = Math.max(0, moved - movers.written());
    return movers.present() == 0
        ? (others == 0 ? 1 : Double.POSITIVE_INFINITY)
        : (double) others / movers.present();
  }

  /** The time of which 99 of 100 moves needed no more; 0 if there were none. */
  double holdP99Millis() {
    int rank = (int) Math.ceil(0.99 * holdMillis.size());
    return rank == 0 ? 0 : holdMillis.stream().sorted().toList().get(rank - 1);
  }

  /** Whether all is as it should be. */
  boolean isMet() {
    return violations.total() == 0
        && movedRatio() <= MOST_MOVED
        && holdP99Millis() <= MOST_HELD_MILLIS;
  }
}

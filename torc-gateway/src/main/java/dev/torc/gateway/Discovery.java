package dev.torc.gateway;

import dev.torc.cache.Observation;
import java.time.Duration;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * How nodes that are found rather than listed are followed: one that is found no more is removed
 * after its keys were copied, and given up with them when it has been down for long. Safe for use
 * by any number of threads.
 */
final class Discovery {
  private final @Nullable Duration lostAfter;
  private final Supplier<Observation> nodes;
  private final LongSupplier nanoTime;
  private final Downtime downtime;

  /**
   * Knows of no downtime yet.
   *
   * @param lostAfter how long a node must have been down; {@code null} if nodes are listed
   * @param nodes what is known of them
   */
  Discovery(@Nullable Duration lostAfter, Supplier<Observation> nodes, LongSupplier nanoTime) {
    this.lostAfter = lostAfter;
    this.nodes = nodes;
    this.nanoTime = nanoTime;
    this.downtime = new Downtime(nanoTime);
  }

  /** Whether nodes are found. */
  boolean isOn() {
    return lostAfter != null;
  }

  /** Takes note of what is known of the nodes now. */
  void look() {
    downtime.note(nodes.get());
  }

  long nanoTime() {
    return nanoTime.getAsLong();
  }

  /** Whether a node does not answer. */
  boolean isDown(int index) {
    return downtime.isDown(index);
  }

  /** Whether a node has not answered for so long that it will not. */
  boolean isLost(int index) {
    return lostAfter != null && downtime.isDownFor(index, lostAfter);
  }
}

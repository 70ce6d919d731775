package dev.torc.hash;

/**
 * Counts requests under way: per node, by index into a placement's nodes, and in all.
 *
 * <p>They are apart from {@link BoundedLoad} because they outlive a placement: the nodes that stay
 * in the next one have their requests still under way. An implementation over counters that belong
 * to nodes, and one number in all for both placements, lets each admit and release while the other
 * does.
 *
 * <p>A request is in the total before it is in its node's count, and until after it is there: the
 * total is never less than the nodes' counts together. Whoever counts without {@link BoundedLoad}
 * keeps to that order; otherwise all nodes may look full to an admission, which then waits for the
 * total to catch up.
 *
 * <p>Implementations are safe for use by any number of threads; a change is seen by all that look
 * later. Those of {@link #of} take constant time and do not allocate.
 */
public interface LoadCounters {

  /** Requests that a node has under way now. */
  int load(int node);

  /**
   * Sets a node's count, atomically, if it is the expected one.
   *
   * @return the count found: the expected one if it was set, as {@link
   *     java.util.concurrent.atomic.AtomicInteger#compareAndExchange} does
   */
  int compareAndExchange(int node, int expected, int next);

  /** Requests under way on all nodes now, also on those of other placements that count here. */
  long total();

  /**
   * Adds to the number in all, atomically.
   *
   * @param delta may be negative
   * @return the new number
   */
  long addToTotal(long delta);

  /**
   * Counters for one placement, all 0.
   *
   * @param nodes how many there are, weight or not
   * @throws PlacementException if that is less than 0
   */
  static LoadCounters of(int nodes) {
    return new AtomicLoadCounters(nodes);
  }
}

package dev.torc.hash;

import java.util.List;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Places requests so that no node has much more of them under way than its share: a request goes to
 * its key's node unless that one is full, else to another by a rule. The key's node gets most of
 * its requests, and one hot key cannot overload it.
 *
 * <p>{@link #acquire} counts a request in, {@link #release} counts it out. Counters are atomic and
 * there is no lock: a node never has more under way than the rule allows for the number that was
 * under way when its last request was admitted. An admission looks at few nodes, whatever their
 * number, if the bound is a quarter above the share or more (Envoy's rule draws an order of all of
 * them once the key's own one is full); at worst it looks at all. Admissions to a key's own node do
 * not allocate. Safe for use by any number of threads.
 *
 * <p>Mirrokni, Thorup and Zadimoghaddam, "Consistent Hashing with Bounded Loads", 2018.
 */
public final class BoundedLoad {
  private static final int FIRST_CANDIDATES = 8;
  private static final int CANDIDATES_GROWTH = 8;

  private final Placement placement;
  private final LoadRule rule;
  private final AtomicIntegerArray loads;
  private final AtomicLong total = new AtomicLong();

  BoundedLoad(Placement placement, LoadRule rule) {
    this.placement = placement;
    this.rule = rule;
    this.loads = new AtomicIntegerArray(placement.nodes().size());
  }

  /**
   * By the paper: with <i>m</i> requests under way, the new one included, a node takes at most ⌈(1
   * + ε) × <i>m</i> × its part of the weights⌉; what it does not take goes to the next node that
   * takes over its keys.
   *
   * @param epsilon how far above its share a node may go, above 0; 0.25 is a good value
   * @throws PlacementException if epsilon is not a number above 0
   */
  public static BoundedLoad of(Placement placement, double epsilon) {
    return new BoundedLoad(placement, LoadRule.proportional(placement, epsilon));
  }

  /**
   * As HAProxy's {@code hash-balance-factor} on {@code hash-type consistent}: it deals whole slots
   * out, one more to the first ones where they do not divide evenly.
   *
   * @param given the nodes in the order they are configured in
   * @param balanceFactor in per cent, above 100
   * @throws PlacementException if the factor is not above 100, or the nodes are not the ring's
   */
  public static BoundedLoad haproxy(Ring ring, List<Node> given, int balanceFactor) {
    return new BoundedLoad(ring, new HaproxyLoadRule(ring, given, balanceFactor));
  }

  /**
   * As Envoy's {@code hash_balance_factor}: from a full node it goes to the others in an order
   * drawn from the key's hash, and if all are full, to the least full one. Envoy lets a node have
   * one request more than its slots.
   *
   * @param given the nodes in the order they are configured in
   * @param balanceFactor in per cent, at least 100
   * @throws PlacementException if the factor is less than 100, or the nodes are not the placement's
   */
  public static BoundedLoad envoy(Placement placement, List<Node> given, int balanceFactor) {
    return new BoundedLoad(placement, new EnvoyLoadRule(placement, given, balanceFactor));
  }

  /**
   * Admits a request and counts it in.
   *
   * @param hash of its key
   * @return an index into the placement's nodes, {@link Placement#NO_NODE} if no node has a weight
   */
  public int acquire(long hash) {
    int own = placement.locate(hash);
    if (own == Placement.NO_NODE) {
      return own;
    }
    long underWay = total.incrementAndGet();
    if (admit(own, rule.capacity(own, underWay))) {
      return own;
    }
    return acquireAnother(hash, own);
  }

  /** Looks at few nodes first: nearly always one of them has room. */
  private int acquireAnother(long hash, int own) {
    int most = FIRST_CANDIDATES;
    int tried = 0;
    int[] candidates = rule.candidates(placement, hash, most);
    while (true) {
      // Read anew each time: if others come and go meanwhile, the bounds move with them.
      long underWay = total.get();
      for (int i = tried; i < candidates.length; i++) {
        if (admit(candidates[i], rule.capacity(candidates[i], underWay))) {
          return candidates[i];
        }
      }
      if (candidates.length == most) {
        tried = candidates.length;
        most *= CANDIDATES_GROWTH;
        candidates = rule.candidates(placement, hash, most);
        continue;
      }
      int leastFull = rule.whenAllAreFull(own, candidates, loads, underWay);
      if (leastFull != Placement.NO_NODE) {
        loads.incrementAndGet(leastFull);
        return leastFull;
      }
      tried = 0;
      Thread.onSpinWait();
    }
  }

  /** Counts a request in if the node has room for it. */
  private boolean admit(int node, long capacity) {
    int load = loads.get(node);
    while (load < capacity) {
      int witness = loads.compareAndExchange(node, load, load + 1);
      if (witness == load) {
        return true;
      }
      load = witness;
    }
    return false;
  }

  /**
   * Counts a request out.
   *
   * @param node what {@link #acquire} gave
   * @throws IllegalStateException if the node has none under way
   */
  public void release(int node) {
    if (loads.getAndUpdate(node, load -> Math.max(0, load - 1)) == 0) {
      throw new IllegalStateException(
          "release of node " + node + ", which has no request under way");
    }
    total.decrementAndGet();
  }

  /** Requests that a node has under way now. */
  public int load(int node) {
    return loads.get(node);
  }

  /** Requests under way on all nodes now. */
  public long total() {
    return total.get();
  }
}

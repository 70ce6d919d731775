package dev.torc.hash;

import java.util.List;
import java.util.function.IntPredicate;

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
 * <p>The counters may be shared: what is under way when a placement is replaced is released through
 * the old object or the new one, and counts for both.
 *
 * <p>Mirrokni, Thorup and Zadimoghaddam, "Consistent Hashing with Bounded Loads", 2018.
 */
public final class BoundedLoad {
  private static final int FIRST_CANDIDATES = 8;
  private static final int CANDIDATES_GROWTH = 8;

  private final Placement placement;
  private final LoadRule rule;
  private final LoadCounters counters;

  BoundedLoad(Placement placement, LoadRule rule) {
    this(placement, rule, LoadCounters.of(placement.nodes().size()));
  }

  private BoundedLoad(Placement placement, LoadRule rule, LoadCounters counters) {
    this.placement = placement;
    this.rule = rule;
    this.counters = counters;
  }

  /**
   * By the paper: with <i>m</i> requests under way, the new one included, a node takes at most ⌈(1
   * + ε) × <i>m</i> × its part of the weights⌉; what it does not take goes to the next node that
   * takes over its keys. Nodes that the placement gives no keys have no part.
   *
   * @param epsilon how far above its share a node may go, above 0; 0.25 is a good value
   * @throws PlacementException if epsilon is not a number above 0
   */
  public static BoundedLoad of(Placement placement, double epsilon) {
    return of(placement, epsilon, LoadCounters.of(placement.nodes().size()));
  }

  /**
   * By the paper, with counters that may be in use already. <i>m</i> is their total, also of
   * requests to nodes that are not in this placement.
   *
   * @param epsilon how far above its share a node may go, above 0; 0.25 is a good value
   * @param counters for at least the placement's nodes
   * @throws PlacementException if epsilon is not a number above 0
   */
  public static BoundedLoad of(Placement placement, double epsilon, LoadCounters counters) {
    return new BoundedLoad(placement, new ProportionalLoadRule(placement, epsilon), counters);
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
    long underWay = counters.addToTotal(1);
    if (admit(own, rule.capacity(own, underWay))) {
      return own;
    }
    int node = Placement.NO_NODE;
    while (node == Placement.NO_NODE) {
      node = tryAll(hash, own, rule);
    }
    return node;
  }

  /**
   * Admits a request to a node that can take it now, and counts it in. Those that cannot, being
   * ejected or having failed the request before, have no weight in the bounds: the others take up
   * to ⌈(1 + ε) × <i>m</i> × their part of the weights that are left⌉, and by HAProxy's and Envoy's
   * rules the slots are dealt out among them. First it looks for room by the bounds for all nodes,
   * which are stricter; if there is none, it asks about every node that has a weight.
   *
   * @param hash of its key
   * @param usable whether a node, by index into the placement's, can take the request. It may
   *     change its mind; the node admitted to is one it last said yes to
   * @return an index into the placement's nodes, {@link Placement#NO_NODE} if no node with a weight
   *     is usable; then nothing is counted, nor if {@code usable} throws
   */
  public int acquire(long hash, IntPredicate usable) {
    int own = placement.locate(hash);
    if (own == Placement.NO_NODE) {
      return own;
    }
    long underWay = counters.addToTotal(1);
    int node = Placement.NO_NODE;
    try {
      node =
          usable.test(own) && admit(own, rule.capacity(own, underWay))
              ? own
              : acquireUsable(hash, own, usable);
    } finally {
      if (node == Placement.NO_NODE) {
        counters.addToTotal(-1);
      }
    }
    return node;
  }

  private int acquireUsable(long hash, int own, IntPredicate usable) {
    long underWay = counters.total();
    for (int candidate : rule.candidates(placement, hash, FIRST_CANDIDATES)) {
      if (usable.test(candidate) && admit(candidate, rule.capacity(candidate, underWay))) {
        return candidate;
      }
    }
    // With enough nodes left out, those that are left are full for ever by the bounds for all.
    while (true) {
      LoadRule scaled = rule.among(usable);
      if (scaled == null) {
        return Placement.NO_NODE;
      }
      int node = tryAll(hash, own, scaled);
      if (node != Placement.NO_NODE) {
        return node;
      }
    }
  }

  /**
   * Looks at few nodes first: nearly always one of them has room. If none has, others came and went
   * meanwhile, and it is to be tried again.
   */
  private int tryAll(long hash, int own, LoadRule bounds) {
    int tried = 0;
    int most = FIRST_CANDIDATES;
    while (true) {
      int[] candidates = bounds.candidates(placement, hash, most);
      // Read anew each time: if others come and go meanwhile, the bounds move with them.
      long underWay = counters.total();
      for (int i = tried; i < candidates.length; i++) {
        if (admit(candidates[i], bounds.capacity(candidates[i], underWay))) {
          return candidates[i];
        }
      }
      if (candidates.length != most) {
        return tryFullOnes(own, candidates, bounds, underWay);
      }
      tried = candidates.length;
      most *= CANDIDATES_GROWTH;
    }
  }

  private int tryFullOnes(int own, int[] candidates, LoadRule bounds, long underWay) {
    int leastFull = bounds.whenAllAreFull(own, candidates, counters, underWay);
    if (leastFull != Placement.NO_NODE && admit(leastFull, Integer.MAX_VALUE)) {
      return leastFull;
    }
    Thread.onSpinWait();
    return Placement.NO_NODE;
  }

  /** Counts a request in if the node has room for it. */
  private boolean admit(int node, long capacity) {
    int load = counters.load(node);
    while (load < capacity) {
      int witness = counters.compareAndExchange(node, load, load + 1);
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
    int load = counters.load(node);
    while (load > 0) {
      int witness = counters.compareAndExchange(node, load, load - 1);
      if (witness == load) {
        counters.addToTotal(-1);
        return;
      }
      load = witness;
    }
    throw new IllegalStateException("release of node " + node + ", which has no request under way");
  }

  /** Requests that a node has under way now. */
  public int load(int node) {
    return counters.load(node);
  }

  /** Requests under way on all nodes now. */
  public long total() {
    return counters.total();
  }
}

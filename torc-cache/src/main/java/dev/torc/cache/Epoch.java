package dev.torc.cache;

import dev.torc.cache.coordination.ClusterState;
import dev.torc.cache.coordination.Layer;
import dev.torc.cache.coordination.Member;
import dev.torc.cache.coordination.Topology;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One state of the cache's topology: who the nodes are, and which keys they own. While a change of
 * the ring is made, every move that it commits gives another epoch.
 *
 * <p>Immutable, and safe for use by any number of threads.
 */
public final class Epoch {
  private final Topology topology;
  private final int pointsPerNode;
  private final List<CacheNode> nodes;
  private volatile double @Nullable [] shares;

  private Epoch(Topology topology, Layer top) {
    this.topology = topology;
    this.pointsPerNode = top.pointsPerNode();
    Map<Integer, Integer> weights = new HashMap<>();
    top.weights().forEach(weight -> weights.put(weight.node(), weight.weight()));
    this.nodes =
        topology.members().stream()
            .map(member -> node(member, weights.getOrDefault(member.index(), 0)))
            .toList();
  }

  /** The epoch of a state: the former one if nobody could tell the difference. */
  static Epoch of(ClusterState state, Topology topology, @Nullable Epoch former) {
    Epoch epoch = new Epoch(topology, state.top());
    return former != null
            && former.number() == epoch.number()
            && former.nodes.equals(epoch.nodes)
            && former.pointsPerNode == epoch.pointsPerNode
        ? former
        : epoch;
  }

  static CacheNode node(Member member, int weight) {
    return new CacheNode(
        member.index(),
        member.name(),
        InetSocketAddress.createUnresolved(member.address().host(), member.address().port()),
        weight);
  }

  /** Counts up with every change of who owns what. */
  public long number() {
    return topology.epoch();
  }

  /**
   * The nodes, by index; also those that get their first keys, or give their last away. Weights are
   * those that shall be when a change has been made.
   */
  public List<CacheNode> nodes() {
    return nodes;
  }

  /** The node that owns a key. */
  public CacheNode ownerOf(byte[] key) {
    Member owner = topology.route(topology.keyHash().hash(key)).node();
    return nodes.get(topology.members().indexOf(owner));
  }

  /**
   * The part of all keys that each node owns, by position in {@link #nodes}, 0 to 1. Worked out
   * when it is first asked for.
   */
  public double[] shares() {
    double[] known = shares;
    if (known == null) {
      known = topology.shares();
      shares = known;
    }
    return known.clone();
  }

  /** Points on the ring per unit of weight. */
  public int pointsPerNode() {
    return pointsPerNode;
  }

  /** The points of all nodes together. */
  public int points() {
    return topology.ring().points();
  }

  @Override
  public String toString() {
    return "Epoch[" + number() + ", " + nodes + "]";
  }
}

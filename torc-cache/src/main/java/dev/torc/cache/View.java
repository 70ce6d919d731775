package dev.torc.cache;

import dev.torc.cache.coordination.Change;
import dev.torc.cache.coordination.ClusterState;
import dev.torc.cache.coordination.Member;
import dev.torc.cache.coordination.Move;
import dev.torc.cache.coordination.Pair;
import dev.torc.cache.coordination.Phase;
import dev.torc.cache.coordination.Topology;
import dev.torc.cache.internal.InternalKeys;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** How a state of the cluster looks to the lanes: immutable, and made once for all of them. */
final class View {
  private final boolean tracking;
  private final Topology topology;
  private final Epoch epoch;
  private final @Nullable InternalKeys internalKeys;
  private final @Nullable CacheNode[] byIndex;
  private final Map<Integer, String> incarnations = new HashMap<>();
  private final Set<Pair> held = new HashSet<>();
  private final Set<Pair> tracked = new HashSet<>();
  private final Set<Integer> givenUp = new HashSet<>();
  private final Map<Integer, List<byte[]>> internal = new HashMap<>();

  /**
   * The view of a state.
   *
   * @param former the view before it, {@code null} for the first
   * @param tracking whether writes are recorded where they should
   */
  View(ClusterState state, @Nullable View former, boolean tracking) {
    this.tracking = tracking;
    this.topology = Topology.of(state, former == null ? null : former.topology);
    this.epoch = Epoch.of(state, topology, former == null ? null : former.epoch);
    Change active = state.active();
    this.internalKeys = active == null ? null : new InternalKeys(state.cluster(), active.id());
    int most = epoch.nodes().stream().mapToInt(CacheNode::index).max().orElse(-1);
    this.byIndex = new CacheNode[most + 1];
    epoch.nodes().forEach(node -> byIndex[node.index()] = node);
    for (Member member : state.members()) {
      if (member.incarnation() != null) {
        incarnations.put(member.index(), member.incarnation());
      }
    }
    if (active != null && internalKeys != null) {
      Set<Integer> landings = new HashSet<>();
      for (Move move : active.moves()) {
        on(move.from()).add(internalKeys.written(move.pair()));
        on(move.from()).add(internalKeys.round(move.pair()));
        if (landings.add(move.to())) {
          on(move.to()).add(internalKeys.landing());
        }
        Phase phase = move.step().phase();
        if (phase == Phase.HELD) {
          held.add(move.pair());
        }
        if (phase != Phase.DIRECT) {
          tracked.add(move.pair());
        }
        if (move.lost() && (phase == Phase.HELD || phase == Phase.MOVED)) {
          givenUp.add(move.from());
        }
      }
    }
  }

  private List<byte[]> on(int node) {
    return internal.computeIfAbsent(
        node, none -> new ArrayList<>(List.of(InternalKeys.emptiedFor())));
  }

  /** The cache's own keys that may lie on a node. */
  List<byte[]> internalKeysOn(int node) {
    return internal.getOrDefault(node, List.of(InternalKeys.emptiedFor()));
  }

  Topology topology() {
    return topology;
  }

  Epoch epoch() {
    return epoch;
  }

  /** Where writes are recorded, {@code null} if they are not. */
  @Nullable InternalKeys records() {
    return tracking ? internalKeys : null;
  }

  CacheNode node(int index) {
    CacheNode node = index < byIndex.length ? byIndex[index] : null;
    if (node == null) {
      throw new IllegalArgumentException(
          "node " + index + " (expected: " + Arrays.toString(byIndex) + ")");
    }
    return node;
  }

  /** The server that is the node, {@code null} if whoever is met first is. */
  @Nullable String incarnation(int index) {
    return incarnations.get(index);
  }

  boolean isHeld(Pair move) {
    return held.contains(move);
  }

  /** Whether writes of a move are recorded, or were until it was committed. */
  boolean isTracked(Pair move) {
    return tracked.contains(move);
  }

  /** Whether nothing is to be asked of a node any more. */
  boolean isGivenUp(int node) {
    return givenUp.contains(node);
  }
}

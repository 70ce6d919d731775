package dev.torc.gateway;

import dev.torc.cache.coordination.ClusterState;
import dev.torc.cache.coordination.Declared;
import dev.torc.cache.coordination.Layer;
import dev.torc.cache.coordination.Member;
import dev.torc.config.HostPort;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/**
 * What is to be done for a ring to follow a configuration: what differs between the one that it
 * followed last and the new one. What neither names stays, such as nodes that were added by
 * command.
 *
 * @param start how many nodes to start
 * @param add nodes that somebody else runs
 * @param remove indexes of nodes to take away
 * @param weights new ones of nodes that are there
 * @param vnodes points per unit of weight, {@code null} to leave them
 * @param readdress by index, where nodes listen now
 */
record RingEdit(
    int start,
    List<Declared.Listed> add,
    List<Integer> remove,
    List<Layer.Weight> weights,
    @Nullable Integer vnodes,
    Map<Integer, HostPort> readdress) {

  /** One node more, started by the gateway. */
  static RingEdit startOne() {
    return new RingEdit(1, List.of(), List.of(), List.of(), null, Map.of());
  }

  /** Some nodes less. */
  static RingEdit removal(List<Integer> nodes) {
    return new RingEdit(0, List.of(), List.copyOf(nodes), List.of(), null, Map.of());
  }

  /** The same, but that only some of the nodes go. */
  RingEdit removing(List<Integer> some) {
    return new RingEdit(start, add, List.copyOf(some), weights, vnodes, readdress);
  }

  /** Whether the ring stays as it is; a node may still have another address. */
  boolean leavesRing() {
    return start == 0 && add.isEmpty() && remove.isEmpty() && weights.isEmpty() && vnodes == null;
  }

  /** What a ring says, as if a configuration had said it. */
  static Declared of(ClusterState state, IntPredicate startedHere) {
    int started = 0;
    List<Layer.Weight> weights = new ArrayList<>();
    List<Declared.Listed> nodes = new ArrayList<>();
    for (Layer.Weight weight : state.top().weights()) {
      Member member = member(state, weight.node());
      if (startedHere.test(weight.node())) {
        started++;
        weights.add(weight);
      } else {
        nodes.add(new Declared.Listed(member.name(), member.address(), weight.weight()));
      }
    }
    return new Declared(state.top().pointsPerNode(), started, weights, nodes);
  }

  private static Member member(ClusterState state, int index) {
    return Objects.requireNonNull(state.member(index), () -> "node " + index);
  }

  /**
   * What leads from one configuration to another.
   *
   * @param former the one that the ring followed last
   * @param next the one to follow
   * @param state while no change is made
   * @param startedHere whether the gateway has started a node, by index
   */
  static RingEdit between(
      Declared former, Declared next, ClusterState state, IntPredicate startedHere) {
    return new Comparison(former, next, state).edit(startedHere);
  }

  /** The weight that a configuration gives a node that the gateway starts. */
  static int weightOf(Declared declared, int index) {
    return declared.weights().stream()
        .filter(weight -> weight.node() == index)
        .map(Layer.Weight::weight)
        .findFirst()
        .orElse(1);
  }

  /** The steps of one comparison. */
  private static final class Comparison {
    private final Declared former;
    private final Declared next;
    private final int livePoints;
    private final Map<Integer, Integer> live = new LinkedHashMap<>();
    private final Map<String, Member> byName = new LinkedHashMap<>();
    private final List<Declared.Listed> add = new ArrayList<>();
    private final List<Integer> remove = new ArrayList<>();
    private final Map<Integer, Integer> weights = new LinkedHashMap<>();
    private final Map<Integer, HostPort> readdress = new LinkedHashMap<>();

    Comparison(Declared former, Declared next, ClusterState state) {
      this.former = former;
      this.next = next;
      this.livePoints = state.top().pointsPerNode();
      for (Layer.Weight weight : state.top().weights()) {
        live.put(weight.node(), weight.weight());
        Member member = member(state, weight.node());
        byName.put(member.name(), member);
      }
    }

    RingEdit edit(IntPredicate startedHere) {
      int start = compareStarted(startedHere);
      compareListed();
      boolean samePoints =
          former.pointsPerNode() == next.pointsPerNode() || next.pointsPerNode() == livePoints;
      return new RingEdit(
          start,
          List.copyOf(add),
          List.copyOf(remove),
          weights.entrySet().stream()
              .filter(entry -> !remove.contains(entry.getKey()))
              .filter(entry -> !entry.getValue().equals(live.get(entry.getKey())))
              .map(entry -> new Layer.Weight(entry.getKey(), entry.getValue()))
              .toList(),
          samePoints ? null : (Integer) next.pointsPerNode(),
          Map.copyOf(readdress));
    }

    /** How many to start; those that go are the ones that came last. */
    private int compareStarted(IntPredicate startedHere) {
      List<Integer> started = live.keySet().stream().filter(startedHere::test).sorted().toList();
      for (int index : started) {
        int wanted = weightOf(next, index);
        if (wanted != weightOf(former, index)) {
          weights.put(index, wanted);
        }
      }
      if (former.started() == next.started()) {
        return 0;
      }
      for (int i = next.started(); i < started.size(); i++) {
        remove.add(started.get(i));
      }
      return Math.max(0, next.started() - started.size());
    }

    private void compareListed() {
      Map<String, Declared.Listed> before = new LinkedHashMap<>();
      former.nodes().forEach(node -> before.put(node.name(), node));
      for (Declared.Listed node : next.nodes()) {
        Declared.Listed old = before.remove(node.name());
        if (!node.equals(old)) {
          compare(old, node);
        }
      }
      for (String gone : before.keySet()) {
        Member member = byName.get(gone);
        if (member != null) {
          remove.add(member.index());
        }
      }
    }

    private void compare(Declared.@Nullable Listed old, Declared.Listed node) {
      Member member = byName.get(node.name());
      if (member == null) {
        // Somebody may have added it by command, under another name.
        boolean isThere =
            byName.values().stream().anyMatch(other -> other.address().equals(node.address()));
        if (!isThere && old == null) {
          add.add(node);
        }
        return;
      }
      if (!member.address().equals(node.address())) {
        readdress.put(member.index(), node.address());
      }
      if (old == null || old.weight() != node.weight()) {
        weights.put(member.index(), node.weight());
      }
    }
  }
}

package dev.torc.cache.coordination;

import static dev.torc.cache.coordination.ChangeException.impossible;
import static dev.torc.cache.coordination.ChangeException.unknown;

import dev.torc.hash.Ring;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Who the nodes are and by which ring keys shall be placed, after changes that wait. */
record Plan(List<Member> members, Layer ring) {

  /** As it will be when the active change has been made. */
  static Plan of(ClusterState state) {
    return new Plan(state.members(), state.top());
  }

  /** As it will be when all changes have been made. */
  static Plan after(ClusterState state) {
    Plan plan = of(state);
    for (Change change : state.changes()) {
      if (change.status() == Change.Status.QUEUED) {
        plan = plan.with(change.request());
      }
    }
    return plan;
  }

  /**
   * After one more change.
   *
   * @throws ChangeException if it names nodes that are not there, or adds those that are
   */
  Plan with(ChangeRequest request) {
    Map<Integer, Integer> weights = new LinkedHashMap<>();
    ring.weights().forEach(weight -> weights.put(weight.node(), weight.weight()));
    List<Member> nodes = new ArrayList<>(members);
    for (Member node : request.add()) {
      checkNew(node, nodes);
      nodes.add(node);
      weights.put(node.index(), 1);
    }
    for (int index : request.remove()) {
      // A change that failed may have left keys on a node that is on this ring no more.
      if (weights.remove(index) == null && nodes.stream().noneMatch(n -> n.index() == index)) {
        throw unknown("remove: node " + index + " (expected: one of " + names() + ")");
      }
    }
    for (Layer.Weight weight : request.weights()) {
      if (!weights.containsKey(weight.node())) {
        throw unknown("weight: node " + weight.node() + " (expected: one of " + names() + ")");
      }
      weights.put(weight.node(), weight.weight());
    }
    int points = request.pointsPerNode() == null ? ring.pointsPerNode() : request.pointsPerNode();
    long total = points * weights.values().stream().mapToLong(Integer::longValue).sum();
    if (total > Ring.MAX_POINTS) {
      throw impossible(
          "vnodes times the sum of weights: "
              + total
              + " (expected: at most "
              + Ring.MAX_POINTS
              + ")");
    }
    nodes.sort(Comparator.comparingInt(Member::index));
    return new Plan(
        List.copyOf(nodes),
        new Layer(
            points,
            weights.entrySet().stream()
                .map(entry -> new Layer.Weight(entry.getKey(), entry.getValue()))
                .toList(),
            List.of()));
  }

  private static void checkNew(Member node, List<Member> nodes) {
    for (Member other : nodes) {
      if (other.index() == node.index()
          || other.name().equals(node.name())
          || other.address().equals(node.address())) {
        throw impossible(
            "add: "
                + node.name()
                + " at "
                + node.address()
                + " (expected: another name and address than node "
                + other.index()
                + ", "
                + other.name()
                + " at "
                + other.address()
                + ")");
      }
    }
  }

  private List<Integer> names() {
    return ring.weights().stream().map(Layer.Weight::node).toList();
  }
}

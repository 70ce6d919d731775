package dev.torc.cache.coordination;

import dev.torc.config.Default;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What is to be different: one change of the ring, whatever it names. It says only what changes, so
 * that it means the same after the changes before it.
 *
 * @param add nodes to add; their indexes are reserved
 * @param remove indexes of nodes to take away
 * @param lost whether the removed nodes are given up with their keys; else their keys are copied
 * @param weights new weights, of nodes that are there or are added
 * @param pointsPerNode points per unit of weight, {@code null} to leave them
 * @param force whether to go on although a node may have no room for what it gets
 */
public record ChangeRequest(
    @Default("[]") List<Member> add,
    @Default("[]") List<Integer> remove,
    @Default("false") boolean lost,
    @Default("[]") List<Layer.Weight> weights,
    @Nullable Integer pointsPerNode,
    @Default("false") boolean force) {

  /**
   * Copies the lists.
   *
   * @throws IllegalArgumentException if it changes nothing, or a value is out of range
   */
  public ChangeRequest {
    add = List.copyOf(add);
    remove = List.copyOf(remove);
    weights = List.copyOf(weights);
    if (add.isEmpty() && remove.isEmpty() && weights.isEmpty() && pointsPerNode == null) {
      throw new IllegalArgumentException(
          "no change (expected: nodes to add or remove, weights, or points per node)");
    }
    if (pointsPerNode != null && pointsPerNode < 1) {
      throw new IllegalArgumentException(
          "pointsPerNode: " + pointsPerNode + " (expected: at least 1)");
    }
    for (Layer.Weight weight : weights) {
      if (weight.weight() < 0) {
        throw new IllegalArgumentException(
            "weight of node " + weight.node() + ": " + weight.weight() + " (expected: 0 or more)");
      }
    }
    if (lost && remove.isEmpty()) {
      throw new IllegalArgumentException("lost without a node to remove (expected: one)");
    }
  }

  /** Adds a node with a weight. */
  public static ChangeRequest add(Member node, int weight) {
    return new ChangeRequest(
        List.of(node),
        List.of(),
        false,
        List.of(new Layer.Weight(node.index(), weight)),
        null,
        false);
  }

  /** Takes nodes away after their keys were copied. */
  public static ChangeRequest remove(Integer... nodes) {
    return new ChangeRequest(List.of(), List.of(nodes), false, List.of(), null, false);
  }

  /** Takes away a node that is gone, and gives up its keys. */
  public static ChangeRequest lost(int node) {
    return new ChangeRequest(List.of(), List.of(node), true, List.of(), null, false);
  }

  /** Gives a node another weight. */
  public static ChangeRequest weight(int node, int weight) {
    return new ChangeRequest(
        List.of(), List.of(), false, List.of(new Layer.Weight(node, weight)), null, false);
  }

  /** Gives all nodes another number of points. */
  public static ChangeRequest points(int pointsPerNode) {
    return new ChangeRequest(List.of(), List.of(), false, List.of(), pointsPerNode, false);
  }

  /** The same, also if a node may have no room for what it gets. */
  public ChangeRequest forced() {
    return new ChangeRequest(add, remove, lost, weights, pointsPerNode, true);
  }

  /** What it does, in words. */
  public String description() {
    return description(Set.of());
  }

  /**
   * What it does, in words.
   *
   * @param unstarted indexes of nodes to add that have no address yet
   */
  public String description(Set<Integer> unstarted) {
    List<String> parts = new ArrayList<>();
    for (Member node : add) {
      String address = unstarted.contains(node.index()) ? "" : " (" + node.address() + ")";
      parts.add("add node " + node.index() + address);
    }
    for (int node : remove) {
      parts.add((lost ? "give up node " : "remove node ") + node);
    }
    for (Layer.Weight weight : weights) {
      boolean told = weight.weight() == 1 && add.stream().anyMatch(n -> n.index() == weight.node());
      if (!told) {
        parts.add("weight of node " + weight.node() + " to " + weight.weight());
      }
    }
    if (pointsPerNode != null) {
      parts.add("vnodes to " + pointsPerNode);
    }
    return String.join(", ", parts);
  }
}

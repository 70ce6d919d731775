package dev.torc.cache;

import dev.torc.hash.Placement;
import dev.torc.hash.Ring;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * One immutable state of the cache's topology: every request is placed by exactly one.
 *
 * @param number counts up with every change
 * @param ring places keys; its nodes and {@link #nodes} correspond by position
 * @param nodes in the ring's order
 */
public record Epoch(long number, Ring ring, List<CacheNode> nodes) {

  /** Copies the list. */
  public Epoch {
    nodes = List.copyOf(nodes);
  }

  /**
   * The first epoch over some nodes.
   *
   * @throws IllegalArgumentException if there is no node with a weight, or an index or a name
   *     occurs twice
   */
  static Epoch first(List<CacheNode> nodes, int pointsPerNode) {
    long indexes = nodes.stream().mapToInt(CacheNode::index).distinct().count();
    if (indexes < nodes.size()) {
      throw new IllegalArgumentException("nodes: " + nodes + " (expected: each index once)");
    }
    Ring ring = Ring.of(nodes.stream().map(CacheNode::onRing).toList(), pointsPerNode);
    if (ring.points() == 0) {
      throw new IllegalArgumentException(
          "nodes: " + nodes + " (expected: at least one with a weight above 0)");
    }
    CacheNode[] byRing = new CacheNode[nodes.size()];
    for (CacheNode node : nodes) {
      byRing[ring.nodes().indexOf(node.onRing())] = node;
    }
    return new Epoch(1, ring, Arrays.asList(byRing));
  }

  /** The position of a key's node in {@link #nodes}. */
  int positionOf(byte[] key) {
    int position = ring.locate(ring.keyHash().hash(key));
    assert position != Placement.NO_NODE : "an epoch has a node with points";
    return position;
  }

  /** The node that owns a key. */
  public CacheNode ownerOf(byte[] key) {
    return nodes.get(positionOf(key));
  }

  /** The nodes by index: the order in which people see them. */
  public List<CacheNode> nodesByIndex() {
    return nodes.stream().sorted(Comparator.comparingInt(CacheNode::index)).toList();
  }
}

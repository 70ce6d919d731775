package dev.torc.hash;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;

/** The ring over sorted {@link Points}, looked up by binary search. */
final class PointRing implements Ring {
  private final List<Node> nodes;
  private final int pointsPerNode;
  private final KeyHash keyHash;
  private final Points points;

  /** Nodes with points: what {@link #locate(long, int[])} can find at most. */
  private final int reachableNodes;

  private PointRing(List<Node> nodes, int pointsPerNode, KeyHash keyHash, Points points) {
    this.nodes = List.copyOf(nodes);
    this.pointsPerNode = pointsPerNode;
    this.keyHash = keyHash;
    this.points = points;
    this.reachableNodes = (int) nodes.stream().filter(node -> node.weight() > 0).count();
  }

  static PointRing of(Collection<Node> nodes, int pointsPerNode, KeyHash keyHash) {
    if (pointsPerNode < 1) {
      throw new PlacementException(
          "pointsPerNode: " + pointsPerNode + " (expected: at least 1 per unit of weight)");
    }
    List<Node> sorted = new ArrayList<>(nodes);
    sorted.sort(Node.BY_NAME);
    for (int i = 1; i < sorted.size(); i++) {
      if (sorted.get(i).name().equals(sorted.get(i - 1).name())) {
        throw duplicate(sorted.get(i).name());
      }
    }
    checkPoints(sorted, pointsPerNode);
    return new PointRing(sorted, pointsPerNode, keyHash, Points.of(sorted, pointsPerNode));
  }

  @Override
  public List<Node> nodes() {
    return nodes;
  }

  @Override
  public KeyHash keyHash() {
    return keyHash;
  }

  @Override
  public int pointsPerNode() {
    return pointsPerNode;
  }

  @Override
  public int points() {
    return points.size();
  }

  @Override
  public int locate(long hash) {
    return points.size() == 0 ? NO_NODE : points.owner(points.indexOf(hash));
  }

  @Override
  public int locate(long hash, int[] distinct) {
    int wanted = Math.min(distinct.length, reachableNodes);
    if (wanted == 0) {
      return 0;
    }
    int found = 0;
    int index = points.indexOf(hash);
    while (found < wanted) {
      int owner = points.owner(index);
      if (!contains(distinct, found, owner)) {
        distinct[found++] = owner;
      }
      index = index + 1 == points.size() ? 0 : index + 1;
    }
    return found;
  }

  private static boolean contains(int[] values, int length, int value) {
    for (int i = 0; i < length; i++) {
      if (values[i] == value) {
        return true;
      }
    }
    return false;
  }

  @Override
  public double[] shares() {
    return points.shares(nodes.size());
  }

  @Override
  public PointRing add(Node node) {
    int search = Collections.binarySearch(nodes, node, Node.BY_NAME);
    if (search >= 0) {
      throw duplicate(node.name());
    }
    int index = -search - 1;
    List<Node> more = new ArrayList<>(nodes);
    more.add(index, node);
    checkPoints(more, pointsPerNode);
    Points others = points.shiftOwnersFrom(index);
    return new PointRing(
        more, pointsPerNode, keyHash, others.merge(Points.of(node, pointsPerNode, index)));
  }

  @Override
  public PointRing remove(String name) {
    int index = indexOf(name);
    List<Node> fewer = new ArrayList<>(nodes);
    fewer.remove(index);
    return new PointRing(fewer, pointsPerNode, keyHash, points.without(index));
  }

  @Override
  public PointRing reweight(String name, int weight) {
    return remove(name).add(new Node(name, weight));
  }

  private int indexOf(String name) {
    for (int i = 0; i < nodes.size(); i++) {
      if (nodes.get(i).name().equals(name)) {
        return i;
      }
    }
    throw new PlacementException("node: \"" + name + "\" (expected: the name of one in the ring)");
  }

  private static void checkPoints(List<Node> nodes, int pointsPerNode) {
    long total = 0;
    for (Node node : nodes) {
      total += (long) pointsPerNode * node.weight();
      if (total > MAX_POINTS) {
        throw new PlacementException(
            "points of "
                + node.name()
                + " with weight "
                + node.weight()
                + ": "
                + (long) pointsPerNode * node.weight()
                + ", "
                + total
                + " with the nodes before it (expected: at most "
                + MAX_POINTS
                + " in the whole ring; lower the weights or the points per node)");
      }
    }
  }

  private static PlacementException duplicate(String name) {
    return new PlacementException("node: \"" + name + "\" twice (expected: each name once)");
  }

  @Override
  public String toString() {
    return "Ring[" + nodes.size() + " nodes, " + points.size() + " points]";
  }
}

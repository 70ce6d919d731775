package dev.torc.hash;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Lists of nodes of distinct names, and indexes into them. */
final class NodeSet {
  private NodeSet() {}

  /**
   * The nodes in the order of their names.
   *
   * @throws PlacementException if a name occurs twice
   */
  static List<Node> sorted(Collection<Node> nodes) {
    checkDistinct(nodes);
    return nodes.stream().sorted(Node.BY_NAME).toList();
  }

  /** Throws a {@link PlacementException} if a name occurs twice. */
  static void checkDistinct(Collection<Node> nodes) {
    Set<String> names = new HashSet<>();
    for (Node node : nodes) {
      if (!names.add(node.name())) {
        throw duplicate(node.name());
      }
    }
  }

  /** The sorted nodes and another one, sorted. */
  static List<Node> with(List<Node> nodes, Node node) {
    List<Node> more = new ArrayList<>(nodes);
    more.add(node);
    return sorted(more);
  }

  /**
   * The nodes but for one.
   *
   * @throws PlacementException if there is none of that name
   */
  static List<Node> without(List<Node> nodes, String name) {
    List<Node> fewer = new ArrayList<>(nodes);
    fewer.remove(checkedIndexOf(nodes, name));
    return List.copyOf(fewer);
  }

  /** The index of the node of a name, -1 if there is none. */
  static int indexOf(List<Node> nodes, String name) {
    for (int i = 0; i < nodes.size(); i++) {
      if (nodes.get(i).name().equals(name)) {
        return i;
      }
    }
    return -1;
  }

  /**
   * The index of the node of a name.
   *
   * @throws PlacementException if there is none
   */
  static int checkedIndexOf(List<Node> nodes, String name) {
    int index = indexOf(nodes, name);
    if (index < 0) {
      throw new PlacementException(
          "node: \"" + name + "\" (expected: the name of one in the placement)");
    }
    return index;
  }

  static PlacementException duplicate(String name) {
    return new PlacementException("node: \"" + name + "\" twice (expected: each name once)");
  }

  /** Whether a value is among the first {@code length} of an array. */
  static boolean contains(int[] values, int length, int value) {
    for (int i = 0; i < length; i++) {
      if (values[i] == value) {
        return true;
      }
    }
    return false;
  }
}

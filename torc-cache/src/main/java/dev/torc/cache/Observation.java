package dev.torc.cache;

import java.util.ArrayList;
import java.util.List;

/**
 * What is known of all nodes at one moment.
 *
 * @param nodes by index
 */
public record Observation(List<NodeStatus> nodes) {

  /** Copies the list. */
  public Observation {
    nodes = List.copyOf(nodes);
  }

  /** The same with another status of one node. */
  Observation with(NodeStatus status) {
    List<NodeStatus> changed = new ArrayList<>(nodes);
    changed.replaceAll(old -> old.node().equals(status.node()) ? status : old);
    return new Observation(changed);
  }

  /** How many nodes are not down. */
  public int available() {
    return (int) nodes.stream().filter(NodeStatus::available).count();
  }
}

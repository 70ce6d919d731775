package dev.torc.cache;

import java.util.List;
import org.jspecify.annotations.Nullable;

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

  /** What is known of a node by its index, {@code null} if it is not (yet) observed. */
  public @Nullable NodeStatus of(int index) {
    for (NodeStatus status : nodes) {
      if (status.node().index() == index) {
        return status;
      }
    }
    return null;
  }

  /** How many nodes are not down. */
  public int available() {
    return (int) nodes.stream().filter(NodeStatus::available).count();
  }
}

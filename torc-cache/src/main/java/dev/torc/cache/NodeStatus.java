package dev.torc.cache;

import org.jspecify.annotations.Nullable;

/**
 * What is known of a node; a poll gives a new one. The figures of a node that is not up are those
 * of its last answer.
 *
 * @param node the node
 * @param state by consecutive results
 * @param failures polls that failed in a row, 0 if the last one was answered
 * @param info its last answer, {@code null} if it never gave one
 */
public record NodeStatus(CacheNode node, NodeState state, int failures, @Nullable NodeInfo info) {

  /** Polls that fail in a row until a node is down. */
  static final int DOWN_AFTER = 3;

  /** A node that was not polled yet: not known to be up, not known to be down. */
  static NodeStatus unknown(CacheNode node) {
    return new NodeStatus(node, NodeState.SUSPECT, 0, null);
  }

  /** The same of a node that has another weight. */
  NodeStatus of(CacheNode changed) {
    return new NodeStatus(changed, state, failures, info);
  }

  /** After a poll that was answered. */
  NodeStatus answered(NodeInfo answer) {
    return new NodeStatus(node, NodeState.UP, 0, answer);
  }

  /**
   * After a poll that failed. A node that never answered has nothing to its credit and is down at
   * once.
   */
  NodeStatus failed() {
    int inARow = failures + 1;
    boolean down = info == null || inARow >= DOWN_AFTER;
    return new NodeStatus(node, down ? NodeState.DOWN : NodeState.SUSPECT, inARow, info);
  }

  /** Whether it may answer: it is not down. */
  public boolean available() {
    return state != NodeState.DOWN;
  }

  /** Keys stored on the node at its last answer, 0 if it never gave one. */
  public long keys() {
    return info == null ? 0 : info.keys();
  }
}

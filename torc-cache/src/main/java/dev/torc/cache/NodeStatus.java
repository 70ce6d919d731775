package dev.torc.cache;

import org.jspecify.annotations.Nullable;

/**
 * What is known of a node; a poll gives a new one. The figures of a node that is not up are those
 * of its last answer.
 *
 * @param node the node
 * @param state by consecutive results
 * @param failures polls that failed in a row, 0 if the last one was answered
 * @param missing answers in a row until a node that was down is up again, 0 if it was not
 * @param info its last answer, {@code null} if it never gave one
 */
public record NodeStatus(
    CacheNode node, NodeState state, int failures, int missing, @Nullable NodeInfo info) {

  /** A node that was not polled yet: not known to be up, not known to be down. */
  public static NodeStatus unknown(CacheNode node) {
    return new NodeStatus(node, NodeState.SUSPECT, 0, 0, null);
  }

  /** The same of a node that has another weight. */
  NodeStatus of(CacheNode changed) {
    return new NodeStatus(changed, state, failures, missing, info);
  }

  /** After a poll that was answered. */
  NodeStatus answered(NodeInfo answer) {
    int left = Math.max(0, missing - 1);
    return new NodeStatus(node, left == 0 ? NodeState.UP : NodeState.SUSPECT, 0, left, answer);
  }

  /**
   * After a poll that failed. A node that never answered has nothing to its credit and is down at
   * once, and so is one that was down lately.
   */
  NodeStatus failed(ObserverSettings settings) {
    int inARow = failures + 1;
    boolean down = info == null || missing > 0 || inARow >= settings.downAfter();
    return down
        ? new NodeStatus(node, NodeState.DOWN, inARow, settings.upAfter(), info)
        : new NodeStatus(node, NodeState.SUSPECT, inARow, 0, info);
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

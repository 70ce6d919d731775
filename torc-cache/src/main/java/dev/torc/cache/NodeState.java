package dev.torc.cache;

/** What consecutive polls say of a node. */
public enum NodeState {
  /** The last poll was answered, or the last few after it was down. */
  UP,
  /**
   * The last poll failed, but not enough of them in a row to call the node down; or it was down and
   * has not been answering for long enough.
   */
  SUSPECT,
  /** Several polls in a row failed. */
  DOWN
}

package dev.torc.cache;

/** What consecutive polls say of a node. */
public enum NodeState {
  /** The last poll was answered. */
  UP,
  /** The last poll failed, but not enough of them in a row to call the node down. */
  SUSPECT,
  /** Several polls in a row failed. */
  DOWN
}

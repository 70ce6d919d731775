package dev.torc.cache;

/**
 * What becomes of a server that was started anew, or is another one than the one that served as a
 * node before: what it holds may be older than what the cache has answered.
 */
public enum RestartedNodes {
  /** It is emptied before it serves: its keys are misses, and no value comes back from the past. */
  EMPTIED,
  /**
   * It serves what it holds. Right for servers that write every command to disk before they answer,
   * and for primaries with replicas, whose failover is theirs.
   */
  TRUSTED
}

package dev.torc.cache.coordination;

/** Who asked for a change of the ring. */
public enum Origin {
  /** Somebody, by a command, the admin API or the library. */
  COMMAND,
  /** An edit of the configuration file. */
  FILE,
  /** Nodes that are found rather than listed. */
  DISCOVERY,
  /** The number of nodes follows what they hold. */
  AUTOSCALER
}

package dev.torc.cache.coordination;

/** What a gateway does with the keys of a move. */
public enum Phase {
  /** Operations go to the source. */
  DIRECT,
  /** Operations go to the source; each write is recorded there in the same transaction. */
  TRACKED,
  /** As {@link #TRACKED}, and writes are delayed because they outrun the copy. */
  SLOWED,
  /** Operations wait in the gateway. */
  HELD,
  /** Operations go to the destination. */
  MOVED
}

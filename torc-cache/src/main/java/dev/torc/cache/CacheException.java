package dev.torc.cache;

import org.jspecify.annotations.Nullable;

/**
 * An operation that a node did not serve. It has no stack trace: a node that is down would make
 * thousands a second.
 */
public final class CacheException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Why. */
  public enum Kind {
    /** There is no connection to the node, or it broke: a write may or may not have happened. */
    UNAVAILABLE,
    /** The node did not answer in time: a write may or may not have happened. */
    TIMED_OUT,
    /** Too many operations wait for the node: nothing was sent to it. */
    OVERLOADED,
    /** The node has no memory for another value: nothing was stored. */
    FULL,
    /** The key holds something else than a string. */
    WRONG_TYPE,
    /** The value is longer than this cache accepts. */
    TOO_LARGE,
    /** The node answered with another error. */
    REFUSED
  }

  private final Kind kind;
  private final transient CacheNode node;
  private final long epoch;

  CacheException(Kind kind, CacheNode node, long epoch, String message, @Nullable Throwable cause) {
    super("node " + node.index() + ": " + message, cause, false, false);
    this.kind = kind;
    this.node = node;
    this.epoch = epoch;
  }

  /** Why the operation failed. */
  public Kind kind() {
    return kind;
  }

  /** The key's owner. */
  public CacheNode node() {
    return node;
  }

  /** The number of the epoch by which the key was placed. */
  public long epoch() {
    return epoch;
  }
}

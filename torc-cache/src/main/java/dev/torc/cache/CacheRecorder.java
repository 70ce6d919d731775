package dev.torc.cache;

import org.jspecify.annotations.Nullable;

/** Receives measurements; called on event loops, so it must not block. */
@FunctionalInterface
public interface CacheRecorder {

  /** Drops everything. */
  CacheRecorder NONE = (node, operation, failure, nanos) -> {};

  /** What was asked of a node. */
  enum Operation {
    /** {@link ShardedCache#get}. */
    GET,
    /** {@link ShardedCache#set}. */
    SET,
    /** {@link ShardedCache#put}. */
    PUT,
    /** {@link ShardedCache#delete}. */
    DELETE,
    /** {@link ShardedCache#exists}. */
    EXISTS
  }

  /**
   * An operation ended.
   *
   * @param failure why it failed, {@code null} if it was served
   * @param nanos from the call to the outcome
   */
  void completed(
      CacheNode node, Operation operation, CacheException.@Nullable Kind failure, long nanos);

  /** Writes on keys that are being moved were sent, together with the record of their keys. */
  default void tracked(int writes) {}

  /** An operation is held back: its key is just being handed over. */
  default void heldBack() {}

  /** So many operations are held back no more, whatever becomes of them. */
  default void released(int operations) {}

  /**
   * A hold is over: operations of a move were held back, if there were any. Called on another
   * thread than the rest.
   *
   * @param nanos from its begin to its end
   */
  default void holdEnded(long nanos) {}
}

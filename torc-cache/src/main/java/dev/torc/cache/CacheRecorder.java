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
}

package dev.torc.cache;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * A cache spread over Redis nodes by consistent hashing. Every operation is about one key and goes
 * to the node that owns it; nothing spans keys.
 *
 * <p>All operations are asynchronous and fail with {@link CacheException} if the node does not
 * serve them. An operation is sent once and never repeated. Stages complete on an event loop: what
 * hangs on them must not block.
 *
 * <p>Keys and values are bytes; a key has one at least, and does not begin with {@link
 * #INTERNAL_PREFIX}. Arrays handed in must not be changed afterwards, arrays handed out belong to
 * the caller.
 *
 * <p>Safe for use by any number of threads. A caller on one of the cache's event loops stays on it;
 * other callers are spread over them. One operation costs a hash, a look-up in the ring and a few
 * small objects.
 */
public interface ShardedCache extends AutoCloseable {

  /** What the cache's own keys on its nodes begin with, in ASCII. */
  String INTERNAL_PREFIX = "__torc:";

  /**
   * Starts to describe a cache.
   *
   * @param nodes at least one with a weight above 0; names, addresses and indexes differ. They are
   *     those of a new cache: what a {@linkplain ShardedCacheBuilder#withCoordinator coordinator}
   *     has kept goes before
   */
  static ShardedCacheBuilder over(List<CacheNode> nodes) {
    return new ShardedCacheBuilder(nodes);
  }

  /** The value of a key, {@code null} if there is none. */
  CompletionStage<Served<byte @Nullable []>> get(byte[] key);

  /**
   * Stores a value, replacing any other.
   *
   * @param timeToLive after which the key vanishes, at least 1 ms; {@code null} for never
   * @throws IllegalArgumentException if the value is longer than the cache accepts, or the time to
   *     live too short
   */
  CompletionStage<Served<@Nullable Void>> set(
      byte[] key, byte[] value, @Nullable Duration timeToLive);

  /**
   * Stores a value as {@link #set} does, and tells whether the key is new. It costs the node two
   * commands in a transaction instead of one.
   *
   * @throws IllegalArgumentException as {@link #set}
   */
  CompletionStage<Served<Boolean>> put(byte[] key, byte[] value, @Nullable Duration timeToLive);

  /** Removes a key and tells whether it was there. */
  CompletionStage<Served<Boolean>> delete(byte[] key);

  /** Whether a key is there. */
  CompletionStage<Served<Boolean>> exists(byte[] key);

  /**
   * Changes the limits while it runs, also of connections that are open. What was sent before still
   * gets its reply; where more waits than is allowed now, nothing is sent until enough has been
   * answered. A value that was stored under a higher limit stays on its node, but is not delivered.
   *
   * @return completes when the limits are in force for all; at once if the cache is closed
   * @throws IllegalArgumentException if changes of the ring could not copy values of that length:
   *     of more than 127 MiB, if the cache was not opened for such
   */
  CompletionStage<Void> adopt(CacheLimits limits);

  /** The current topology. */
  Epoch epoch();

  /** Changes of the ring. */
  Resharding resharding();

  /**
   * Watches the nodes, asking each for its state at an interval, over a connection of its own.
   * Operations on keys of a node that it calls down fail at once. There is one observer at a time;
   * another one takes its place.
   */
  NodeObserver observe(ObserverSettings how);

  /**
   * Closes all connections; operations without an outcome fail. Event loops that were handed in go
   * on.
   */
  @Override
  void close();
}

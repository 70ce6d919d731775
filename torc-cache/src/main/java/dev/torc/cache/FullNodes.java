package dev.torc.cache;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Makes room where a write finds its node full, so that it need not fail: nothing of it has run.
 * Called on event loops, so it must not block. Safe for use by any number of threads.
 */
public interface FullNodes {

  /** Makes no room: the write fails with {@link CacheException.Kind#FULL}. */
  FullNodes NONE = (node, bytes, waitedNanos) -> CompletableFuture.completedFuture(false);

  /**
   * A node has no room for a write.
   *
   * @param bytes that the write holds while it waits
   * @param waitedNanos how long the write has waited for room already, 0 the first time
   * @return completes with whether it is to be tried again: then it goes to whichever node owns its
   *     key at that time
   */
  CompletionStage<Boolean> full(CacheNode node, long bytes, long waitedNanos);
}

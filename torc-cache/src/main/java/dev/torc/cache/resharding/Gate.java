package dev.torc.cache.resharding;

import dev.torc.cache.coordination.ClusterState;
import dev.torc.cache.coordination.Pair;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Where operations pass: what a gateway has to do at each step of a change. */
public interface Gate {

  /**
   * Routes all operations by a state from now on.
   *
   * @return completes when no event loop routes by a former one
   */
  CompletableFuture<Void> adopt(ClusterState state);

  /**
   * Waits until all that was sent to a node on the connections of the moment has run.
   *
   * @return the ids that these connections have on the node; fails if one of them breaks or is
   *     silent meanwhile
   */
  CompletableFuture<Set<Long>> mark(int node);

  /** Ends the connections to a node: completes when nothing that it says is heard any more. */
  CompletableFuture<Void> disconnect(int node);

  /** Why a move must not be committed, {@code null} if all its writes were recorded. */
  @Nullable String untracked(Pair move);

  /** Is told how long a hold was that is over, from its adoption to that of its end. */
  void held(long nanos);
}

package dev.torc.cache.coordination;

import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Keeps the state in the process; a subclass may keep it elsewhere too. */
class MemoryCoordinator implements Coordinator {
  private static final System.Logger LOG = System.getLogger(MemoryCoordinator.class.getName());

  private final List<Consumer<ClusterState>> listeners = new CopyOnWriteArrayList<>();

  /** States that not all listeners were told of yet; more than one if a listener made another. */
  private final Queue<ClusterState> untold = new ArrayDeque<>();

  private boolean telling;
  private volatile @Nullable ClusterState state;

  /** One that starts with a state, or without. */
  MemoryCoordinator(@Nullable ClusterState kept) {
    this.state = kept;
  }

  /**
   * Keeps a state before it becomes the present one; an exception leaves all as it is.
   *
   * @throws CoordinatorException if it cannot be kept
   */
  void keep(ClusterState next) {}

  @Override
  public final @Nullable ClusterState state() {
    return state;
  }

  @Override
  @SuppressWarnings("ReferenceEquality") // The same object is "no change".
  public final synchronized ClusterState update(UnaryOperator<@Nullable ClusterState> change) {
    ClusterState former = state;
    ClusterState next = change.apply(former);
    if (next == null) {
      throw new IllegalArgumentException("no state (expected: one)");
    }
    if (state != former) {
      throw new IllegalStateException(
          "a change that updates the state itself (expected: a function of the state)");
    }
    if (next != former) {
      keep(next);
      state = next;
      untold.add(next);
      if (!telling) {
        tell();
      }
    }
    return next;
  }

  /** A state that a listener makes is told after the one it was told of, to all of them. */
  private void tell() {
    telling = true;
    try {
      for (ClusterState next = untold.poll(); next != null; next = untold.poll()) {
        for (Consumer<ClusterState> listener : listeners) {
          tell(listener, next);
        }
      }
    } finally {
      telling = false;
    }
  }

  private static void tell(Consumer<ClusterState> listener, ClusterState next) {
    try {
      listener.accept(next);
    } catch (RuntimeException e) {
      // The state is accepted, whatever a listener makes of it.
      LOG.log(System.Logger.Level.ERROR, "listener of the cluster's state failed", e);
    }
  }

  @Override
  public final void watch(Consumer<ClusterState> listener) {
    listeners.add(listener);
  }

  @Override
  public void close() {}
}

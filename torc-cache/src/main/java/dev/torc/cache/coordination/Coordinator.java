package dev.torc.cache.coordination;

import java.nio.file.Path;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the {@link ClusterState} that the gateways of a cache agree on. What it has accepted stays
 * accepted.
 *
 * <p>Safe for use by any number of threads.
 */
public interface Coordinator extends AutoCloseable {

  /** The state now; {@code null} if there was never one. */
  @Nullable ClusterState state();

  /**
   * Changes the state by compare-and-swap: {@code change} is called with the state of the moment,
   * again if somebody else was faster, and what it gives is kept before this returns. An exception
   * of {@code change} leaves the state as it was. An interrupt of the thread neither ends nor
   * spoils it, and stays pending.
   *
   * @param change from {@code null} if there was never a state; may be called several times
   * @return the new state, or the present one if {@code change} gave that back
   * @throws CoordinatorException if it cannot be kept
   */
  ClusterState update(UnaryOperator<@Nullable ClusterState> change);

  /**
   * Tells every state from now on, in their order, after it was kept and before {@link #update}
   * returns to the one who made it; must not block for long. A listener may update the state
   * itself: all listeners are then told of the new one after the one it was told of. Its exceptions
   * are logged.
   */
  void watch(Consumer<ClusterState> listener);

  /** Ends it; the state is kept. */
  @Override
  void close();

  /** One that keeps the state as long as the process lives. */
  static Coordinator inMemory() {
    return new MemoryCoordinator(null);
  }

  /**
   * One that keeps the state in a folder, durably: when {@link #update} returns, the new state
   * outlives the machine, and when it throws, the former one does. A restart that comes between
   * finds either. The folder is made if it is not there, for the owner alone.
   *
   * <p>The state is the file {@code cluster.yaml} in it, in JSON. Only one process at a time can
   * have the folder open, so it must not lie on a file system without locks.
   *
   * @throws CoordinatorException if somebody has it open, it cannot be written, or the file is not
   *     what this version of Torc writes; the file is then left as it is
   */
  static Coordinator inFolder(Path stateDir) {
    return FileCoordinator.open(stateDir, FileOperations.SYSTEM);
  }
}

package dev.torc.cache.coordination;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Keeps the state in a folder, for the one process that has it open. */
final class FileCoordinator extends MemoryCoordinator {
  private final StateFolder folder;

  private FileCoordinator(StateFolder folder, @Nullable ClusterState kept) {
    super(kept);
    this.folder = folder;
  }

  /**
   * Opens a folder.
   *
   * @throws CoordinatorException if it cannot be used, or holds what is no state
   */
  static FileCoordinator open(Path path, FileOperations files) {
    StateFolder folder = StateFolder.open(path, files);
    try {
      ClusterState kept = folder.read();
      if (kept != null) {
        // What is read need not be durable yet: its writer may have died on the way. This also
        // shows now, not in a change of the ring, that the folder can be written.
        folder.write(kept);
      }
      return new FileCoordinator(folder, kept);
    } catch (RuntimeException | Error e) {
      folder.close();
      throw e;
    }
  }

  @Override
  void keep(ClusterState next) {
    folder.write(next);
  }

  @Override
  public synchronized void close() {
    folder.close();
  }
}

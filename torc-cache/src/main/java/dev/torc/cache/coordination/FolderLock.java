package dev.torc.cache.coordination;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * A folder that is this opener's alone, by a lock on the file {@code lock} in it. The operating
 * system takes the lock back when the process ends, however it ends.
 */
final class FolderLock implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(FolderLock.class.getName());
  private static final String FILE = "lock";

  /**
   * The folders that this process has locked. Locks are a process's: a second channel on the file
   * would, when it is closed, unlock it for other processes.
   */
  private static final Set<Path> LOCKED = ConcurrentHashMap.newKeySet();

  private final Path folder;
  private final FileChannel channel;

  private FolderLock(Path folder, FileChannel channel) {
    this.folder = folder;
    this.channel = channel;
  }

  /**
   * Takes a folder, which is made if it is not there.
   *
   * @throws CoordinatorException if somebody else has it, or it cannot be made or locked
   */
  static FolderLock take(Path path, FileOperations files) {
    try {
      Path folder = made(path, files);
      if (!LOCKED.add(folder)) {
        throw inUse(path, "this process");
      }
      FileChannel channel = null;
      try {
        channel = locked(folder.resolve(FILE));
      } finally {
        if (channel == null) {
          LOCKED.remove(folder);
        }
      }
      if (channel == null) {
        throw inUse(path, "another process");
      }
      return new FolderLock(folder, channel);
    } catch (IOException e) {
      throw new CoordinatorException("state folder " + path + ": cannot be used: " + e, e);
    }
  }

  private static CoordinatorException inUse(Path path, String who) {
    return new CoordinatorException(
        "state folder " + path + ": in use by " + who + " (expected: one gateway to a folder)");
  }

  /** The channel that holds the lock, {@code null} if somebody else has it. */
  private static @Nullable FileChannel locked(Path file) throws IOException {
    FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    FileLock lock = null;
    try {
      lock = channel.tryLock();
    } finally {
      if (lock == null) {
        channel.close();
      }
    }
    return lock == null ? null : channel;
  }

  /** The folder's real path, after it was made for the owner alone where it was not there. */
  private static Path made(Path path, FileOperations files) throws IOException {
    Path absolute = path.toAbsolutePath().normalize();
    Deque<Path> parents = new ArrayDeque<>();
    Path missing = absolute;
    while (missing != null && Files.notExists(missing)) {
      missing = missing.getParent();
      if (missing != null) {
        parents.push(missing);
      }
    }
    boolean posix = absolute.getFileSystem().supportedFileAttributeViews().contains("posix");
    Files.createDirectories(
        absolute,
        posix
            ? new FileAttribute<?>[] {
              PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"))
            }
            : new FileAttribute<?>[0]);
    for (Path parent : parents) {
      files.sync(parent);
    }
    return absolute.toRealPath();
  }

  /** The folder's real path. */
  Path folder() {
    return folder;
  }

  /** Gives the folder to others; does nothing if it was closed before. */
  @Override
  public void close() {
    if (!channel.isOpen()) {
      return;
    }
    try {
      channel.close();
    } catch (IOException e) {
      LOG.log(System.Logger.Level.WARNING, "lock of " + folder + " cannot be closed", e);
    } finally {
      LOCKED.remove(folder);
    }
  }
}

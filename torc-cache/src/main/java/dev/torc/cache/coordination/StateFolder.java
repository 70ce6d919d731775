package dev.torc.cache.coordination;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.torc.config.ByteSize;
import dev.torc.config.Configuration;
import dev.torc.config.ConfigurationException;
import dev.torc.config.ConfigurationWriter;
import dev.torc.config.Foreign;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A folder that holds the state of a cache, in one file that is replaced as a whole: {@code
 * cluster.yaml}, in JSON on one line. Only one opener at a time has it.
 *
 * <p>A new state goes into a temporary file, which is synced, moved in place of the former, and the
 * folder synced: whenever the process or the machine dies, the file is the former state or the new
 * one.
 *
 * <p>Used by one thread at a time.
 */
final class StateFolder implements AutoCloseable {
  static final String FILE = "cluster.yaml";
  static final String TEMPORARY = "cluster.yaml.tmp";

  /** Raised by a change of {@link ClusterState} that this version could not read. */
  static final int VERSION = 1;

  /**
   * Of 128 nodes that all give to each other, in six changes whose moves are kept, about a third.
   */
  static final ByteSize MAX_SIZE = new ByteSize(64 << 20);

  private final Path folder;
  private final Path file;
  private final Path temporary;
  private final FolderLock lock;
  private final FileOperations files;

  /** What the file holds, {@code null} if there is none. */
  private byte @Nullable [] kept;

  private boolean closed;

  /**
   * What is in the file.
   *
   * @param version of its format
   */
  record Content(int version, ClusterState state) {}

  /** What is in the file of every version. */
  @Foreign("state")
  record Header(int version) {}

  private StateFolder(Path folder, FolderLock lock, FileOperations files) {
    this.folder = folder;
    this.file = folder.resolve(FILE);
    this.temporary = folder.resolve(TEMPORARY);
    this.lock = lock;
    this.files = files;
  }

  /**
   * Opens a folder, which is made if it is not there.
   *
   * @throws CoordinatorException if somebody else has it open, or it cannot be used
   */
  static StateFolder open(Path path, FileOperations files) {
    FolderLock lock = FolderLock.take(path, files);
    StateFolder folder = new StateFolder(lock.folder(), lock, files);
    try {
      Files.deleteIfExists(folder.temporary);
      return folder;
    } catch (IOException e) {
      folder.close();
      throw new CoordinatorException(
          "state folder " + path + ": " + TEMPORARY + " cannot be deleted: " + e, e);
    }
  }

  /**
   * Reads the state.
   *
   * @return {@code null} if there was never one
   * @throws CoordinatorException if the file cannot be read, or is not what this version writes
   */
  @Nullable ClusterState read() {
    if (Files.notExists(file)) {
      return null;
    }
    try {
      Content content = Configuration.load(file, Content.class, MAX_SIZE);
      if (content.version() != VERSION) {
        throw ofAnotherVersion(content.version());
      }
      // Refuses moves and weights of nodes that are not there.
      Topology.of(content.state());
      kept = Files.readAllBytes(file);
      return content.state();
    } catch (ConfigurationException e) {
      int version = version();
      throw version == VERSION
          ? damaged(e.problems().get(0).toString(), e)
          : ofAnotherVersion(version);
    } catch (IllegalArgumentException | IOException e) {
      throw damaged(file + ": " + e.getMessage(), e);
    }
  }

  /** The version of a file that is not of this one as it stands; this one if it says none. */
  private int version() {
    try {
      return Configuration.load(file, Header.class, MAX_SIZE).version();
    } catch (ConfigurationException e) {
      return VERSION;
    }
  }

  private CoordinatorException ofAnotherVersion(int version) {
    return new CoordinatorException(
        "state file "
            + file
            + ": version "
            + version
            + " (expected: "
            + VERSION
            + "; another version of Torc wrote it, and it is left as it is)");
  }

  private CoordinatorException damaged(String problem, Exception cause) {
    return new CoordinatorException(
        "state file is not as Torc wrote it, and is left as it is: " + problem, cause);
  }

  /**
   * Keeps a state. When this returns it outlives the machine; when it throws, the former one does.
   *
   * @throws CoordinatorException if it cannot be kept; its message says so if the former one could
   *     not be put back either
   */
  void write(ClusterState next) {
    if (closed) {
      throw new CoordinatorException("state folder " + folder + ": closed (expected: open)");
    }
    byte[] text = ConfigurationWriter.json(new Content(VERSION, next)).getBytes(UTF_8);
    if (text.length > MAX_SIZE.bytes()) {
      throw new CoordinatorException(
          "state: " + text.length + " bytes (expected: at most " + MAX_SIZE + ")");
    }
    try {
      replace(text);
      kept = text;
    } catch (IOException e) {
      throw putBack(e);
    }
  }

  /** An interrupt is for what the caller does next: a state is never half kept for it. */
  private void replace(byte[] text) throws IOException {
    boolean interrupted = false;
    try {
      while (true) {
        try {
          files.write(temporary, text);
          files.move(temporary, file);
          files.sync(folder);
          return;
        } catch (ClosedByInterruptException e) {
          interrupted |= Thread.interrupted();
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** Undoes what a failed replacement may have done, so that a restart finds the former state. */
  private CoordinatorException putBack(IOException cause) {
    String message = "state folder " + folder + ": cannot be written: " + cause;
    try {
      if (kept == null) {
        if (Files.deleteIfExists(file)) {
          files.sync(folder);
        }
      } else if (!Arrays.equals(kept, Files.readAllBytes(file))) {
        replace(kept);
      }
      return new CoordinatorException(message, cause);
    } catch (IOException e) {
      cause.addSuppressed(e);
      return new CoordinatorException(
          message + "; nor can the former state be put back, so a restart may find either: " + e,
          cause);
    }
  }

  /** Gives the folder to others; does nothing if it was closed before. */
  @Override
  public void close() {
    closed = true;
    lock.close();
  }
}

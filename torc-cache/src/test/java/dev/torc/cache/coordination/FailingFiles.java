package dev.torc.cache.coordination;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The operating system's files, which break at chosen steps. */
final class FailingFiles implements FileOperations {
  /** What is done to a file, and when it breaks. */
  enum Point {
    BEFORE_WRITE,
    AMID_WRITE,
    AFTER_WRITE,
    AFTER_MOVE,
    AFTER_SYNC
  }

  /** The machine is gone: nothing that comes later is done. */
  static final class Crash extends Error {
    private static final long serialVersionUID = 1L;
  }

  private final List<Point> seen = new ArrayList<>();
  private @Nullable Point failing;
  private int times;
  private boolean crashing;

  /** From now on, this step is an I/O failure, so many times. */
  void failAt(Point point, int count) {
    failing = point;
    times = count;
    crashing = false;
  }

  /** From now on, the machine dies at this step. */
  void crashAt(Point point) {
    failAt(point, Integer.MAX_VALUE);
    crashing = true;
  }

  /** The points that were passed. */
  List<Point> seen() {
    return List.copyOf(seen);
  }

  private void pass(Point point) throws IOException {
    seen.add(point);
    if (point == failing && times > 0) {
      times--;
      if (crashing) {
        throw new Crash();
      }
      throw new IOException("of a test");
    }
  }

  @Override
  public void write(Path file, byte[] content) throws IOException {
    pass(Point.BEFORE_WRITE);
    FileOperations.super.write(file, java.util.Arrays.copyOf(content, content.length / 2));
    pass(Point.AMID_WRITE);
    FileOperations.super.write(file, content);
    pass(Point.AFTER_WRITE);
  }

  @Override
  public void move(Path from, Path to) throws IOException {
    FileOperations.super.move(from, to);
    pass(Point.AFTER_MOVE);
  }

  @Override
  public void sync(Path folder) throws IOException {
    FileOperations.super.sync(folder);
    pass(Point.AFTER_SYNC);
  }
}

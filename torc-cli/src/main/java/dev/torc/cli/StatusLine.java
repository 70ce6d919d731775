package dev.torc.cli;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import java.io.PrintWriter;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Supplier;

/** A line at the bottom of a terminal that is written anew until it is taken away. */
final class StatusLine implements AutoCloseable {
  /** To the first column, and away with what stands in the line. */
  private static final String REWRITE = "\r\033[K";

  private static final int WIDTH = 24;
  private static final long REFRESH_MILLIS = 200;

  private final PrintWriter terminal;
  private final Supplier<String> text;
  private final ScheduledExecutorService refresh =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("torc-progress").factory());

  /** Else what a shell says after Ctrl-C would go on in the line. */
  private final Thread atEnd = new Thread(this::takeAway, "torc-progress-end");

  private boolean closed;

  StatusLine(PrintWriter terminal, Supplier<String> text) {
    this.terminal = terminal;
    this.text = text;
  }

  /** Shows it until it is closed. */
  void start() {
    try {
      Runtime.getRuntime().addShutdownHook(atEnd);
    } catch (IllegalStateException e) {
      // The JVM ends already.
      return;
    }
    refresh.scheduleAtFixedRate(this::show, 0, REFRESH_MILLIS, MILLISECONDS);
  }

  /** Writes the line as it is now. */
  synchronized void show() {
    if (!closed) {
      terminal.print(REWRITE + text.get());
      terminal.flush();
    }
  }

  /**
   * A bar.
   *
   * @param done how much of it is full, from 0 to 1; what is beyond is too
   */
  static String bar(double done) {
    int full = (int) (WIDTH * Math.min(1, done));
    return "█".repeat(full) + "░".repeat(WIDTH - full);
  }

  /** Takes the line away. */
  @Override
  public void close() {
    takeAway();
    try {
      Runtime.getRuntime().removeShutdownHook(atEnd);
    } catch (IllegalStateException e) {
      // The JVM ends, and the hook with it.
    }
  }

  private void takeAway() {
    refresh.shutdownNow();
    synchronized (this) {
      if (!closed) {
        closed = true;
        terminal.print(REWRITE);
        terminal.flush();
      }
    }
  }
}

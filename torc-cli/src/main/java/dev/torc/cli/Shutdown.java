package dev.torc.cli;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * The one shutdown hook of a server: runs what was registered, last first, and halts with 0. The
 * JVM by itself would report the signal in the exit code, and run hooks side by side.
 */
final class Shutdown {
  private static final System.Logger LOG = System.getLogger(Shutdown.class.getName());

  /** More than a report takes, unless nobody reads it. */
  private static final long REPORT_NANOS = 5_000_000_000L;

  private final Deque<Runnable> actions = new ArrayDeque<>();
  private boolean failed;

  private Shutdown() {}

  static Shutdown install() {
    Shutdown shutdown = new Shutdown();
    Runtime.getRuntime().addShutdownHook(new Thread(shutdown::run, "torc-shutdown"));
    return shutdown;
  }

  /**
   * Starts something, to be stopped when the process is told to stop. A signal that comes meanwhile
   * waits until it is started, for what is half started cannot be stopped without leaving traces.
   *
   * @return what {@code starter} gave; if it throws, there is nothing to stop
   */
  synchronized <T> T start(Supplier<T> starter, Consumer<T> stop) {
    T started = starter.get();
    actions.push(() -> stop.accept(started));
    return started;
  }

  /**
   * Does a job that ends by itself, or soon after {@code stop} if the process is told to stop. In
   * that case the caller still reports what was done: the JVM ends when it halts, with its exit
   * code.
   */
  static <T> T stopping(Supplier<T> job, Runnable stop) {
    Thread hook = new Thread(() -> stopAndWait(stop), "torc-stop");
    Runtime.getRuntime().addShutdownHook(hook);
    try {
      return job.get();
    } finally {
      remove(hook);
    }
  }

  private static void stopAndWait(Runnable stop) {
    stop.run();
    long end = System.nanoTime() + REPORT_NANOS;
    for (long left = REPORT_NANOS; left > 0; left = end - System.nanoTime()) {
      LockSupport.parkNanos(left);
    }
  }

  private static void remove(Thread hook) {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // It runs already, and waits for the report.
    }
  }

  private synchronized void run() {
    if (actions.isEmpty()) {
      // Nothing was started: this is an exit with an error, whose code stands.
      return;
    }
    while (!actions.isEmpty()) {
      try {
        actions.pop().run();
      } catch (RuntimeException e) {
        failed = true;
        LOG.log(System.Logger.Level.ERROR, "cannot stop properly", e);
      }
    }
    Runtime.getRuntime().halt(failed ? 1 : 0);
  }
}

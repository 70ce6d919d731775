package dev.torc.cli;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * The one shutdown hook: runs what was registered, last first, and halts with 0. The JVM by itself
 * would report the signal in the exit code, and run hooks side by side.
 */
final class Shutdown {
  private static final System.Logger LOG = System.getLogger(Shutdown.class.getName());

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

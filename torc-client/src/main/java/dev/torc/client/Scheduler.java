package dev.torc.client;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Measures pauses and limits of time. Has to be safe for use by several threads. */
@FunctionalInterface
public interface Scheduler {

  /**
   * A future that is completed after a time. Who no longer waits cancels it.
   *
   * @param time 0 or more
   */
  CompletableFuture<?> after(Duration time);

  /** The JDK's own timer, which completes on its one thread and forgets what is cancelled. */
  static Scheduler system() {
    return time ->
        new CompletableFuture<Void>()
            .completeOnTimeout(null, Durations.nanos(time), TimeUnit.NANOSECONDS);
  }
}

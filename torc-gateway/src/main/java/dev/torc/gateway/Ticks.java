package dev.torc.gateway;

import static java.util.concurrent.TimeUnit.NANOSECONDS;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;

/** Does something short at an interval, on a daemon thread of its own. */
final class Ticks implements AutoCloseable {
  private final ScheduledExecutorService executor;

  /** Begins at once; {@code task} must not block or throw. */
  Ticks(String name, Duration interval, Runnable task) {
    executor =
        Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name(name).factory());
    executor.scheduleWithFixedDelay(task, 0, interval.toNanos(), NANOSECONDS);
  }

  @Override
  public void close() {
    executor.shutdownNow();
  }
}

package dev.torc.http;

import static java.util.concurrent.TimeUnit.NANOSECONDS;

import io.netty.channel.EventLoop;
import io.netty.util.concurrent.ScheduledFuture;
import io.netty.util.concurrent.Ticker;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Finds the connections of one event loop whose deadline has passed, by looking at all of them now
 * and then. A connection has several deadlines a request: writing a field and scanning it is far
 * cheaper than moving a timer each time. Confined to the event loop.
 */
final class DeadlineSweeper {
  /** No deadline. */
  static final long NEVER = Long.MAX_VALUE;

  private final Ticker ticker;
  private final long startNanos;
  private final Set<Deadline> deadlines = new HashSet<>();
  private final ScheduledFuture<?> sweeping;

  /** Something that has to be over by a certain time. */
  abstract static class Deadline {
    private long nanos = NEVER;

    /** Called when the time has passed. */
    abstract void expired();
  }

  DeadlineSweeper(EventLoop loop, Ticker ticker, long intervalNanos) {
    this.ticker = ticker;
    this.startNanos = ticker.nanoTime();
    this.sweeping =
        loop.scheduleWithFixedDelay(this::sweep, intervalNanos, intervalNanos, NANOSECONDS);
  }

  /** Nanoseconds since this sweeper began. */
  long now() {
    return ticker.nanoTime() - startNanos;
  }

  void add(Deadline deadline) {
    deadlines.add(deadline);
  }

  void remove(Deadline deadline) {
    deadlines.remove(deadline);
  }

  /** Sets when a deadline passes, from now; it may be noticed one interval later. */
  void set(Deadline deadline, long delayNanos) {
    deadline.nanos = delayNanos == NEVER ? NEVER : now() + delayNanos;
  }

  void stop() {
    sweeping.cancel(false);
  }

  private void sweep() {
    long now = now();
    List<Deadline> passed = new ArrayList<>();
    for (Deadline deadline : deadlines) {
      if (deadline.nanos <= now) {
        passed.add(deadline);
      }
    }
    // Not in the loop above: what expires removes itself.
    for (Deadline deadline : passed) {
      deadline.nanos = NEVER;
      deadline.expired();
    }
  }
}

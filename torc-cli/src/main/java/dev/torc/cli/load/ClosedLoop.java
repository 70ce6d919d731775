package dev.torc.cli.load;

import dev.torc.cli.engine.WaitingClock;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/** What one thread of the closed loop does. */
final class ClosedLoop implements Callable<@Nullable Void> {
  private final Pace.Closed pace;
  private final int value;
  private final long start;
  private final WaitingClock clock;
  private final Exchange exchange;

  ClosedLoop(Pace.Closed pace, int value, long start, WaitingClock clock, Exchange exchange) {
    this.pace = pace;
    this.value = value;
    this.start = start;
    this.clock = clock;
    this.exchange = exchange;
  }

  @Override
  public @Nullable Void call() throws InterruptedException {
    for (long tick = 0; tick < pace.ticks(); tick++) {
      // From the start, not from the last response: else each delay would move all that follow.
      long due = start + pace.dueNanos(tick);
      clock.awaitUntil(due);
      exchange.make(value, due);
    }
    return null;
  }
}

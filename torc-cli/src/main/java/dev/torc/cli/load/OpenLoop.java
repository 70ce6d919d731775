package dev.torc.cli.load;

import dev.torc.cli.engine.WaitingClock;
import java.util.concurrent.Callable;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/** Sends at a constant rate, each request on a thread of its own. */
final class OpenLoop implements Callable<@Nullable Void> {
  private final Pace.Open pace;
  private final int values;
  private final long start;
  private final WaitingClock clock;
  private final Exchange exchange;
  private final Executor threads;
  private final Semaphore slots;

  OpenLoop(
      Pace.Open pace,
      int values,
      long start,
      WaitingClock clock,
      Exchange exchange,
      Executor threads) {
    this.pace = pace;
    this.values = values;
    this.start = start;
    this.clock = clock;
    this.exchange = exchange;
    this.threads = threads;
    this.slots = new Semaphore(pace.maxInFlight());
  }

  @Override
  public @Nullable Void call() throws InterruptedException {
    long requests = pace.requests();
    for (long request = 0; request < requests; request++) {
      long due = start + pace.dueNanos(request);
      clock.awaitUntil(due);
      slots.acquire();
      int value = (int) (request % values);
      threads.execute(() -> make(value, due));
    }
    // The last request is due before the end: without this the rate would seem higher than it was.
    clock.awaitUntil(start + pace.duration().toNanos());
    return null;
  }

  private void make(int value, long due) {
    try {
      exchange.make(value, due);
    } catch (InterruptedException e) {
      // The run was stopped; nobody waits for this thread but its executor.
      Thread.currentThread().interrupt();
    } finally {
      slots.release();
    }
  }
}

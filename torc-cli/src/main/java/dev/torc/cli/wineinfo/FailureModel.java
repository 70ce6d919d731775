package dev.torc.cli.wineinfo;

import dev.torc.routing.Ticker;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * A server whose data no longer fits in memory, without the data: more than {@value #CAPACITY}
 * different queries within two seconds, and every request of the next five seconds fails, as if it
 * restarted.
 *
 * <p>Safe for use by any number of threads.
 */
final class FailureModel {
  /** The most different queries that it can hold. */
  static final int CAPACITY = 5;

  private static final long WINDOW_NANOS = 2_000_000_000L;
  private static final long OUTAGE_NANOS = 5_000_000_000L;

  private final Ticker ticker;
  private final Deque<Asked> window = new ArrayDeque<>();
  private boolean failing;
  private long failureUntil;

  private record Asked(String query, long nanos) {}

  FailureModel(Ticker ticker) {
    this.ticker = ticker;
  }

  /** Whether a request for a query is answered; false if it fails. */
  synchronized boolean answers(String query) {
    long now = ticker.read();
    if (failing && now - failureUntil < 0) {
      return false;
    }
    failing = false;
    record(query, now);
    if (window.stream().map(Asked::query).distinct().count() > CAPACITY) {
      failing = true;
      failureUntil = now + OUTAGE_NANOS;
    }
    return !failing;
  }

  private void record(String query, long now) {
    while (!window.isEmpty() && now - window.getFirst().nanos() > WINDOW_NANOS) {
      window.removeFirst();
    }
    window.addLast(new Asked(query, now));
  }
}

package dev.torc.routing;

import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;

/** One try to send a request to an endpoint. Ends with {@link #report}. */
public final class Attempt {
  private static final AtomicIntegerFieldUpdater<Attempt> STATE =
      AtomicIntegerFieldUpdater.newUpdater(Attempt.class, "state");

  private static final int PLAIN = 0;

  /** It has a place of the budget for repetitions. */
  private static final int REPETITION = 1;

  private static final int REPORTED = 2;

  private final Pool pool;
  private final int index;

  /** One number by an updater: there is an attempt for every request. */
  @SuppressWarnings("UnusedVariable") // Read by the updater.
  private volatile int state;

  Attempt(Pool pool, int index, boolean holdsRetry) {
    this.pool = pool;
    this.index = index;
    this.state = holdsRetry ? REPETITION : PLAIN;
  }

  /** Where to send it. */
  public Endpoint endpoint() {
    return pool.endpoint(index);
  }

  /** The backend of the endpoint. */
  public BackendId backend() {
    return pool.backend().id();
  }

  /**
   * Tells how it ended, which counts the request out and feeds outlier detection. Only the first
   * report counts.
   */
  public void report(Outcome outcome) {
    int before = STATE.getAndSet(this, REPORTED);
    if (before == REPORTED) {
      return;
    }
    pool.end(index);
    if (before == REPETITION) {
      pool.shared().endRetry();
    }
    pool.shared().observe(pool, index, outcome);
  }
}

package dev.torc.bench.torture;

import dev.torc.testkit.history.Linearizability;
import dev.torc.testkit.history.Verdict;
import dev.torc.testkit.history.Violation;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;

/**
 * Checks keys as they retire, one after another on a thread of its own, and forgets them: the
 * memory of a run does not grow with its length. Safe for use by any number of threads.
 */
final class Judge implements AutoCloseable {
  /**
   * Redis counts milliseconds by the time of day, which is steered, and the history nanoseconds by
   * a clock that is not.
   */
  private static final Duration EXPIRY_TOLERANCE = Duration.ofMillis(50);

  private final Linearizability linearizability = Linearizability.of(EXPIRY_TOLERANCE);
  private final ExecutorService thread =
      Executors.newSingleThreadExecutor(Thread.ofPlatform().name("judge").daemon().factory());
  private final Losses losses;
  private final Findings findings;
  private long keys;
  private long operations;
  private long undecided;
  private long checkNanos;

  /**
   * A judge with nothing to do yet.
   *
   * @param losses what each key may have lost
   * @param findings where violations go
   */
  Judge(Losses losses, Findings findings) {
    this.losses = losses;
    this.findings = findings;
  }

  /** What was checked so far. */
  record Checked(long keys, long operations, long undecided, Duration took) {}

  /** Checks a key on which nothing is under way any more, later. */
  void retire(Subject subject) {
    losses.addTo(subject.history());
    try {
      thread.execute(() -> check(subject));
    } catch (RejectedExecutionException e) {
      // The run was broken off: nobody asks for the verdict.
    }
  }

  private void check(Subject subject) {
    long start = System.nanoTime();
    Verdict verdict = linearizability.check(subject.history());
    count(verdict, System.nanoTime() - start);
    for (Violation violation : verdict.violations()) {
      findings.add(violation.kind().name(), violation.key(), violation.explanation());
    }
  }

  private synchronized void count(Verdict verdict, long nanos) {
    keys += verdict.keys();
    operations += verdict.operations();
    undecided += verdict.undecided();
    checkNanos += nanos;
  }

  /** Waits until everything that has retired is checked. */
  Checked finish() throws InterruptedException {
    thread.shutdown();
    if (!thread.awaitTermination(1, TimeUnit.HOURS)) {
      throw new IllegalStateException("the check does not end");
    }
    return checked();
  }

  private synchronized Checked checked() {
    return new Checked(keys, operations, undecided, Duration.ofNanos(checkNanos));
  }

  @Override
  public void close() {
    List<Runnable> _ = thread.shutdownNow();
  }
}

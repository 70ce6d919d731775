package dev.torc.bench.torture;

import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** The step at which the change that runs was seen last. Safe for use by any number of threads. */
final class StepWatch {
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private String step = "";

  /** Tells the step; empty if no change runs. */
  void saw(String now) {
    lock.lock();
    try {
      if (!step.equals(now)) {
        step = now;
        changed.signalAll();
      }
    } finally {
      lock.unlock();
    }
  }

  /** Whether no change runs. */
  boolean isQuiet() {
    lock.lock();
    try {
      return step.isEmpty();
    } finally {
      lock.unlock();
    }
  }

  /** Waits for a moment, but not longer than this. */
  void await(Moment moment, Duration longest) throws InterruptedException {
    lock.lock();
    try {
      long nanos = longest.toNanos();
      while (!moment.isAt(step) && nanos > 0) {
        nanos = changed.awaitNanos(nanos);
      }
    } finally {
      lock.unlock();
    }
  }
}

package dev.torc.testkit.proxy;

import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;

/**
 * Where bytes wait, until it is time or other rules hold. Safe for use by any number of threads.
 */
final class RuleChanges {
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();

  /** Other rules hold, or a connection is dropped. */
  void signal() {
    lock.lock();
    try {
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Waits until there is nothing to wait for.
   *
   * @param remaining nanoseconds to wait by the rules of now, 0 or less for none
   */
  void await(LongSupplier remaining) throws InterruptedException {
    if (remaining.getAsLong() <= 0) {
      return;
    }
    lock.lock();
    try {
      for (long nanos = remaining.getAsLong(); nanos > 0; nanos = remaining.getAsLong()) {
        var unused = changed.awaitNanos(nanos);
      }
    } finally {
      lock.unlock();
    }
  }
}

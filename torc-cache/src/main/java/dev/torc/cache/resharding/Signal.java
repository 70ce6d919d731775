package dev.torc.cache.resharding;

import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;

/** Wakes a thread that waits for something to become true. */
final class Signal {
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();

  /** Something may have become true. */
  void raise() {
    lock.lock();
    try {
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Waits until a condition holds, at most so long.
   *
   * @return whether it holds
   * @throws InterruptedException if the thread is to end
   */
  boolean await(BooleanSupplier condition, long nanos) throws InterruptedException {
    lock.lock();
    try {
      long left = nanos;
      while (!condition.getAsBoolean()) {
        if (left <= 0) {
          return false;
        }
        left = changed.awaitNanos(left);
      }
      return true;
    } finally {
      lock.unlock();
    }
  }
}

package dev.torc.cli.engine;

import java.util.concurrent.locks.LockSupport;

/** The time, and waiting for it. */
public interface WaitingClock {

  /** Nanoseconds from an arbitrary point, never going back. */
  long nanoTime();

  /**
   * Waits until {@link #nanoTime} has reached a time; returns at once if it has.
   *
   * @throws InterruptedException if the thread is interrupted, also before
   */
  void awaitUntil(long nanoTime) throws InterruptedException;

  /** The JVM's. */
  static WaitingClock system() {
    return SystemClock.INSTANCE;
  }

  /** Parks the thread, which may be a virtual one. */
  enum SystemClock implements WaitingClock {
    INSTANCE;

    @Override
    public long nanoTime() {
      return System.nanoTime();
    }

    @Override
    public void awaitUntil(long nanoTime) throws InterruptedException {
      for (long left = left(nanoTime); left > 0; left = left(nanoTime)) {
        LockSupport.parkNanos(this, left);
      }
    }

    private static long left(long nanoTime) throws InterruptedException {
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
      return nanoTime - System.nanoTime();
    }
  }
}

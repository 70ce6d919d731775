package dev.torc.cache;

import io.netty.util.concurrent.Ticker;
import java.util.concurrent.CountDownLatch;

/**
 * The system's clock until it is frozen: from then on the cache's threads that ask for the time
 * wait. It asks before it sends and when it has received, so it does neither any more, as a process
 * that was killed, while its sockets stay open. Its callers do not wait, and get no answers.
 */
final class FreezableTicker implements Ticker {
  private final Ticker system = Ticker.systemTicker();
  private final CountDownLatch thawed = new CountDownLatch(1);
  private volatile boolean frozen;

  void freeze() {
    frozen = true;
  }

  void thaw() {
    thawed.countDown();
  }

  /** Waits if it is frozen and a thread of the cache asks. */
  void await() {
    boolean interrupted = false;
    boolean own = Thread.currentThread().getName().startsWith("torc-");
    while (own && frozen && thawed.getCount() > 0) {
      try {
        thawed.await();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  boolean isFrozen() {
    return frozen;
  }

  @Override
  public long initialNanoTime() {
    return system.initialNanoTime();
  }

  @Override
  public long nanoTime() {
    await();
    return system.nanoTime();
  }

  @Override
  public void sleep(long delay, java.util.concurrent.TimeUnit unit) throws InterruptedException {
    system.sleep(delay, unit);
  }
}

package dev.torc.bench.torture;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Threads of a run. One that fails ends the run: the harness itself is broken, or the gateway
 * answers what it must not. Started and joined by one thread.
 */
public final class Actors {
  private final CountDownLatch end;
  private final List<Thread> threads = new ArrayList<>();
  private final AtomicReference<@Nullable Exception> failure = new AtomicReference<>();

  /**
   * None yet.
   *
   * @param end counted down by the first that fails
   */
  public Actors(CountDownLatch end) {
    this.end = end;
  }

  /** What one does. */
  public interface Part {
    /** Does it; whatever it throws ends the run. */
    void play() throws Exception;
  }

  /** Starts one. */
  public Thread start(Part part) {
    Thread thread = Thread.ofVirtual().start(() -> play(part));
    threads.add(thread);
    return thread;
  }

  private void play(Part part) {
    try {
      part.play();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (Exception e) {
      failure.compareAndSet(null, e);
      end.countDown();
    }
  }

  /**
   * Waits until all have ended.
   *
   * @throws IllegalStateException if one failed
   */
  public void join() throws InterruptedException {
    for (Thread thread : threads) {
      thread.join();
    }
    check();
  }

  /**
   * Fails if one did.
   *
   * @throws IllegalStateException if one failed
   */
  public void check() {
    Exception cause = failure.get();
    if (cause != null) {
      throw new IllegalStateException("a part of the harness failed: " + cause, cause);
    }
  }

  /** Ends those that wait. */
  public void interrupt() {
    threads.forEach(Thread::interrupt);
  }
}

package dev.torc.client;

import java.io.IOException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The requests under way, for an orderly end. */
final class OpenCalls {
  private final Set<Call<?>> calls = ConcurrentHashMap.newKeySet();
  private final Runnable whenTerminated;

  private volatile boolean shutdown;
  private boolean terminated;

  /**
   * Nothing under way.
   *
   * @param whenTerminated runs once, when after the end the last request is over
   */
  OpenCalls(Runnable whenTerminated) {
    this.whenTerminated = whenTerminated;
  }

  /**
   * Counts a request in.
   *
   * @throws IOException after the end
   */
  void enter(Call<?> call) throws IOException {
    calls.add(call);
    // After the addition: either this sees the end, or the end sees the call.
    if (shutdown) {
      leave(call);
      throw new IOException("closed: the client sends nothing more (expected: before its end)");
    }
  }

  /** Counts a request out. */
  void leave(Call<?> call) {
    calls.remove(call);
    if (shutdown) {
      checkTerminated();
    }
  }

  /** Lets no more requests in. */
  void shutdown() {
    shutdown = true;
    checkTerminated();
  }

  private void checkTerminated() {
    synchronized (this) {
      if (terminated || !calls.isEmpty()) {
        return;
      }
      terminated = true;
      notifyAll();
    }
    whenTerminated.run();
  }

  /** Gives up all that is under way. */
  void abort() {
    calls.forEach(Call::abort);
  }

  synchronized boolean isTerminated() {
    return terminated;
  }

  /** Waits for the last one. */
  synchronized boolean await(long nanos) throws InterruptedException {
    long deadline = System.nanoTime() + nanos;
    while (!terminated) {
      long left = deadline - System.nanoTime();
      if (left <= 0) {
        return false;
      }
      wait(left / 1_000_000, (int) (left % 1_000_000));
    }
    return true;
  }
}

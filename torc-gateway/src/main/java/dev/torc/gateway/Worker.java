package dev.torc.gateway;

import java.util.concurrent.Semaphore;

/**
 * A thread that does something each time it is woken; being woken several times before it comes to
 * it is being woken once. What goes wrong is logged, and does not end it.
 *
 * <p>Safe for use by any number of threads.
 */
final class Worker implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(Worker.class.getName());

  private final Semaphore work = new Semaphore(0);
  private final Runnable task;
  private final Thread thread;

  /** Starts the thread. */
  Worker(String name, Runnable task) {
    this.task = task;
    this.thread = Thread.ofVirtual().name(name).start(this::run);
  }

  void wake() {
    work.release();
  }

  private void run() {
    try {
      while (true) {
        work.acquire();
        work.drainPermits();
        once();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void once() {
    try {
      task.run();
    } catch (RuntimeException e) {
      LOG.log(System.Logger.Level.ERROR, "unexpected failure", e);
    }
  }

  /** Ends the thread, and waits for what it does. */
  @Override
  public void close() {
    thread.interrupt();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}

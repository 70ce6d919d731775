package dev.torc.http;

import java.util.concurrent.atomic.AtomicLong;

/**
 * Bytes that all connections may hold together. The limit may change: what was taken by a former
 * one stays taken. Safe for use by any number of threads, without locks.
 */
final class MemoryBudget {
  private volatile long limit;
  private final AtomicLong used = new AtomicLong();

  MemoryBudget(long limit) {
    this.limit = limit;
  }

  /** Sets the limit; if more is taken, nothing is given until enough has come back. */
  void limit(long bytes) {
    limit = bytes;
  }

  /** The most bytes that may be taken. */
  long limit() {
    return limit;
  }

  /** Takes bytes if there are enough. */
  boolean take(long bytes) {
    if (bytes == 0) {
      // Often, and threads should not fight over the counter for it.
      return true;
    }
    if (used.addAndGet(bytes) > limit) {
      used.addAndGet(-bytes);
      return false;
    }
    return true;
  }

  /** Gives back what was taken. */
  void giveBack(long bytes) {
    if (bytes != 0) {
      used.addAndGet(-bytes);
    }
  }

  /** Bytes taken now; 0 when nothing is under way. */
  long used() {
    return used.get();
  }
}

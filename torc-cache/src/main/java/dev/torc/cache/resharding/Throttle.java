package dev.torc.cache.resharding;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;

import java.util.function.LongSupplier;

/**
 * How fast keys are copied: at most so many a second, and fewer at a time while the nodes take long
 * to answer, because then others wait for them too.
 *
 * <p>The number of keys under way is halved when a batch takes more than {@value #SLOW_MILLIS} ms,
 * and grows by a batch otherwise, as a congestion window does.
 */
final class Throttle {
  private static final long SLOW_MILLIS = 25;
  private static final int MAX_WINDOW = 8;
  private static final double AGEING = 0.9;

  private final int keysPerSecond;
  private final LongSupplier nanoTime;
  private long nextNanos;
  private int window = 2;
  private volatile double rate;
  private long lastNanos;

  Throttle(int keysPerSecond, LongSupplier nanoTime) {
    this.keysPerSecond = keysPerSecond;
    this.nanoTime = nanoTime;
    this.nextNanos = nanoTime.getAsLong();
    this.lastNanos = nextNanos;
  }

  /** Batches that may be under way together. */
  int window() {
    return window;
  }

  /** A batch was copied. */
  void copied(int keys, long nanos) {
    window =
        nanos > MILLISECONDS.toNanos(SLOW_MILLIS)
            ? Math.max(1, window / 2)
            : Math.min(MAX_WINDOW, window + 1);
    long now = nanoTime.getAsLong();
    double seconds = Math.max(1e-6, (now - lastNanos) * 1e-9);
    lastNanos = now;
    double current = keys / seconds;
    rate = rate == 0 ? current : AGEING * rate + (1 - AGEING) * current;
  }

  /** Nanoseconds to wait before so many more keys. */
  long delay(int keys) {
    if (keysPerSecond == 0) {
      return 0;
    }
    long now = nanoTime.getAsLong();
    long start = Math.max(now, nextNanos);
    nextNanos = start + SECONDS.toNanos(1) * keys / keysPerSecond;
    return start - now;
  }

  /** Keys a second, of late. */
  double rate() {
    return rate;
  }
}

package dev.torc.cli.load;

import java.time.Duration;

/** Time that passes only when somebody waits, or a test says so. For one thread. */
final class FakeClock implements LoadClock {
  private long now = 1_000_000_007L;

  @Override
  public long nanoTime() {
    return now;
  }

  @Override
  public void awaitUntil(long nanoTime) {
    now = Math.max(now, nanoTime);
  }

  void pass(Duration time) {
    now += time.toNanos();
  }
}

package dev.torc.cli.engine;

import java.time.Duration;

/** Time that passes only when somebody waits, or a test says so. For one thread. */
public final class FakeClock implements WaitingClock {
  private long now = 1_000_000_007L;

  @Override
  public long nanoTime() {
    return now;
  }

  @Override
  public void awaitUntil(long nanoTime) {
    now = Math.max(now, nanoTime);
  }

  public void pass(Duration time) {
    now += time.toNanos();
  }
}

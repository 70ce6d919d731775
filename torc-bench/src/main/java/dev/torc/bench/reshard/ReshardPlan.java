package dev.torc.bench.reshard;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * What a run is to do.
 *
 * @param keys how many, at least one for each client
 * @param seed of all random choices
 * @param clients how many, at least 1
 * @param rate requests a second of all clients together, at least 1
 * @param warmUp how long the load lasts before anything is measured
 * @param window how long latencies are measured before each change
 */
record ReshardPlan(int keys, long seed, int clients, int rate, Duration warmUp, Duration window) {

  /**
   * Checks the components.
   *
   * @throws IllegalArgumentException if one is out of its range
   */
  ReshardPlan {
    check("clients", clients, 1, 10_000);
    check("keys", keys, clients, 100_000_000);
    check("rate", rate, 1, 1_000_000);
  }

  private static void check(String name, int value, int least, int most) {
    if (value < least || value > most) {
      throw new IllegalArgumentException(
          name + ": " + value + " (expected: " + least + " to " + most + ")");
    }
  }

  /** Between two requests of a client. */
  long periodNanos() {
    return TimeUnit.SECONDS.toNanos(clients) / rate;
  }
}

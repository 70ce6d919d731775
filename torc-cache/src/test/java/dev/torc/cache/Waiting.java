package dev.torc.cache;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.concurrent.Callable;

/** Waits with a deadline that a loaded machine meets. */
final class Waiting {
  private Waiting() {}

  static void until(Callable<Boolean> condition) {
    await().atMost(60, SECONDS).pollInterval(Duration.ofMillis(5)).until(condition);
  }
}

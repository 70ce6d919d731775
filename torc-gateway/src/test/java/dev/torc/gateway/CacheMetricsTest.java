package dev.torc.gateway;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.torc.cache.CacheRecorder;
import org.junit.jupiter.api.Test;

/** What moving keys cost, as a cache would tell it. */
final class CacheMetricsTest {

  @Test
  void whatMovingKeysCostIsCounted() {
    try (GatewayMetrics metrics = new GatewayMetrics()) {
      assertThat(metrics.scrape().lines())
          .contains(
              "torc_cache_tracked_writes_total 0.0",
              "torc_cache_held_total 0.0",
              "torc_cache_held_now 0.0",
              "torc_change_hold_seconds_count 0");
      CacheRecorder recorder = metrics.cacheRecorder();
      recorder.tracked(64);
      recorder.tracked(3);
      for (int i = 0; i < 5; i++) {
        recorder.heldBack();
      }
      recorder.released(2);
      recorder.holdEnded(MILLISECONDS.toNanos(7));
      recorder.holdEnded(MILLISECONDS.toNanos(30));
      assertThat(metrics.scrape().lines())
          .contains(
              "torc_cache_tracked_writes_total 67.0",
              "torc_cache_held_total 5.0",
              "torc_cache_held_now 3.0",
              "torc_change_hold_seconds_bucket{le=\"0.005\"} 0",
              "torc_change_hold_seconds_bucket{le=\"0.01\"} 1",
              "torc_change_hold_seconds_bucket{le=\"0.05\"} 2",
              "torc_change_hold_seconds_count 2",
              "torc_change_hold_seconds_sum 0.037");
    }
  }
}

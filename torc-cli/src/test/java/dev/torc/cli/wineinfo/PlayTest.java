package dev.torc.cli.wineinfo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.torc.cli.load.LoadListener;
import dev.torc.cli.load.Pace;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * The acts over sockets. The replicas' clock stands still: they forget nothing and do not recover,
 * so that nothing here depends on how fast this machine is.
 */
@Timeout(60)
final class PlayTest {
  private static final int REQUESTS = 110;

  private final Play play =
      new Play(new Pace.Closed(Duration.ofMillis(1), Duration.ofMillis(10)), () -> 0);

  private ActReport perform(Act act) {
    ActReport report = play.perform(act, LoadListener.NONE);
    assertThat(report.load().failures()).isEmpty();
    assertThat(report.load().requests()).isEqualTo(REQUESTS);
    assertThat(report.logs().stream().mapToLong(ReplicaLog::requests).sum()).isEqualTo(REQUESTS);
    assertThat(report.logs()).hasSize(act.replicas());
    assertThat(report.act()).isEqualTo(act);
    return report;
  }

  /** Eleven times each. */
  private static SortedMap<String, Long> each(String... queries) {
    SortedMap<String, Long> counts = new TreeMap<>();
    List.of(queries).forEach(query -> counts.put(query, 11L));
    return counts;
  }

  @Test
  void oneReplicaFailsAtTheSixthQuery() {
    ActReport report = perform(Act.ONE_REPLICA);
    assertThat(report.load().codes()).containsOnlyKeys(200, 500);
    assertThat(report.load().codes().get(200)).isGreaterThanOrEqualTo(5);
    assertThat(report.failures()).isEqualTo(report.load().codes().get(500));
    assertThat(report.logs().get(0).queries()).hasSize(10);
  }

  @Test
  void fourReplicasInTurnFailToo() {
    ActReport report = perform(Act.FOUR_REPLICAS);
    assertThat(report.load().codes()).containsOnlyKeys(200, 500);
    assertThat(report.failures()).isPositive();
  }

  @Test
  void fourReplicasByQueryNeverFail() {
    ActReport report = perform(Act.BY_QUERY);
    assertThat(report.load().codes()).isEqualTo(Map.of(200, (long) REQUESTS));
    assertThat(report.failures()).isZero();
    assertThat(report.logs().stream().map(log -> log.name().toString()))
        .containsExactly("127.0.0.1:8081", "127.0.0.1:8082", "127.0.0.1:8083", "127.0.0.1:8084");
    assertThat(report.logs().stream().map(ReplicaLog::queries))
        .containsExactly(
            each("rose", "white"),
            each("france", "greece", "pinot noir"),
            each("germany"),
            each("australia", "italy", "portugal", "red"));
  }

  @Test
  void everyActHasFreshReplicas() {
    perform(Act.ONE_REPLICA);
    // The first five are answered again.
    assertThat(perform(Act.ONE_REPLICA).load().codes().get(200)).isGreaterThanOrEqualTo(5);
  }
}

package dev.torc.bench.reshard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.torc.bench.reshard.Latencies.Window;
import dev.torc.bench.reshard.ModelledKeys.Movers;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Bounds, tables and JSON of results that are given. */
final class ReshardReportTest {
  private static final Violations NONE = new Violations(0, 0, 0, 0);
  private static final ReshardPlan PLAN =
      new ReshardPlan(1000, 7, 16, 4000, Duration.ofSeconds(1), Duration.ofSeconds(5));

  private static ChangeResult result(
      long moved, Movers movers, Violations violations, Double... holdMillis) {
    return new ChangeResult(
        RingChange.GROW,
        990,
        moved,
        movers,
        violations,
        new Window(20_000, 1.2345),
        new Window(8_000, 9.8765),
        List.of(holdMillis),
        2.5);
  }

  @Test
  void allIsMetAtTheBounds() {
    ChangeResult result = result(425, new Movers(400, 5), NONE, 3.0, 50.0);
    assertThat(result.movedRatio()).isEqualTo(1.05);
    assertThat(result.holdP99Millis()).isEqualTo(50.0);
    assertThat(result.isMet()).isTrue();
  }

  @Test
  void oneKeyMoreIsTooMany() {
    assertThat(result(426, new Movers(400, 5), NONE, 3.0).isMet()).isFalse();
    assertThat(result(1, new Movers(0, 0), NONE, 3.0).isMet()).isFalse();
    assertThat(result(0, new Movers(0, 0), NONE).isMet()).isTrue();
  }

  @Test
  void aLongerHoldIsTooLong() {
    assertThat(result(400, new Movers(400, 0), NONE, 3.0, 50.1).isMet()).isFalse();
  }

  @Test
  void oneHoldOfAHundredMayBeLonger() {
    Double[] holds = Collections.nCopies(100, 5.0).toArray(Double[]::new);
    holds[17] = 500.0;
    assertThat(result(400, new Movers(400, 0), NONE, holds).isMet()).isTrue();
    holds[18] = 60.0;
    assertThat(result(400, new Movers(400, 0), NONE, holds).holdP99Millis()).isEqualTo(60.0);
  }

  @Test
  void eachKindOfViolationIsOneTooMany() {
    for (Violations violations :
        List.of(
            new Violations(1, 0, 0, 0),
            new Violations(0, 1, 0, 0),
            new Violations(0, 0, 1, 0),
            new Violations(0, 0, 0, 1))) {
      assertThat(result(400, new Movers(400, 0), violations, 3.0).isMet())
          .as(violations.toString())
          .isFalse();
    }
  }

  @Test
  void jsonHasAnObjectForEachChange() {
    ChangeResult result = result(425, new Movers(400, 5), new Violations(1, 2, 3, 4), 3.0, 20.5);
    JsonNode json =
        JsonMapper.shared().readTree(new ReshardReport(PLAN, List.of(result, result)).json());
    assertThat(json.size()).isEqualTo(2);
    assertThat(json.get(0).toString())
        .isEqualTo(
            "{\"change\":\"3 to 5 nodes\",\"keys\":990,\"moved\":425,\"minimum\":400,"
                + "\"wrongMisses\":1,\"lostWrites\":2,\"staleReads\":3,\"clientErrors\":4,"
                + "\"p99BeforeMs\":1.235,\"p99DuringMs\":9.877,\"holdP99Ms\":20.5,"
                + "\"seconds\":2.5}");
  }

  @Test
  void markdownHasARowForEachChangeInBothTables() {
    ChangeResult result = result(425, new Movers(400, 5), new Violations(1, 2, 3, 4), 3.0, 20.5);
    assertThat(new ReshardReport(PLAN, List.of(result)).markdown("./torc bench reshard"))
        .contains("    ./torc bench reshard\n")
        .contains("| 3 to 5 nodes | 990 | 400 | 425 | 5 | 1.050 | 2 | 20.5 | 2.5 | no |")
        .contains("| 3 to 5 nodes | 1 | 2 | 3 | 4 | 1.23 | 9.88 | 8000 |");
  }
}

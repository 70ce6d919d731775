package dev.torc.gateway;

import static dev.torc.gateway.ScalingPolicy.Decision.ADD;
import static dev.torc.gateway.ScalingPolicy.Decision.NOTHING;
import static dev.torc.gateway.ScalingPolicy.Decision.REMOVE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.torc.gateway.ScalingPolicy.Decision;
import dev.torc.gateway.ScalingPolicy.Usage;
import java.time.Duration;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

final class ScalingPolicyTest {
  private static final int LEAST = 3;

  private final ScalingPolicy policy =
      new ScalingPolicy(
          new AutoscaleConfig(
              5,
              75,
              30,
              1000L,
              Duration.ofSeconds(60),
              Duration.ofSeconds(10),
              Duration.ofSeconds(10)));
  private long now = Long.MAX_VALUE - 5_000_000_000L;

  private void pass(long seconds) {
    now += seconds * 1_000_000_000L;
  }

  private Decision decide(boolean full, List<Usage> nodes) {
    return policy.decide(now, nodes, full, LEAST);
  }

  /** By percent of the memory that each has used. */
  private Decision decide(long... percent) {
    return decide(
        false, LongStream.of(percent).mapToObj(used -> new Usage(10, used, 100)).toList());
  }

  @Test
  void oneNodeAboveTheMarkIsEnough() {
    assertThat(decide(10, 74, 10)).isEqualTo(NOTHING);
    assertThat(decide(10, 75, 10)).isEqualTo(ADD);
    assertThat(decide(false, List.of(new Usage(999, 1, 100)))).isEqualTo(NOTHING);
    assertThat(decide(false, List.of(new Usage(1000, 1, 100)))).isEqualTo(ADD);
  }

  @Test
  void aNodeWithoutALimitIsNeverFull() {
    assertThat(decide(false, List.of(new Usage(1, 1L << 40, 0)))).isEqualTo(NOTHING);
  }

  @Test
  void thereAreNeverTooMany() {
    assertThat(decide(90, 90, 90, 90)).isEqualTo(ADD);
    assertThat(decide(90, 90, 90, 90, 90)).isEqualTo(NOTHING);
    assertThat(
            decide(
                true,
                List.of(
                    new Usage(1, 1, 1),
                    new Usage(1, 1, 1),
                    new Usage(1, 1, 1),
                    new Usage(1, 1, 1),
                    new Usage(1, 1, 1))))
        .isEqualTo(NOTHING);
  }

  @Test
  void afterAChangeItWaits() {
    policy.changed(now);
    pass(9);
    assertThat(decide(90, 10, 10)).isEqualTo(NOTHING);
    pass(1);
    assertThat(decide(90, 10, 10)).isEqualTo(ADD);
  }

  @Test
  void aWriteThatFoundNoRoomDoesNotWait() {
    policy.changed(now);
    assertThat(decide(true, List.of(new Usage(10, 10, 100)))).isEqualTo(ADD);
  }

  @Test
  void nodesGoOnlyWhenAllWereLowForLong() {
    assertThat(decide(10, 10, 10, 29)).isEqualTo(NOTHING);
    pass(59);
    assertThat(decide(10, 10, 10, 29)).isEqualTo(NOTHING);
    pass(1);
    assertThat(decide(10, 10, 10, 29)).isEqualTo(REMOVE);
    assertThat(decide(10, 10, 10, 30)).isEqualTo(NOTHING);
    pass(1);
    assertThat(decide(10, 10, 10, 29)).isEqualTo(NOTHING);
    pass(60);
    assertThat(decide(10, 10, 10)).as("as few as there may be").isEqualTo(NOTHING);
  }

  @Test
  void keysKeepANodeToo() {
    List<Usage> many =
        List.of(
            new Usage(300, 1, 100),
            new Usage(1, 1, 100),
            new Usage(1, 1, 100),
            new Usage(1, 1, 100));
    assertThat(decide(false, many)).isEqualTo(NOTHING);
    pass(61);
    assertThat(decide(false, many)).isEqualTo(NOTHING);
  }

  /** Else one of two nodes, with the other's keys, would be above the mark at once. */
  @Test
  void refusesMarksThatAreTooClose() {
    assertThatThrownBy(() ->
            TestGateway.config(
                "nodes: {embedded: 2}\nautoscale: {maxNodes: 4, highMemory: 50, lowMemory: 26}"))
        .hasMessageContaining("lowMemory: 26 (expected: at most half of highMemory, 50");
    assertThatThrownBy(() -> TestGateway.config("nodes: {embedded: 4}\nautoscale: {maxNodes: 4}"))
        .hasMessageContaining("autoscale: maxNodes 4 (expected: more than nodes.embedded, 4)");
    assertThatThrownBy(
            () -> TestGateway.config("nodes: {static: [\"h:1\"]}\nautoscale: {maxNodes: 4}"))
        .hasMessageContaining(
            "autoscale: with nodes that somebody else runs (expected: embedded ones)");
  }
}

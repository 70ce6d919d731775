package dev.torc.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.torc.cache.Estimate.Basis;
import dev.torc.cache.Estimate.NodeFigures;
import dev.torc.cache.Estimate.Rate;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What follows from an estimate's figures. */
final class EstimateTest {

  private static Estimate estimate(long keys, double rate, NodeFigures... nodes) {
    return new Estimate(
        "d",
        0.5,
        keys,
        0,
        0,
        true,
        new Rate(rate, Basis.ASSUMED),
        List.of(nodes),
        List.of(),
        List.of());
  }

  @Test
  void itTakesAsLongAsItsKeysAtItsRate() {
    assertThat(estimate(25_000, 50_000).duration()).isEqualTo(Duration.ofMillis(500));
    assertThat(estimate(0, 50_000).duration()).isEqualTo(Duration.ZERO);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Rate(0, Basis.LIMITED))
        .withMessage("keysPerSecond: 0.0 (expected: > 0)");
  }

  @Test
  void theBusiestIsComparedWithThoseThatOwnAPart() {
    Estimate estimate =
        estimate(
            1,
            1,
            new NodeFigures(0, "a", null, 0.4, 0.5, 300, 200),
            new NodeFigures(1, "b", null, 0.6, 0, 100, 0),
            new NodeFigures(2, "c", null, 0, 0.5, 0, 200));
    assertThat(estimate.maxToAverageBefore()).hasValue(1.5);
    assertThat(estimate.maxToAverageAfter()).hasValue(1);
    assertThat(estimate(1, 1).maxToAverageBefore()).isEmpty();
    assertThat(estimate(1, 1, new NodeFigures(0, "a", null, 1, 1, 0, 0)).maxToAverageAfter())
        .isEmpty();
  }
}

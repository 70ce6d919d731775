package dev.torc.cache.resharding;

import static org.assertj.core.api.Assertions.assertThat;

import dev.torc.cache.Estimate.Basis;
import dev.torc.cache.Estimate.Rate;
import dev.torc.cache.coordination.Change;
import dev.torc.cache.coordination.Change.Status;
import dev.torc.cache.coordination.ChangeRequest;
import dev.torc.cache.coordination.Move;
import dev.torc.cache.coordination.Origin;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How fast the next change is likely to be. */
final class ExpectedRateTest {
  private static final Rate ASSUMED = new Rate(50_000, Basis.ASSUMED);

  private static Change change(Status status, long moved, long millis) {
    return new Change(
        1,
        ChangeRequest.points(1),
        Origin.COMMAND,
        status,
        null,
        false,
        new Change.Times(10, 1000L, status.isOver() ? 1000 + millis : null),
        1,
        0.5,
        new Move.Progress(2 * moved, 10 * moved, moved, 1, 1, 1),
        List.of(),
        null);
  }

  @Test
  void itIsAssumedBeforeTheFirstChangeThatTells() {
    assertThat(ExpectedRate.of(List.of(), 0)).isEqualTo(ASSUMED);
    assertThat(
            ExpectedRate.of(
                List.of(
                    change(Status.COMMITTED, 9_999, 1000),
                    change(Status.COMMITTED, 20_000, 0),
                    change(Status.CANCELLED, 20_000, 1000),
                    change(Status.FAILED, 20_000, 1000),
                    change(Status.RUNNING, 20_000, 1000)),
                0))
        .isEqualTo(ASSUMED);
  }

  @Test
  void itIsThatOfTheLastFive() {
    List<Change> changes = new ArrayList<>();
    changes.add(change(Status.COMMITTED, 1_000_000, 1000));
    changes.add(change(Status.COMMITTED, 10_000, 1000));
    for (int i = 0; i < 4; i++) {
      changes.add(change(Status.COMMITTED, 40_000, 1000));
      changes.add(change(Status.COMMITTED, 5, 60_000));
    }
    assertThat(ExpectedRate.of(changes, 0)).isEqualTo(new Rate(34_000, Basis.MEASURED));
  }

  @Test
  void itIsNotAboveTheLimit() {
    List<Change> changes = List.of(change(Status.COMMITTED, 40_000, 1000));
    assertThat(ExpectedRate.of(changes, 30_000)).isEqualTo(new Rate(30_000, Basis.LIMITED));
    assertThat(ExpectedRate.of(changes, 60_000)).isEqualTo(new Rate(40_000, Basis.MEASURED));
    assertThat(ExpectedRate.of(List.of(), 100)).isEqualTo(new Rate(100, Basis.LIMITED));
    assertThat(ExpectedRate.of(List.of(), 60_000)).isEqualTo(ASSUMED);
  }
}

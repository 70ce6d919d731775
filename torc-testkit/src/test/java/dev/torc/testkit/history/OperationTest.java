package dev.torc.testkit.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class OperationTest {
  private static final List<Outcome> OUTCOMES =
      List.of(
          new Outcome.Stored(),
          new Outcome.Found("v"),
          new Outcome.Missing(),
          new Outcome.Deleted(),
          new Outcome.Unanswered(),
          new Outcome.Refused());

  @Test
  void anOutcomeFitsItsAction() {
    assertThat(fitting(new Action.Set("v", 0)))
        .containsExactlyInAnyOrder("stored", "unanswered", "refused");
    assertThat(fitting(new Action.Get()))
        .containsExactlyInAnyOrder("found v", "missing", "unanswered", "refused");
    assertThat(fitting(new Action.Delete()))
        .containsExactlyInAnyOrder("deleted", "missing", "unanswered", "refused");
  }

  private static Set<String> fitting(Action action) {
    Set<String> fitting = new HashSet<>();
    for (Outcome outcome : OUTCOMES) {
      try {
        fitting.add(new Operation("k", 1, action, outcome, 0, 0).outcome().toString());
      } catch (IllegalArgumentException e) {
        assertThat(e).hasMessageStartingWith("outcome of " + action + ": " + outcome);
      }
    }
    return fitting;
  }

  @Test
  void timesAreChecked() {
    assertThatThrownBy(() -> new Operation("k", 1, new Action.Get(), new Outcome.Missing(), 5, 4))
        .hasMessage("answered: 4 (expected: 5 or later)");
    assertThatThrownBy(() -> new Loss(5, 4, Set.of()))
        .hasMessage("end of the loss: 4 (expected: 5 or later)");
    assertThatThrownBy(() -> new Action.Set("a", -1))
        .hasMessage("time to live of a: -1 ns (expected: 0 or more)");
    assertThatThrownBy(() -> Linearizability.of(Duration.ofMillis(-1)))
        .hasMessage("expiry tolerance: PT-0.001S (expected: 0 or more)");
  }
}

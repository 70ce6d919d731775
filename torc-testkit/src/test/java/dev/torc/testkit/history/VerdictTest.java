package dev.torc.testkit.history;

import static dev.torc.testkit.history.Asked.client;
import static dev.torc.testkit.history.Judged.verdict;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What the verdict says. */
final class VerdictTest {

  @Test
  void theExplanationIsATimeline() {
    Verdict verdict =
        verdict(
            List.of(),
            client(1).set("a").at(1000, 1001),
            client(2).set("b").ttl(60_000).at(1002, 1004),
            client(3).delete().unanswered().at(1003, 1005),
            client(2).finds("a").at(1006, 1007));
    assertThat(verdict.violations().get(0).explanation())
        .isEqualTo(
            """
            key: client 2's get → found a: this value was gone by then
                       0 …          1 ms  client 1: set a → stored
                       2 …          4 ms  client 2: set b for 60000 ms → stored
                       3 …          ? ms  client 3: delete → unanswered
                       6 …          7 ms  client 2: get → found a  ←\
            """);
  }

  @Test
  void aLongTimelineIsCut() {
    List<Operation> operations = new ArrayList<>();
    operations.add(client(1).set("a").at(0, 1));
    for (int i = 1; i < 100; i++) {
      operations.add(client(1).set("b" + i).at(10L * i, 10L * i + 1));
    }
    operations.add(client(2).finds("a").at(2000, 2001));
    Violation violation = Judged.CHECK.check(operations, List.of()).violations().get(0);
    assertThat(violation.operations()).hasSize(25).startsWith(operations.get(0));
    assertThat(violation.explanation()).contains("\n  (without 76 others before)\n");
  }

  @Test
  void keysAreJudgedApart() {
    History history = new History();
    for (int i = 0; i < 3; i++) {
      String key = "key" + i;
      history.record(new Operation(key, 1, new Action.Set("a", 0), new Outcome.Stored(), 0, 1));
      Outcome outcome = i == 1 ? new Outcome.Missing() : new Outcome.Found("a");
      history.record(new Operation(key, 1, new Action.Get(), outcome, 2, 3));
    }
    Verdict verdict = Judged.CHECK.check(history);
    assertThat(verdict.violations()).extracting(Violation::key).containsExactly("key1");
    assertThat(verdict.operations()).isEqualTo(6);
    assertThat(verdict.keys()).isEqualTo(3);
    assertThat(verdict.undecided()).isZero();
    history.lost(new Loss(1, 2, Set.of()));
    assertThat(Judged.CHECK.check(history).linearizable()).isTrue();
  }

  @Test
  void aSearchBeyondItsBoundIsUndecided() {
    Verdict verdict =
        Linearizability.bounded(Judged.TOLERANCE, 1)
            .check(
                List.of(
                    client(1).set("a").at(0, 1),
                    client(2).finds("a").at(2, 3),
                    client(1).set("b").at(4, 5)),
                List.of());
    assertThat(verdict.undecided()).isEqualTo(1);
    assertThat(verdict.violations()).isEmpty();
    assertThat(verdict.linearizable()).isFalse();
  }

  @Test
  void aValueThatIsSetTwiceIsRefused() {
    assertThatThrownBy(() ->
            verdict(List.of(), client(1).set("a").at(0, 1), client(2).set("a").refused().at(2, 3)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("value set for key: a (expected: each value once)");
  }
}

package dev.torc.testkit.history;

import static dev.torc.testkit.history.Asked.client;
import static dev.torc.testkit.history.Judged.illegal;
import static dev.torc.testkit.history.Judged.legal;

import dev.torc.testkit.history.Violation.Kind;
import org.junit.jupiter.api.Test;

/** Writes whose answer never came. */
final class UnansweredTest {

  @Test
  void theyMayHaveHappenedOrNot() {
    legal(client(1).set("a").unanswered().at(0, 1), client(2).misses().at(2, 3));
    legal(client(1).set("a").unanswered().at(0, 1), client(2).finds("a").at(2, 3));
  }

  @Test
  void aSetMayTakeEffectLate() {
    legal(
        client(1).set("a").unanswered().at(0, 1),
        client(2).set("b").at(10, 11),
        client(2).finds("b").at(12, 13),
        client(2).finds("a").at(1000, 1001));
  }

  @Test
  void aSetTakesEffectOnce() {
    illegal(
        Kind.STALE_READ,
        client(1).set("a").unanswered().at(0, 1),
        client(2).finds("a").at(2, 3),
        client(2).set("b").at(10, 11),
        client(2).finds("a").at(12, 13));
    illegal(
        Kind.STALE_READ,
        client(2).set("b").at(0, 1),
        client(1).set("a").unanswered().at(2, 3),
        client(2).finds("b").at(4, 5),
        client(2).finds("a").at(6, 7),
        client(2).finds("b").at(8, 9));
  }

  @Test
  void aSetMayNotTakeEffectBeforeItIsSent() {
    illegal(
        Kind.IMPOSSIBLE_VALUE,
        client(2).misses().at(0, 1),
        client(1).set("a").unanswered().at(10, 11),
        client(2).finds("a").at(2, 3));
  }

  @Test
  void aDeleteMayTakeEffectLateAndOnce() {
    legal(
        client(2).set("a").at(0, 1),
        client(1).delete().unanswered().at(2, 3),
        client(2).finds("a").at(4, 5),
        client(2).set("b").at(6, 7),
        client(2).finds("b").at(8, 9),
        client(2).misses().at(10, 11));
    illegal(
        Kind.WRONG_MISS,
        client(2).set("a").at(0, 1),
        client(1).delete().unanswered().at(2, 3),
        client(2).misses().at(4, 5),
        client(2).set("b").at(6, 7),
        client(2).misses().at(10, 11));
  }

  @Test
  void aDeleteMayNotTakeEffectBeforeItIsSent() {
    illegal(
        Kind.WRONG_MISS,
        client(2).set("a").at(0, 1),
        client(1).delete().unanswered().at(10, 11),
        client(2).misses().at(2, 3));
  }

  @Test
  void twoDeletesExplainTwoMisses() {
    legal(
        client(1).delete().unanswered().at(0, 1),
        client(1).delete().unanswered().at(2, 3),
        client(2).set("a").at(4, 5),
        client(2).misses().at(6, 7),
        client(2).set("b").at(8, 9),
        client(2).misses().at(10, 11));
  }

  @Test
  void aSetThatNobodyReadsIsThereForADelete() {
    legal(client(1).set("a").unanswered().at(0, 1), client(2).deletes().at(10, 11));
    illegal(
        Kind.OTHER,
        client(1).set("a").unanswered().at(0, 1),
        client(2).deletes().at(10, 11),
        client(2).deletes().at(12, 13));
  }

  @Test
  void aGetTellsNothing() {
    Operation get = new Operation(Asked.KEY, 2, new Action.Get(), new Outcome.Unanswered(), 2, 3);
    legal(client(1).set("a").at(0, 1), get, client(2).finds("a").at(4, 5));
  }
}

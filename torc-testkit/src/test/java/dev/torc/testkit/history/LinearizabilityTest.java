package dev.torc.testkit.history;

import static dev.torc.testkit.history.Asked.client;
import static dev.torc.testkit.history.Judged.illegal;
import static dev.torc.testkit.history.Judged.legal;
import static dev.torc.testkit.history.Judged.verdict;
import static org.assertj.core.api.Assertions.assertThat;

import dev.torc.testkit.history.Violation.Kind;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Operations that all were answered, one after another or at once, or refused. */
final class LinearizabilityTest {

  @Test
  void aRegisterReturnsWhatWasSetLast() {
    legal(
        client(1).misses().at(0, 1),
        client(1).set("a").at(2, 3),
        client(2).finds("a").at(4, 5),
        client(1).set("b").at(6, 7),
        client(2).finds("b").at(8, 9),
        client(2).deletes().at(10, 11),
        client(1).misses().at(12, 13),
        client(1).deletesNothing().at(14, 15),
        client(1).set("c").at(16, 17),
        client(2).finds("c").at(18, 19));
  }

  @Test
  void aStaleReadFails() {
    illegal(
        Kind.STALE_READ,
        client(1).set("a").at(0, 1),
        client(1).set("b").at(2, 3),
        client(2).finds("a").at(4, 5));
  }

  @Test
  void aReadOlderThanOneBeforeFails() {
    illegal(
        Kind.STALE_READ,
        client(1).set("a").at(0, 1),
        client(1).set("b").at(2, 30),
        client(2).finds("b").at(4, 5),
        client(3).finds("a").at(6, 7));
  }

  @Test
  void aResurrectedDeletedKeyFails() {
    illegal(
        Kind.STALE_READ,
        client(1).set("a").at(0, 1),
        client(1).deletes().at(2, 3),
        client(2).finds("a").at(4, 5));
    illegal(
        Kind.OTHER,
        client(1).set("a").at(0, 1),
        client(1).deletes().at(2, 3),
        client(2).deletes().at(4, 5));
  }

  @Test
  void aWrongMissFails() {
    illegal(Kind.WRONG_MISS, client(1).set("a").at(0, 1), client(2).misses().at(2, 3));
    illegal(Kind.WRONG_MISS, client(1).set("a").at(0, 1), client(2).deletesNothing().at(2, 3));
  }

  @Test
  void aMissBetweenTwoFindsIsWrong() {
    Verdict verdict =
        verdict(
            List.of(),
            client(1).set("a").at(0, 1),
            client(2).finds("a").at(2, 3),
            client(2).misses().at(4, 5),
            client(2).finds("a").at(6, 7));
    assertThat(verdict.violations()).extracting(Violation::kind).containsExactly(Kind.WRONG_MISS);
  }

  @Test
  void anAcknowledgedWriteThatIsNeverSeenIsLost() {
    Verdict verdict =
        verdict(
            List.of(),
            client(1).set("a").at(0, 1),
            client(2).misses().at(2, 3),
            client(3).misses().at(4, 5),
            client(1).set("b").at(6, 7),
            client(3).finds("b").at(8, 9));
    assertThat(verdict.violations()).extracting(Violation::kind).containsExactly(Kind.LOST_WRITE);
  }

  @Test
  void anAcknowledgedWriteThatAnOlderValueReplacesFails() {
    illegal(
        Kind.STALE_READ,
        client(1).set("a").at(0, 1),
        client(2).set("b").at(2, 3),
        client(3).finds("b").at(4, 5),
        client(3).finds("a").at(6, 7));
  }

  @Test
  void aValueThatNobodyWroteFails() {
    illegal(Kind.IMPOSSIBLE_VALUE, client(1).set("a").at(0, 1), client(2).finds("x").at(2, 3));
  }

  @Test
  void aValueOfTheFutureFails() {
    Verdict verdict =
        verdict(List.of(), client(2).finds("a").at(0, 1), client(1).set("a").at(2, 3));
    assertThat(verdict.violations())
        .extracting(Violation::kind)
        .containsExactly(Kind.IMPOSSIBLE_VALUE);
  }

  @Test
  void aDeleteOfNothingThatSaysThereWasAKeyFails() {
    illegal(Kind.OTHER, client(1).deletes().at(0, 1));
  }

  @Test
  void readsDuringAWriteMaySeeEither() {
    legal(
        client(1).set("a").at(0, 1),
        client(1).set("b").at(10, 20),
        client(2).finds("a").at(11, 12),
        client(3).finds("b").at(13, 14),
        client(2).finds("b").at(15, 16));
  }

  @Test
  void readsDuringAWriteMayNotFlipBack() {
    illegal(
        Kind.STALE_READ,
        client(1).set("a").at(0, 1),
        client(3).finds("b").at(11, 12),
        client(1).set("b").at(10, 20),
        client(2).finds("a").at(13, 24));
  }

  @Test
  void twoWritesEndInEitherOrder() {
    legal(
        client(1).set("a").at(0, 10),
        client(2).set("b").at(0, 10),
        client(3).finds("b").at(5, 6),
        client(3).finds("a").at(11, 12),
        client(4).finds("a").at(13, 14));
  }

  @Test
  void twoReadersMustAgreeOnTheOrderOfTwoWrites() {
    illegal(
        Kind.STALE_READ,
        client(1).set("a").at(0, 30),
        client(2).set("b").at(0, 30),
        client(3).finds("a").at(31, 32),
        client(4).finds("b").at(33, 34));
  }

  @Test
  void aDeleteExplainsMissesOnBothSidesOfAWriteOnlyOnce() {
    legal(
        client(1).set("a").at(0, 1),
        client(1).deletes().at(10, 20),
        client(2).set("b").at(10, 20),
        client(3).misses().at(12, 13),
        client(3).finds("b").at(21, 22));
    illegal(
        Kind.WRONG_MISS,
        client(1).set("a").at(0, 1),
        client(3).finds("b").at(14, 15),
        client(1).deletes().at(10, 20),
        client(2).set("b").at(10, 20),
        client(3).misses().at(12, 23),
        client(3).finds("b").at(24, 25),
        client(4).misses().at(26, 27));
  }

  @Test
  void twoDeletesTakeOneValueOnlyOnce() {
    legal(
        client(1).set("a").at(0, 1),
        client(1).deletes().at(10, 20),
        client(2).deletesNothing().at(10, 20));
    illegal(
        Kind.OTHER,
        client(1).set("a").at(0, 1),
        client(1).deletes().at(10, 20),
        client(2).deletes().at(10, 20));
  }

  @Test
  void aWriteThatNobodyReadsIsThereForTheSecondDelete() {
    legal(
        client(1).set("a").at(0, 1),
        client(1).deletes().at(10, 20),
        client(3).set("b").at(10, 20),
        client(2).deletes().at(10, 20),
        client(4).misses().at(21, 22));
  }

  @Test
  void whatMeetsInOneNanosecondIsConcurrent() {
    legal(client(1).set("a").at(0, 10), client(2).misses().at(10, 20));
  }

  @Test
  void whatWasRefusedHasNoEffect() {
    legal(
        client(1).set("a").at(0, 1),
        client(1).set("b").refused().at(2, 3),
        client(1).delete().refused().at(4, 5),
        client(2).finds("a").at(6, 7));
  }

  @Test
  void aRefusedSetThatIsReadFails() {
    illegal(
        Kind.IMPOSSIBLE_VALUE,
        client(1).set("a").at(0, 1),
        client(1).set("b").refused().at(2, 3),
        client(2).finds("b").at(6, 7));
  }

  @Test
  void aRefusedDeleteThatHappensFails() {
    illegal(
        Kind.WRONG_MISS,
        client(1).set("a").at(0, 1),
        client(1).delete().refused().at(2, 3),
        client(2).misses().at(6, 7));
  }

  @Test
  void aRefusedSetIsNotThereForADelete() {
    illegal(Kind.OTHER, client(1).set("a").refused().at(0, 1), client(2).deletes().at(2, 3));
  }
}

package dev.torc.bench.torture;

import static org.assertj.core.api.Assertions.assertThat;

import dev.torc.testkit.history.Action;
import dev.torc.testkit.history.Operation;
import dev.torc.testkit.history.Outcome;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What keys that retire are checked for, and what a killed node excuses. */
final class JudgeTest {
  private final CountDownLatch end = new CountDownLatch(1);
  private final Findings findings = new Findings(end);
  private final Losses losses = new Losses(true);
  private final Judge judge = new Judge(losses, findings);

  @AfterEach
  void close() {
    judge.close();
  }

  /** Stored, and then not there. */
  private static void storeAndMiss(Subject subject, long storedNanos, long missedNanos) {
    subject.record(
        new Operation(
            subject.key(),
            0,
            new Action.Set("v", 0),
            new Outcome.Stored(),
            storedNanos,
            storedNanos + 1));
    subject.record(
        new Operation(
            subject.key(),
            1,
            new Action.Get(),
            new Outcome.Missing(),
            missedNanos,
            missedNanos + 1));
  }

  @Test
  void aViolationEndsTheRun() throws InterruptedException {
    Subject lost = new Subject("lost");
    long now = System.nanoTime();
    storeAndMiss(lost, now - 100, now - 50);
    Subject fine = new Subject("fine");
    fine.record(new Operation("fine", 0, new Action.Get(), new Outcome.Missing(), 1, 2));
    judge.retire(fine);
    judge.retire(lost);
    Judge.Checked checked = judge.finish();
    assertThat(checked.keys()).isEqualTo(2);
    assertThat(checked.operations()).isEqualTo(3);
    assertThat(checked.undecided()).isZero();
    assertThat(findings.count()).isOne();
    assertThat(findings.kept().get(0).subject()).isEqualTo("lost");
    assertThat(findings.kept().get(0).explanation()).contains("the key was there");
    assertThat(end.getCount()).isZero();
  }

  @Test
  void aKilledNodeExcusesWhatVanishesUntilItIsFoundOut() throws InterruptedException {
    long before = System.nanoTime();
    losses.open();
    Subject excused = new Subject("excused");
    storeAndMiss(excused, before - 100, System.nanoTime());
    judge.retire(excused);
    losses.restarted();
    losses.quiet(System.nanoTime());
    long after = System.nanoTime();
    Subject lost = new Subject("lost");
    storeAndMiss(lost, after + 1, after + 100);
    judge.retire(lost);
    judge.finish();
    assertThat(losses.count()).isOne();
    assertThat(findings.kept()).extracting(Findings.Finding::subject).containsExactly("lost");
  }

  @Test
  void aKillAfterTheLastQuietMomentOrUnderWayIsStillOpen() throws InterruptedException {
    long quiet = System.nanoTime();
    losses.open();
    losses.quiet(System.nanoTime());
    losses.restarted();
    losses.quiet(quiet);
    Subject excused = new Subject("excused");
    storeAndMiss(excused, quiet - 100, System.nanoTime());
    judge.retire(excused);
    judge.finish();
    assertThat(findings.count()).isZero();
  }
}

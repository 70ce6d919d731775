package dev.torc.testkit.history;

import static org.assertj.core.api.Assertions.assertThat;

import dev.torc.testkit.history.SimulatedRegister.Load;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Small random histories, judged like {@link Exhaustion} judges them. */
final class ExhaustionTest {
  private static final int HISTORIES = 15_000;
  private static final int END = 14;

  /** What a random history is made of. */
  private record Sample(List<Operation> operations, List<Loss> losses, long tolerance) {

    static Sample random(Random random) {
      int count = 2 + random.nextInt(8);
      long tolerance = random.nextInt(3);
      List<Loss> losses = new ArrayList<>();
      for (int i = random.nextInt(6); i > 3; i--) {
        long from = random.nextInt(END);
        losses.add(new Loss(from, from + random.nextInt(3), Set.of()));
      }
      List<Operation> operations = new ArrayList<>();
      boolean deletes = random.nextBoolean();
      int lives = random.nextInt(3);
      for (int i = 0; i < count; i++) {
        operations.add(operation(random, i, count, deletes, lives));
      }
      return new Sample(operations, losses, tolerance);
    }

    /** A right register's history, or that with one or two answers changed. */
    static Sample simulated(Random random) {
      Load load =
          new Load(
              2 + random.nextInt(5),
              6 + random.nextInt(7),
              6 + random.nextInt(10),
              20 + random.nextInt(40),
              random.nextInt(30),
              random.nextInt(100),
              random.nextInt(40),
              random.nextInt(3));
      SimulatedRegister register = SimulatedRegister.run(random, "k", load);
      List<Operation> operations = new ArrayList<>(register.operations());
      for (int changes = random.nextInt(4); changes > 0; changes--) {
        operations.replaceAll(operation ->
            random.nextInt(operations.size()) == 0 ? changed(random, operation) : operation);
      }
      return new Sample(operations, register.losses(), load.tolerance());
    }

    private static Operation changed(Random random, Operation operation) {
      Outcome outcome = operation.outcome();
      if (operation.action() instanceof Action.Get) {
        outcome =
            outcome instanceof Outcome.Missing || random.nextBoolean()
                ? new Outcome.Found("v" + random.nextInt(6))
                : new Outcome.Missing();
      } else if (operation.action() instanceof Action.Delete) {
        outcome =
            outcome instanceof Outcome.Missing ? new Outcome.Deleted() : new Outcome.Missing();
      } else if (random.nextBoolean()) {
        outcome = new Outcome.Refused();
      }
      return new Operation(
          operation.key(),
          operation.client(),
          operation.action(),
          outcome,
          operation.invokedNanos(),
          operation.answeredNanos());
    }

    private static Operation operation(
        Random random, int index, int count, boolean deletes, int lives) {
      long invoked = random.nextInt(END);
      long answered = invoked + random.nextInt(random.nextInt(4) == 0 ? END : 4);
      int choice = random.nextInt(deletes ? 10 : 8);
      Action action = new Action.Delete();
      Outcome outcome = random.nextBoolean() ? new Outcome.Deleted() : new Outcome.Missing();
      if (index < 2 || choice < 4) {
        long ttl = random.nextInt(3) < lives ? 1 + random.nextInt(6) : 0;
        action = new Action.Set("v" + index, ttl);
        outcome = new Outcome.Stored();
      } else if (choice < 8) {
        action = new Action.Get();
        outcome =
            random.nextInt(3) == 0
                ? new Outcome.Missing()
                : new Outcome.Found("v" + random.nextInt(Math.min(count, 4)));
      }
      int fate = random.nextInt(12);
      if (fate < 3 && !(action instanceof Action.Get)) {
        outcome = new Outcome.Unanswered();
      } else if (fate == 3) {
        outcome = new Outcome.Refused();
      }
      return new Operation("k", index, action, outcome, invoked, answered);
    }

    boolean exhausted() {
      return Exhaustion.linearizable(operations, losses, tolerance);
    }

    Verdict verdict() {
      return Linearizability.of(Duration.ofNanos(tolerance)).check(operations, losses);
    }

    /** What was known when the first answers were there. */
    Sample after(int answers) {
      List<Operation> sorted = new ArrayList<>(operations);
      sorted.sort(Comparator.comparingLong(Operation::answeredNanos));
      List<Operation> known = new ArrayList<>(sorted.subList(0, answers));
      long now = known.isEmpty() ? -1 : known.get(answers - 1).answeredNanos();
      for (Operation later : sorted.subList(answers, sorted.size())) {
        if (later.invokedNanos() <= now && !(later.outcome() instanceof Outcome.Refused)) {
          known.add(
              new Operation(
                  later.key(),
                  later.client(),
                  later.action(),
                  new Outcome.Unanswered(),
                  later.invokedNanos(),
                  later.answeredNanos()));
        }
      }
      return new Sample(known, losses, tolerance);
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6})
  void theVerdictIsThatOfTryingEverything(long seed) {
    Random random = new Random(seed);
    int right = 0;
    for (int i = 0; i < HISTORIES; i++) {
      Sample sample = seed % 2 == 0 ? Sample.simulated(random) : Sample.random(random);
      boolean expected = sample.exhausted();
      Verdict verdict = sample.verdict();
      assertThat(verdict.linearizable()).as("%s", sample).isEqualTo(expected);
      assertThat(verdict.undecided()).isZero();
      right += expected ? 1 : 0;
    }
    assertThat(right).isBetween(HISTORIES / 5, HISTORIES * 4 / 5);
  }

  @ParameterizedTest
  @ValueSource(longs = {7, 8})
  void theWrongAnswerIsTheFirstThatCannotBeExplained(long seed) {
    Random random = new Random(seed);
    int found = 0;
    for (int i = 0; i < HISTORIES; i++) {
      Sample sample = Sample.random(random);
      if (sample.exhausted()) {
        continue;
      }
      found++;
      int answers = 1;
      while (sample.after(answers).exhausted()) {
        answers++;
      }
      Operation wrong = sample.after(answers).operations().get(answers - 1);
      assertThat(sample.verdict().violations())
          .as("%s", sample)
          .singleElement()
          .satisfies(violation ->
              assertThat(violation.explanation())
                  .contains("client " + wrong.client() + "'s " + wrong.action()));
    }
    assertThat(found).isGreaterThan(HISTORIES / 5);
  }
}

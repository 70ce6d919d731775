package dev.torc.testkit.history;

import static org.assertj.core.api.Assertions.assertThat;

import dev.torc.testkit.history.SimulatedRegister.Load;
import dev.torc.testkit.history.Violation.Kind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Long histories: those of a right register must pass, and fail when an answer is made wrong. */
final class SimulatedRegisterTest {
  private static final Linearizability CHECK =
      Linearizability.of(Duration.ofNanos(Load.lasting(1, 1).tolerance()));

  @ParameterizedTest
  @CsvSource(
      textBlock =
          """
          # clients, operations, sets, deletes, mortal, open, losses
          1,  500, 40, 10, 30, 10, 2
          2,  500, 40, 10, 30, 10, 2
          8,  500, 50,  0,  0,  0, 0
          8,  500, 40, 20,  0, 10, 0
          8,  500, 40, 10, 50, 10, 3
          8,  500,  5,  2, 90, 30, 3
          32, 1000, 50, 0,  0,  3, 0
          32, 1000, 40, 15, 0, 10, 3
          32, 1000, 40, 15, 30, 5, 3
          32, 1000, 10, 5, 100, 5, 3
          """)
  void aRightRegisterPasses(
      int clients, int operations, int sets, int deletes, int mortal, int open, int losses) {
    Random random = new Random(clients + operations + sets);
    History history = new History();
    for (int key = 0; key < 40; key++) {
      SimulatedRegister register =
          SimulatedRegister.run(
              random,
              "key" + key,
              new Load(clients, operations, 100, sets, deletes, mortal, open, losses));
      register.operations().forEach(history::record);
      register.losses().forEach(history::lost);
    }
    Verdict verdict = CHECK.check(history);
    assertThat(verdict.violations()).isEmpty();
    assertThat(verdict.undecided()).isZero();
    assertThat(verdict.operations()).isEqualTo(40L * operations);
  }

  /** A get is answered with the value of a set that another one certainly overwrote. */
  @Test
  void aStaleReadIsFoundAmongManyOperations() {
    assertFound(
        Kind.STALE_READ,
        (operations, get) -> {
          long overwritten = Long.MIN_VALUE;
          for (Operation set : sets(operations)) {
            if (set.answeredNanos() < get.invokedNanos()) {
              overwritten = Math.max(overwritten, set.invokedNanos());
            }
          }
          for (Operation set : sets(operations)) {
            if (set.answeredNanos() < overwritten) {
              return new Outcome.Found(((Action.Set) set.action()).value());
            }
          }
          return get.outcome();
        });
  }

  /** A get misses after a set was answered, where nothing takes keys away. */
  @Test
  void aWrongMissIsFoundAmongManyOperations() {
    assertFound(
        Kind.WRONG_MISS,
        (operations, get) ->
            sets(operations).stream().anyMatch(set -> set.answeredNanos() < get.invokedNanos())
                ? new Outcome.Missing()
                : get.outcome());
  }

  /** A get finds what was never set. */
  @Test
  void anImpossibleValueIsFoundAmongManyOperations() {
    assertFound(Kind.IMPOSSIBLE_VALUE, (operations, get) -> new Outcome.Found("x"));
  }

  /** Makes one answer wrong. */
  private interface Mutation {
    Outcome of(List<Operation> operations, Operation get);
  }

  private static List<Operation> sets(List<Operation> operations) {
    return operations.stream().filter(call -> call.action() instanceof Action.Set).toList();
  }

  private static void assertFound(Kind kind, Mutation mutation) {
    Random random = new Random(42);
    int mutated = 0;
    int sameKind = 0;
    for (int round = 0; round < 200; round++) {
      List<Operation> operations =
          new ArrayList<>(
              SimulatedRegister.run(random, "key", Load.lasting(1 + random.nextInt(32), 400))
                  .operations());
      int index = random.nextInt(operations.size());
      Operation get = operations.get(index);
      if (!(get.action() instanceof Action.Get)) {
        continue;
      }
      Outcome wrong = mutation.of(operations, get);
      if (wrong.equals(get.outcome())) {
        continue;
      }
      mutated++;
      operations.set(
          index,
          new Operation(
              get.key(),
              get.client(),
              get.action(),
              wrong,
              get.invokedNanos(),
              get.answeredNanos()));
      Verdict verdict = CHECK.check(operations, List.of());
      assertThat(verdict.violations()).as("%s", operations).hasSize(1);
      if (verdict.violations().get(0).kind() == kind) {
        sameKind++;
      }
    }
    assertThat(mutated).isGreaterThan(60);
    assertThat(sameKind).isGreaterThan(mutated * 9 / 10);
  }
}

package dev.torc.testkit.history;

import dev.torc.testkit.history.Step.Kind;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What was asked and answered about one key, by the times of the answers. Immutable. */
final class KeyHistory {
  private final String key;
  private final List<Operation> operations;
  private final Map<String, Operation> sets;
  private final LossWindows losses;
  private final long toleranceNanos;

  /**
   * Sorts the operations.
   *
   * @throws IllegalArgumentException if two sets have one value
   */
  KeyHistory(String key, List<Operation> operations, List<Loss> losses, long toleranceNanos) {
    this.key = key;
    this.operations = new ArrayList<>(operations);
    this.operations.sort(Comparator.comparingLong(Operation::answeredNanos));
    this.losses = new LossWindows(losses.stream().filter(loss -> loss.concerns(key)).toList());
    this.toleranceNanos = toleranceNanos;
    this.sets = new HashMap<>();
    for (Operation operation : operations) {
      if (operation.action() instanceof Action.Set set
          && sets.put(set.value(), operation) != null) {
        throw new IllegalArgumentException(
            "value set for " + key + ": " + set.value() + " (expected: each value once)");
      }
    }
  }

  String key() {
    return key;
  }

  /** How many operations there are. */
  int size() {
    return operations.size();
  }

  /** The operations by the times of their answers. */
  List<Operation> operations() {
    return operations;
  }

  /** The set of a value, whatever became of it; null if there is none. */
  @Nullable Operation setOf(String value) {
    return sets.get(value);
  }

  /**
   * What is known when the first {@code answers} operations are answered: later answers are not,
   * and a write that has begun may have happened or not.
   *
   * @return empty if a get found what nobody can have written or what must have expired before the
   *     get began: no order can explain that
   */
  Optional<Steps> after(int answers) {
    List<Step> steps = new ArrayList<>();
    List<Spare> spares = new ArrayList<>();
    Map<String, List<Operation>> finds = finds(answers);
    addAnswersAboutAbsence(steps, answers);
    long now = answers == 0 ? Long.MIN_VALUE : operations.get(answers - 1).answeredNanos();
    for (int i = 0; i < operations.size(); i++) {
      Operation operation = operations.get(i);
      boolean known = i < answers && !operation.unanswered();
      if (operation.refused() || (i >= answers && operation.invokedNanos() > now)) {
        continue;
      }
      if (operation.action() instanceof Action.Set set) {
        List<Operation> found = finds.remove(set.value());
        if (found == null && !known) {
          spares.add(new Spare(operation.invokedNanos(), fadesFrom(operation, set)));
        } else if (!addBlock(steps, operation, set, known, found == null ? List.of() : found)) {
          return Optional.empty();
        }
      } else if (operation.action() instanceof Action.Delete && !known) {
        spares.add(new Spare(Steps.NEVER, operation.invokedNanos()));
      }
    }
    return finds.isEmpty() ? Optional.of(new Steps(steps, spares, losses)) : Optional.empty();
  }

  private Map<String, List<Operation>> finds(int answers) {
    Map<String, List<Operation>> finds = new HashMap<>();
    for (Operation operation : operations.subList(0, answers)) {
      if (operation.outcome() instanceof Outcome.Found found) {
        finds.computeIfAbsent(found.value(), value -> new ArrayList<>(2)).add(operation);
      }
    }
    return finds;
  }

  private void addAnswersAboutAbsence(List<Step> steps, int answers) {
    for (Operation operation : operations.subList(0, answers)) {
      if (operation.missing()) {
        steps.add(Step.of(Kind.MISS, operation));
      } else if (operation.outcome() instanceof Outcome.Deleted) {
        steps.add(Step.of(Kind.DELETE, operation));
      }
    }
  }

  private boolean addBlock(
      List<Step> steps, Operation write, Action.Set set, boolean known, List<Operation> gets) {
    long earliest = write.invokedNanos();
    long latest = known ? write.answeredNanos() : Steps.NEVER;
    for (Operation get : gets) {
      earliest = Math.max(earliest, get.invokedNanos());
      latest = Math.min(latest, get.answeredNanos());
    }
    long fadesUntil = known ? fadesUntil(write, set) : Steps.NEVER;
    steps.add(new Step(Kind.WRITE, earliest, latest, fadesFrom(write, set), fadesUntil));
    return latest >= write.invokedNanos() && earliest <= fadesUntil;
  }

  private long fadesFrom(Operation write, Action.Set set) {
    return set.ttlNanos() == 0
        ? Steps.NEVER
        : Math.max(
            write.invokedNanos(), plus(write.invokedNanos(), set.ttlNanos() - toleranceNanos));
  }

  private long fadesUntil(Operation write, Action.Set set) {
    return set.ttlNanos() == 0
        ? Steps.NEVER
        : plus(plus(write.answeredNanos(), set.ttlNanos()), toleranceNanos);
  }

  private static long plus(long time, long duration) {
    return duration > 0 && time > Steps.NEVER - duration ? Steps.NEVER : time + duration;
  }
}

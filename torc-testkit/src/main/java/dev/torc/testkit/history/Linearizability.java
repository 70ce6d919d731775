package dev.torc.testkit.history;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Decides whether the answers of a cache are those of one register per key: whether there is an
 * order of each key's operations, each at some time between its invocation and its answer, in which
 * every get returns what was set last.
 *
 * <ul>
 *   <li>A write without an answer may happen at any time after its invocation, also after all
 *       others, once or not at all.
 *   <li>A set with a time to live makes the key vanish, unless it is written again, at some time
 *       between invocation + time to live − tolerance and answer + time to live + tolerance; if it
 *       has no answer, at some time after the former or never.
 *   <li>Within a {@link Loss} a key may vanish at any time and repeatedly.
 *   <li>A refused operation did not happen.
 * </ul>
 *
 * <p>Values must be unique among the sets of a key, which makes the search fast: a key of a
 * thousand operations takes a few milliseconds; one that violates, up to seconds. Immutable and
 * thread-safe.
 */
public final class Linearizability {
  private static final int STATES_PER_KEY = 1 << 19;

  private final long toleranceNanos;
  private final int bound;

  private Linearizability(long toleranceNanos, int bound) {
    this.toleranceNanos = toleranceNanos;
    this.bound = bound;
  }

  /**
   * A check of histories.
   *
   * @param expiryTolerance how far an expiry may be off, 0 or more
   */
  public static Linearizability of(Duration expiryTolerance) {
    return bounded(expiryTolerance, STATES_PER_KEY);
  }

  /** A check that gives a key up after so many states. */
  static Linearizability bounded(Duration expiryTolerance, int states) {
    if (expiryTolerance.isNegative()) {
      throw new IllegalArgumentException(
          "expiry tolerance: " + expiryTolerance + " (expected: 0 or more)");
    }
    return new Linearizability(expiryTolerance.toNanos(), states);
  }

  /**
   * Checks what was recorded so far.
   *
   * @throws IllegalArgumentException if two sets of a key have the same value
   */
  public Verdict check(History history) {
    return check(history.operations(), history.losses());
  }

  /**
   * Checks operations in any order, of any keys.
   *
   * @throws IllegalArgumentException if two sets of a key have the same value
   */
  public Verdict check(Collection<Operation> operations, Collection<Loss> losses) {
    Map<String, List<Operation>> byKey = new LinkedHashMap<>();
    for (Operation operation : operations) {
      byKey.computeIfAbsent(operation.key(), key -> new ArrayList<>()).add(operation);
    }
    List<Loss> allLosses = List.copyOf(losses);
    List<Diagnosis> diagnoses = new ArrayList<>();
    long undecided = 0;
    for (Map.Entry<String, List<Operation>> entry : byKey.entrySet()) {
      KeyHistory history =
          new KeyHistory(entry.getKey(), entry.getValue(), allLosses, toleranceNanos);
      Search.Answer answer = answer(history, history.size());
      if (answer == Search.Answer.NOT_LINEARIZABLE) {
        diagnoses.add(new Diagnosis(history, firstWrongAnswer(history)));
      } else if (answer == Search.Answer.UNDECIDED) {
        undecided++;
      }
    }
    List<Violation> violations =
        diagnoses.stream()
            .sorted(Comparator.comparingLong(Diagnosis::answeredNanos))
            .map(Diagnosis::violation)
            .toList();
    return new Verdict(violations, operations.size(), byKey.size(), undecided);
  }

  private Search.Answer answer(KeyHistory history, int answers) {
    return history
        .after(answers)
        .map(steps -> Search.of(steps, bound))
        .orElse(Search.Answer.NOT_LINEARIZABLE);
  }

  /**
   * The index of the answer with which the history stops being explainable. If the first answers
   * cannot be explained, neither can more, so halving finds it.
   */
  private int firstWrongAnswer(KeyHistory history) {
    int explained = 0;
    int wrong = history.size();
    while (wrong - explained > 1) {
      int middle = (explained + wrong) >>> 1;
      if (answer(history, middle) == Search.Answer.NOT_LINEARIZABLE) {
        wrong = middle;
      } else {
        explained = middle;
      }
    }
    return wrong - 1;
  }
}

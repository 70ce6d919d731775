package dev.torc.testkit.history;

import dev.torc.testkit.history.Step.Kind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * The steps of one key, by their latest times, with what else may happen to it. Immutable.
 *
 * <p>Expiry is forgotten where it cannot matter: if a write or delete must come after a set and
 * before the set's value may expire, or if nothing at all is asked after that time. The value is
 * then gone before anything could tell whether it expired. This leaves the sets with a time to live
 * of a busy key equal to any others.
 */
final class Steps {
  /** Later than all times. */
  static final long NEVER = Long.MAX_VALUE;

  private final Step[] steps;
  private final long[] earliestFrom;
  private final List<Spare> spares;
  private final LossWindows losses;

  Steps(List<Step> required, List<Spare> spares, LossWindows losses) {
    List<Step> sorted = new ArrayList<>(required);
    forgetExpiries(sorted);
    sorted.sort(Comparator.comparingLong(Step::latest));
    this.steps = sorted.toArray(new Step[0]);
    this.spares = List.copyOf(spares);
    this.losses = losses;
    this.earliestFrom = new long[steps.length];
    long earliest = NEVER;
    for (int i = steps.length - 1; i >= 0; i--) {
      earliest = Math.min(earliest, steps[i].earliest());
      earliestFrom[i] = earliest;
    }
  }

  private static void forgetExpiries(List<Step> steps) {
    if (steps.stream().noneMatch(Step::expires)) {
      return;
    }
    long end = steps.stream().mapToLong(Step::latest).max().orElse(NEVER);
    Step[] changes =
        steps.stream()
            .filter(step -> step.kind() != Kind.MISS)
            .sorted(Comparator.comparingLong(Step::earliest))
            .toArray(Step[]::new);
    long[] begins = Arrays.stream(changes).mapToLong(Step::earliest).toArray();
    long[] latestFrom = new long[changes.length + 1];
    latestFrom[changes.length] = end;
    for (int i = changes.length - 1; i >= 0; i--) {
      latestFrom[i] = Math.min(latestFrom[i + 1], changes[i].latest());
    }
    steps.replaceAll(step ->
        step.fadesFrom() > latestFrom[firstAbove(begins, Math.max(step.earliest(), step.latest()))]
            ? step.lasting()
            : step);
  }

  private static int firstAbove(long[] sorted, long time) {
    int low = 0;
    int high = sorted.length;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (sorted[middle] > time) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return low;
  }

  int size() {
    return steps.length;
  }

  Step get(int index) {
    return steps[index];
  }

  /** The smallest earliest time of the steps from this index on. */
  long earliestFrom(int index) {
    return earliestFrom[index];
  }

  List<Spare> spares() {
    return spares;
  }

  LossWindows losses() {
    return losses;
  }
}

package dev.torc.testkit.history;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The same question as {@link Linearizability} decides, answered by trying everything: a clock goes
 * from one nanosecond to the next, and at each one any operations may take effect and the key may
 * vanish. For one key of a few operations and times of few nanoseconds; shares no code with what it
 * checks.
 */
final class Exhaustion {
  private static final int NONE = -1;

  private record State(long time, int done, int holder) {}

  private final List<Operation> operations;
  private final Collection<Loss> losses;
  private final long tolerance;
  private final long end;
  private final Map<String, Integer> sets = new HashMap<>();
  private final Set<State> seen = new HashSet<>();

  private Exhaustion(List<Operation> operations, Collection<Loss> losses, long tolerance) {
    this.operations = operations;
    this.losses = losses;
    this.tolerance = tolerance;
    this.end = operations.stream().mapToLong(Operation::answeredNanos).max().orElse(0);
    for (int i = 0; i < operations.size(); i++) {
      if (operations.get(i).action() instanceof Action.Set set) {
        sets.put(set.value(), i);
      }
    }
  }

  static boolean linearizable(
      Collection<Operation> operations, Collection<Loss> losses, long tolerance) {
    List<Operation> relevant =
        operations.stream()
            .filter(operation -> !(operation.outcome() instanceof Outcome.Refused))
            .filter(operation -> !(isGet(operation) && isOpen(operation)))
            .toList();
    return new Exhaustion(relevant, losses, tolerance).reachesEnd(new State(0, 0, NONE));
  }

  private static boolean isGet(Operation operation) {
    return operation.action() instanceof Action.Get;
  }

  private static boolean isOpen(Operation operation) {
    return operation.outcome() instanceof Outcome.Unanswered;
  }

  private boolean reachesEnd(State state) {
    if (state.time > end) {
      return true;
    }
    if (!seen.add(state)) {
      return false;
    }
    if (mayPass(state) && reachesEnd(new State(state.time + 1, state.done, state.holder))) {
      return true;
    }
    if (mayVanish(state) && reachesEnd(new State(state.time, state.done, NONE))) {
      return true;
    }
    for (int i = 0; i < operations.size(); i++) {
      Operation operation = operations.get(i);
      if ((state.done & 1 << i) == 0
          && operation.invokedNanos() <= state.time
          && isRight(operation, state.holder)) {
        int holder = isGet(operation) ? state.holder : NONE;
        if (operation.action() instanceof Action.Set) {
          holder = i;
        }
        if (reachesEnd(new State(state.time, state.done | 1 << i, holder))) {
          return true;
        }
      }
    }
    return false;
  }

  private boolean isRight(Operation operation, int holder) {
    if (operation.outcome() instanceof Outcome.Found found) {
      return holder != NONE && sets.getOrDefault(found.value(), NONE) == holder;
    }
    if (operation.outcome() instanceof Outcome.Missing) {
      return holder == NONE;
    }
    return !(operation.outcome() instanceof Outcome.Deleted) || holder != NONE;
  }

  /** Whether nothing must take effect, and nothing be gone, by this time. */
  private boolean mayPass(State state) {
    for (int i = 0; i < operations.size(); i++) {
      Operation operation = operations.get(i);
      if ((state.done & 1 << i) == 0
          && !isOpen(operation)
          && operation.answeredNanos() <= state.time) {
        return false;
      }
    }
    if (state.holder == NONE) {
      return true;
    }
    Operation write = operations.get(state.holder);
    long ttl = ((Action.Set) write.action()).ttlNanos();
    return ttl == 0 || isOpen(write) || state.time < write.answeredNanos() + ttl + tolerance;
  }

  private boolean mayVanish(State state) {
    if (state.holder == NONE) {
      return false;
    }
    Operation write = operations.get(state.holder);
    long ttl = ((Action.Set) write.action()).ttlNanos();
    return (ttl > 0 && state.time >= write.invokedNanos() + ttl - tolerance)
        || losses.stream()
            .anyMatch(loss -> loss.fromNanos() <= state.time && state.time <= loss.toNanos());
  }
}

package dev.torc.bench.torture;

import dev.torc.testkit.history.Action;
import dev.torc.testkit.history.History;
import dev.torc.testkit.history.Operation;
import dev.torc.testkit.history.Outcome;

/**
 * A key and what happened to it. It retires after a number of operations, or when so many writes
 * went without an answer, each of which may still happen, that there is little left to tell about
 * it. Safe for use by any number of threads.
 */
final class Subject {
  private static final int MAX_OPERATIONS = 1000;
  private static final int MAX_UNCERTAIN_WRITES = 12;

  private final String key;
  private final History history = new History();
  private int operations;
  private int uncertainWrites;
  private int underWay;

  Subject(String key) {
    this.key = key;
  }

  String key() {
    return key;
  }

  History history() {
    return history;
  }

  /** Takes part in it; false if it has retired. Each begin that is true needs an {@link #end}. */
  synchronized boolean begin() {
    if (isRetired()) {
      return false;
    }
    underWay++;
    return true;
  }

  /** Records what was begun. Returns whether it has retired and nothing is under way any more. */
  synchronized boolean end(Operation operation) {
    record(operation);
    underWay--;
    return isRetired() && underWay == 0;
  }

  /** Records an operation when nobody else takes part any more. */
  synchronized void record(Operation operation) {
    history.record(operation);
    operations++;
    if (operation.outcome() instanceof Outcome.Unanswered
        && !(operation.action() instanceof Action.Get)) {
      uncertainWrites++;
    }
  }

  /** How many there were. */
  synchronized int operations() {
    return operations;
  }

  /** Whether another key takes its place. */
  synchronized boolean isRetired() {
    return operations >= MAX_OPERATIONS || uncertainWrites >= MAX_UNCERTAIN_WRITES;
  }
}

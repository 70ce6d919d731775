package dev.torc.testkit.history;

import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * What clients did and saw, in the order in which it was recorded. Thread-safe and without locks: a
 * client records each operation when its answer is there.
 */
public final class History {
  private final Queue<Operation> operations = new ConcurrentLinkedQueue<>();
  private final Queue<Loss> losses = new ConcurrentLinkedQueue<>();

  /** Starts an empty history. */
  public History() {}

  /** Adds what a client did. */
  public void record(Operation operation) {
    operations.add(operation);
  }

  /** Adds a time in which keys may have vanished. */
  public void lost(Loss loss) {
    losses.add(loss);
  }

  /** A copy of what was recorded so far. */
  public List<Operation> operations() {
    return List.copyOf(operations);
  }

  /** A copy of the losses recorded so far. */
  public List<Loss> losses() {
    return List.copyOf(losses);
  }
}

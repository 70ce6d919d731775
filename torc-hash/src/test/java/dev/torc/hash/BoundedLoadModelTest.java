package dev.torc.hash;

import java.util.List;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.jetbrains.lincheck.datastructures.Validate;
import org.junit.jupiter.api.Test;

/**
 * Lincheck runs the operations under every interleaving it can make of two threads: admissions that
 * compete for the same node, and releases between them. Each says whether the bound held, which one
 * after the other it does; and at the end nothing may be counted any more.
 */
@Param(name = "key", gen = IntGen.class, conf = "0:2")
public final class BoundedLoadModelTest {
  /** With at most two under way a node of a third takes at most ⌈1.5 × 2 / 3⌉, which is one. */
  private static final int BOUND = 1;

  private final BoundedLoad bounded =
      BoundedLoad.of(Ring.of(List.of(Node.of("a"), Node.of("b"), Node.of("c")), 4), 0.5);

  /** Made by Lincheck, once for each execution. */
  public BoundedLoadModelTest() {}

  @Operation
  public boolean serve(@Param(name = "key") int key) {
    int node = bounded.acquire(Mix.of(key));
    boolean withinBound = bounded.load(node) <= BOUND;
    bounded.release(node);
    return withinBound;
  }

  @Validate
  public void countsNothing() {
    for (int node = 0; node < 3; node++) {
      if (bounded.load(node) != 0) {
        throw new IllegalStateException("node " + node + ": " + bounded.load(node));
      }
    }
    if (bounded.total() != 0) {
      throw new IllegalStateException("total: " + bounded.total());
    }
  }

  @Test
  void everyInterleavingKeepsTheBound() {
    new ModelCheckingOptions()
        .threads(2)
        .actorsPerThread(2)
        .actorsBefore(0)
        .actorsAfter(0)
        .iterations(10)
        .invocationsPerIteration(200)
        .check(BoundedLoadModelTest.class);
  }
}

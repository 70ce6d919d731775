package dev.torc.hash;

import java.util.List;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.jetbrains.lincheck.datastructures.Validate;
import org.junit.jupiter.api.Test;

/**
 * As {@link BoundedLoadModelTest}, with admissions to one node only, of which both threads may want
 * the same, and with some to none, which must not leave a count behind.
 */
@Param(name = "node", gen = IntGen.class, conf = "0:1")
public final class BoundedLoadExclusionModelTest {
  private final BoundedLoad bounded =
      BoundedLoad.of(Ring.of(List.of(Node.of("a"), Node.of("b")), 4), 0.5);

  /** Made by Lincheck, once for each execution. */
  public BoundedLoadExclusionModelTest() {}

  @Operation
  public boolean serveOn(@Param(name = "node") int only) {
    int node = bounded.acquire(Mix.of(0), candidate -> candidate == only);
    bounded.release(node);
    return node == only;
  }

  @Operation
  public boolean serveNowhere() {
    return bounded.acquire(Mix.of(0), candidate -> false) == Placement.NO_NODE;
  }

  @Validate
  public void countsNothing() {
    for (int node = 0; node < 2; node++) {
      if (bounded.load(node) != 0) {
        throw new IllegalStateException("node " + node + ": " + bounded.load(node));
      }
    }
    if (bounded.total() != 0) {
      throw new IllegalStateException("total: " + bounded.total());
    }
  }

  @Test
  void everyInterleavingAdmitsToTheUsableNode() {
    new ModelCheckingOptions()
        .threads(2)
        .actorsPerThread(2)
        .actorsBefore(0)
        .actorsAfter(0)
        .iterations(10)
        .invocationsPerIteration(200)
        .check(BoundedLoadExclusionModelTest.class);
  }
}

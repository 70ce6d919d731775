package dev.torc.bench;

import java.time.Duration;
import java.util.List;

/**
 * How much is measured, and how long.
 *
 * @param nodes the numbers of nodes
 * @param rounds how often everything is measured, each time in JVMs of its own; 0 for once in this
 *     JVM, which is of no use but to test the machinery
 * @param warmups iterations before those that count, of the same length
 * @param iterations those that count
 * @param iteration the length of one
 * @param builtNodes the number of nodes of which building and adding one is measured; 0 not to
 * @param shots how often that is done, after as many times to warm up
 */
record Effort(
    List<Integer> nodes,
    int rounds,
    int warmups,
    int iterations,
    Duration iteration,
    int builtNodes,
    int shots) {

  /** Several numbers within one power of two: the cost of JumpBackHash depends on where in it. */
  static final Effort FULL =
      new Effort(
          List.of(10, 100, 640, 768, 896, 1000, 1023, 10_000),
          3,
          3,
          5,
          Duration.ofMillis(200),
          1000,
          21);

  /** Under 90 seconds on two cores. */
  static final Effort QUICK = new Effort(List.of(100, 1000), 1, 2, 3, Duration.ofMillis(100), 0, 0);

  /** For tests. */
  static final Effort SMOKE = new Effort(List.of(100), 0, 0, 1, Duration.ofMillis(10), 10, 1);

  Effort {
    nodes = List.copyOf(nodes);
  }
}

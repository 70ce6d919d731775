package dev.torc.bench;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * The time of one look-up. The kind of key is the method, not a parameter: the measured code has no
 * branch on it, and an index is not boxed for the sake of a node.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class HashLookup {
  private static final int KEY_MASK = Key.COUNT - 1;

  /** What is measured. */
  @Param public Algorithm algorithm;

  /** The number of nodes. */
  @Param("1000")
  public int nodes;

  private final long[] hashes = Key.hashes();
  private final String[] texts = Key.texts();
  private Contender contender;
  private int next;

  /** For JMH, which sets the parameters. */
  @SuppressWarnings("NullAway.Init")
  public HashLookup() {}

  /**
   * Builds it, and asks for each key once: some build and connect only then. Then what is left of
   * building goes away: else trees lie scattered between it, and are measured slower than they are
   * in a program that has run for a while.
   */
  @Setup
  public void build() {
    contender = algorithm.over(NodeNames.of(nodes));
    for (String text : texts) {
      contender.locate(text);
    }
    System.gc();
  }

  /** By hash. */
  @Benchmark
  public int ofLong() {
    return contender.locate(hashes[next++ & KEY_MASK]);
  }

  /** By text. */
  @Benchmark
  public Object ofString() {
    return contender.locate(texts[next++ & KEY_MASK]);
  }
}

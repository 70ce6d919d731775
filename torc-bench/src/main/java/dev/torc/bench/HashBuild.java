package dev.torc.bench;

import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** The time of building a placement, and of adding one node to it. */
@State(Scope.Thread)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
public class HashBuild {

  /** What is measured. */
  @Param public Algorithm algorithm;

  /** The number of nodes before one is added. */
  @Param("1000")
  public int nodes;

  private List<String> names;
  private Contender contender;

  /** For JMH, which sets the parameters. */
  @SuppressWarnings("NullAway.Init")
  public HashBuild() {}

  /** Each single shot changes the placement: it gets a new one. */
  @Setup(Level.Iteration)
  public void prepare() {
    names = NodeNames.of(nodes);
    contender = algorithm.over(names);
  }

  /** All nodes. */
  @Benchmark
  public Object build() {
    return algorithm.over(names);
  }

  /** One node more. */
  @Benchmark
  public Object add() {
    return contender.add(NodeNames.ANOTHER);
  }
}

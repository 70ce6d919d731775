package dev.torc.bench;

import dev.torc.bench.Jmh.Sample;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;

/** Measures one algorithm. A look-up may be measured again, in another JVM. */
final class Measurement {
  private final Effort effort;

  Measurement(Effort effort) {
    this.effort = effort;
  }

  /** Nanoseconds and bytes of a look-up. */
  Sample lookup(Algorithm algorithm, int nodes, Key key) {
    String method =
        switch (key) {
          case LONG -> "ofLong";
          case STRING -> "ofString";
        };
    return Jmh.averages(options(HashLookup.class, method, algorithm, nodes), effort);
  }

  /** Milliseconds of building a placement. */
  double build(Algorithm algorithm, int nodes) {
    return singleShots("build", algorithm, nodes);
  }

  /** Milliseconds of adding a node. */
  double add(Algorithm algorithm, int nodes) {
    return singleShots("add", algorithm, nodes);
  }

  private double singleShots(String method, Algorithm algorithm, int nodes) {
    return Jmh.run(
            options(HashBuild.class, method, algorithm, nodes)
                .warmupIterations(effort.shots())
                .measurementIterations(effort.shots()))
        .time();
  }

  private ChainedOptionsBuilder options(
      Class<?> benchmark, String method, Algorithm algorithm, int nodes) {
    return Jmh.options(benchmark, method, effort.rounds() > 0)
        .param("algorithm", algorithm.name())
        .param("nodes", Integer.toString(nodes));
  }
}

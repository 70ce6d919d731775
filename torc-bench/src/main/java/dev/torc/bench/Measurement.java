package dev.torc.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.format.OutputFormatFactory;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/** Runs one benchmark of one algorithm by JMH, in a JVM of its own. */
final class Measurement {
  /** Chosen here, so that results do not depend on how this JVM was started. */
  private static final String[] JVM_OPTIONS = {
    "-XX:+UseG1GC", "-Xms1g", "-Xmx1g", "--sun-misc-unsafe-memory-access=allow"
  };

  private static final String ALLOCATED = "gc.alloc.rate.norm";

  private final Effort effort;

  Measurement(Effort effort) {
    this.effort = effort;
  }

  /** Medians over the iterations of one run; a look-up may be measured again in another JVM. */
  record Sample(double time, double bytes) {}

  /** Nanoseconds and bytes of a look-up. */
  Sample lookup(Algorithm algorithm, int nodes, Key key) {
    String method =
        switch (key) {
          case LONG -> "ofLong";
          case STRING -> "ofString";
        };
    TimeValue time = TimeValue.milliseconds(effort.iteration().toMillis());
    return run(
        options(HashLookup.class, method, algorithm, nodes)
            .addProfiler(GCProfiler.class)
            .warmupIterations(effort.warmups())
            .warmupTime(time)
            .measurementIterations(effort.iterations())
            .measurementTime(time));
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
    return run(options(HashBuild.class, method, algorithm, nodes)
            .warmupIterations(effort.shots())
            .measurementIterations(effort.shots()))
        .time();
  }

  private ChainedOptionsBuilder options(
      Class<?> benchmark, String method, Algorithm algorithm, int nodes) {
    return new OptionsBuilder()
        .include("^" + benchmark.getName().replace(".", "\\.") + "\\." + method + "$")
        .param("algorithm", algorithm.name())
        .param("nodes", Integer.toString(nodes))
        .forks(Math.min(1, effort.rounds()))
        .jvmArgs(JVM_OPTIONS)
        .shouldFailOnError(true);
  }

  /** What JMH tells meanwhile is only of interest when it fails. */
  private static Sample run(ChainedOptionsBuilder options) {
    ByteArrayOutputStream log = new ByteArrayOutputStream();
    var format =
        OutputFormatFactory.createFormatInstance(
            new PrintStream(log, true, UTF_8), VerboseMode.NORMAL);
    try {
      return sample(new Runner(options.build(), format).run());
    } catch (RunnerException e) {
      throw new BenchException(e.getMessage() + "\n" + log.toString(UTF_8), e);
    }
  }

  private static Sample sample(Collection<RunResult> results) {
    List<IterationResult> iterations =
        results.stream()
            .flatMap(result -> result.getBenchmarkResults().stream())
            .flatMap(result -> result.getIterationResults().stream())
            .toList();
    return new Sample(
        median(iterations, iteration -> iteration.getPrimaryResult().getScore()),
        median(iterations, Measurement::allocated));
  }

  private static double allocated(IterationResult iteration) {
    var result = iteration.getSecondaryResults().get(ALLOCATED);
    return result == null ? 0 : result.getScore();
  }

  private static <T> double median(Collection<T> values, ToDoubleFunction<T> number) {
    return median(values.stream().mapToDouble(number).toArray());
  }

  /** The middle number, the mean of both if there are two. */
  static double median(double... numbers) {
    double[] sorted = numbers.clone();
    Arrays.sort(sorted);
    return (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2;
  }
}

package dev.torc.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
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

/** Runs one method of a benchmark by JMH, in a JVM of its own. */
final class Jmh {
  /** Chosen here, so that results do not depend on how this JVM was started. */
  private static final String[] JVM_OPTIONS = {
    "-XX:+UseG1GC", "-Xms1g", "-Xmx1g", "--sun-misc-unsafe-memory-access=allow"
  };

  private static final String ALLOCATED = "gc.alloc.rate.norm";

  private Jmh() {}

  /** Medians over the iterations of one run: of the benchmark's unit, and of allocated bytes. */
  record Sample(double time, double bytes) {}

  /**
   * What to run.
   *
   * @param forked whether in a JVM of its own; else in this one, which is of no use but for tests
   */
  static ChainedOptionsBuilder options(Class<?> benchmark, String method, boolean forked) {
    return new OptionsBuilder()
        .include("^" + benchmark.getName().replace(".", "\\.") + "\\." + method + "$")
        .forks(forked ? 1 : 0)
        .jvmArgs(JVM_OPTIONS)
        .shouldFailOnError(true);
  }

  /** Measures time and allocation in iterations of a fixed length. */
  static Sample averages(ChainedOptionsBuilder options, Effort effort) {
    TimeValue time = TimeValue.milliseconds(effort.iteration().toMillis());
    return run(
        options
            .addProfiler(GCProfiler.class)
            .warmupIterations(effort.warmups())
            .warmupTime(time)
            .measurementIterations(effort.iterations())
            .measurementTime(time));
  }

  /** What JMH tells meanwhile is only of interest when it fails. */
  static Sample run(ChainedOptionsBuilder options) {
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
        median(iterations, Jmh::allocated));
  }

  private static double allocated(IterationResult iteration) {
    var result = iteration.getSecondaryResults().get(ALLOCATED);
    return result == null ? 0 : result.getScore();
  }

  private static <T> double median(Collection<T> values, ToDoubleFunction<T> number) {
    return Median.of(values.stream().mapToDouble(number).toArray());
  }
}

package dev.torc.bench;

import dev.torc.bench.Jmh.Sample;
import dev.torc.bench.Results.Build;
import dev.torc.bench.Results.Lookup;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Everything that is measured, in rounds: within one, all algorithms take turns on the same nodes
 * and keys, so that a slower minute of the machine meets those that are compared alike, and a
 * result is the median of the rounds.
 */
final class Session {
  private final Effort effort;
  private final Measurement measurement;
  private final Progress progress;

  /** A look-up to measure. */
  private record Task(Algorithm algorithm, int nodes, Key key) {}

  Session(Effort effort, Progress progress) {
    this.effort = effort;
    this.measurement = new Measurement(effort);
    this.progress = progress;
  }

  Results run() {
    List<Task> tasks = tasks();
    int rounds = Math.max(1, effort.rounds());
    List<Algorithm> built = effort.builtNodes() == 0 ? List.of() : Algorithm.BUILT;
    progress.start(rounds * tasks.size() + 2 * built.size());
    Results results = new Results(lookups(tasks, rounds), builds(built));
    progress.end();
    return results;
  }

  private List<Task> tasks() {
    List<Task> tasks = new ArrayList<>();
    for (int nodes : effort.nodes()) {
      for (Key key : Key.values()) {
        for (Algorithm algorithm : Algorithm.values()) {
          if (algorithm.isMeasured(nodes, key)) {
            tasks.add(new Task(algorithm, nodes, key));
          }
        }
      }
    }
    return tasks;
  }

  private List<Lookup> lookups(List<Task> tasks, int rounds) {
    Map<Task, List<Sample>> samples = new LinkedHashMap<>();
    for (int round = 0; round < rounds; round++) {
      for (Task task : tasks) {
        Sample sample = measurement.lookup(task.algorithm(), task.nodes(), task.key());
        samples.computeIfAbsent(task, t -> new ArrayList<>()).add(sample);
        progress.done(
            String.format(
                Locale.ROOT,
                "%s, %d nodes, %s key: %.1f ns",
                task.algorithm().label(),
                task.nodes(),
                task.key().label(),
                sample.time()));
      }
    }
    return samples.entrySet().stream()
        .map(entry -> lookup(entry.getKey(), entry.getValue()))
        .toList();
  }

  private static Lookup lookup(Task task, List<Sample> samples) {
    return new Lookup(
        task.algorithm(),
        task.nodes(),
        task.key(),
        Median.of(samples.stream().mapToDouble(Sample::time).toArray()),
        Median.of(samples.stream().mapToDouble(Sample::bytes).toArray()));
  }

  private List<Build> builds(List<Algorithm> algorithms) {
    List<Build> builds = new ArrayList<>();
    for (Algorithm algorithm : algorithms) {
      double build = measurement.build(algorithm, effort.builtNodes());
      report(algorithm, "build", build);
      double add = measurement.add(algorithm, effort.builtNodes());
      report(algorithm, "add a node", add);
      builds.add(new Build(algorithm, effort.builtNodes(), build, add));
    }
    return builds;
  }

  private void report(Algorithm algorithm, String what, double millis) {
    progress.done(
        String.format(
            Locale.ROOT,
            "%s, %d nodes, %s: %.2f ms",
            algorithm.label(),
            effort.builtNodes(),
            what,
            millis));
  }
}

package dev.torc.bench;

import dev.torc.bench.Jmh.Sample;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code torc bench routing}. */
@Command(
    name = "routing",
    description = "Measure the way from a request to its endpoint, without sending it.",
    footer = {
      "",
      "Examples:",
      "  torc bench routing --quick",
      "  torc bench routing --output bench/routing.md",
      "",
      "Prints a table in Markdown: nanoseconds and allocated bytes of a request by JMH,",
      "each policy in a JVM of its own. Takes about 3 minutes, with --quick half of one.",
    })
final class RoutingBench implements Callable<Integer> {
  /** What Torc sets out to reach. */
  private static final double MOST_NS = 1000;

  private static final double MOST_BYTES = 200;

  @Option(names = "--quick", description = "Measure each policy once only.")
  private boolean quick;

  @Mixin private ResultOutput output;

  @Option(names = "--smoke", hidden = true, description = "Only see whether it runs.")
  private boolean smoke;

  @Spec private CommandSpec spec;

  @SuppressWarnings("NullAway.Init") // picocli sets them.
  RoutingBench() {}

  @Override
  public Integer call() throws IOException {
    output.check();
    Map<Policy, Sample> results = measure();
    output.write(output.isJson() ? json(results) : markdown(results));
    return 0;
  }

  /** In rounds, so that a slower minute of the machine meets all policies alike. */
  private Map<Policy, Sample> measure() {
    Effort effort = smoke ? Effort.SMOKE : quick ? Effort.QUICK : Effort.FULL;
    int rounds = Math.max(1, effort.rounds());
    Progress progress = Progress.on(spec.commandLine().getErr());
    progress.start(rounds * Policy.values().length);
    Map<Policy, List<Sample>> samples = new EnumMap<>(Policy.class);
    for (int round = 0; round < rounds; round++) {
      for (Policy policy : Policy.values()) {
        Sample sample =
            Jmh.averages(
                Jmh.options(RoutingResolve.class, "resolve", effort.rounds() > 0)
                    .param("policy", policy.name()),
                effort);
        samples.computeIfAbsent(policy, p -> new ArrayList<>()).add(sample);
        progress.done(String.format(Locale.ROOT, "%s: %.0f ns", policy.label(), sample.time()));
      }
    }
    progress.end();
    Map<Policy, Sample> medians = new EnumMap<>(Policy.class);
    samples.forEach((policy, list) -> medians.put(policy, median(list)));
    return medians;
  }

  private static Sample median(List<Sample> samples) {
    return new Sample(
        Median.of(samples.stream().mapToDouble(Sample::time).toArray()),
        Median.of(samples.stream().mapToDouble(Sample::bytes).toArray()));
  }

  private static String json(Map<Policy, Sample> results) {
    return results.entrySet().stream()
        .map(entry ->
            String.format(
                Locale.ROOT,
                "{\"policy\":\"%s\",\"routes\":%d,\"endpoints\":%d,\"nsPerOp\":%.1f,\"bytesPerOp\":%.1f}",
                entry.getKey().label(),
                RoutingResolve.ROUTES,
                RoutingResolve.ENDPOINTS,
                entry.getValue().time(),
                entry.getValue().bytes()))
        .collect(Collectors.joining(",\n ", "[", "]\n"));
  }

  private String markdown(Map<Policy, Sample> results) {
    List<List<String>> rows =
        results.entrySet().stream().map(e -> row(e.getKey(), e.getValue())).toList();
    return Markdown.document(
        List.of(
            "# From a request to its endpoint",
            "    ./torc bench routing" + (quick ? " --quick" : ""),
            "Ten routes, three rules each, one of which looks for a header and one at the path; a"
                + " backend of 100 endpoints; the hash of a query parameter of 25 characters. With"
                + " the report of the outcome, without the parsing of the URL. Wanted: at most 1 µs"
                + " and 200 B.",
            Markdown.table(List.of("Policy", "ns", "B", "Met"), rows),
            "Medians of the runs. Rendezvous hashing asks all endpoints, the others do not.",
            Machine.dateAndDescription()));
  }

  private static List<String> row(Policy policy, Sample sample) {
    boolean met = sample.time() <= MOST_NS && sample.bytes() <= MOST_BYTES;
    return List.of(
        policy.label(),
        String.format(Locale.ROOT, "%.0f", sample.time()),
        String.format(Locale.ROOT, "%.0f", sample.bytes()),
        met ? "yes" : "no");
  }
}

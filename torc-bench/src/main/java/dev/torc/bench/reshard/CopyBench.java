package dev.torc.bench.reshard;

import dev.torc.bench.Progress;
import dev.torc.bench.ResultOutput;
import dev.torc.bench.reshard.CopyRun.Rates;
import dev.torc.bench.reshard.TrackingCost.Part;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code torc bench copy}. */
@Command(
    name = "copy",
    description = "Measure how fast a change of the ring copies keys, and what it costs writes.",
    sortOptions = false,
    footer = {
      "",
      "Examples:",
      "  torc bench copy --keys 500000",
      "  torc bench copy --output bench/copy.md",
      "",
      "Starts three Redis servers. Keys go from one to another and back by",
      "changes of a ring, in turns with a plain client that pipelines DUMP and",
      "RESTORE; then writes of keys that move, and of others, are measured while",
      "a change lasts, in turns with writes without one. Takes about two minutes.",
      "Leave the machine alone meanwhile.",
    })
public final class CopyBench implements Callable<Integer> {
  private static final int LEAST_KEYS = 1000;
  private static final int MOST_KEYS = 10_000_000;

  @Option(
      names = "--keys",
      paramLabel = "N",
      defaultValue = "500000",
      description = "How many keys (default: ${DEFAULT-VALUE}).")
  private int keys;

  @Option(
      names = "--runs",
      paramLabel = "N",
      defaultValue = "7",
      description = "How often each is measured (default: ${DEFAULT-VALUE}).")
  private int runs;

  @Mixin private ResultOutput output;

  @Option(names = "--smoke", hidden = true, description = "Only see whether it runs.")
  private boolean smoke;

  @Spec private CommandSpec spec;

  /** Made by picocli. */
  @SuppressWarnings("NullAway.Init") // picocli sets them.
  public CopyBench() {}

  @Override
  public Integer call() throws IOException, InterruptedException {
    output.check();
    check("--keys", keys, LEAST_KEYS, MOST_KEYS);
    check("--runs", runs, 1, 1000);
    CopyReport report = measure();
    String command = "./torc bench copy --keys " + keys + " --runs " + runs;
    output.write(output.isJson() ? report.json() : report.markdown(command));
    return 0;
  }

  private void check(String option, int value, int least, int most) {
    if (value < least || value > most) {
      throw new ParameterException(
          spec.commandLine(), option + ": " + value + " (expected: " + least + " to " + most + ")");
    }
  }

  private CopyReport measure() throws IOException, InterruptedException {
    int warmUps = smoke ? 0 : 2;
    int writes = smoke ? 1000 : 500_000;
    Progress progress = Progress.on(spec.commandLine().getErr());
    progress.start((1 + Part.values().length) * (warmUps + runs), "copying " + keys + " keys");
    try (CopyNodes nodes = new CopyNodes()) {
      nodes.fill(keys);
      Rates rates = new CopyRun(nodes, progress).run(warmUps, runs);
      nodes.fill(keys);
      TrackingCost cost = new TrackingCost(nodes, keys, progress);
      CopyReport report = new CopyReport(keys, rates, cost.run(warmUps, runs, writes));
      progress.end();
      return report;
    }
  }
}

package dev.torc.bench.reshard;

import dev.torc.bench.Progress;
import dev.torc.bench.ResultOutput;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code torc bench reshard}. */
@Command(
    name = "reshard",
    description = "Change a cache's ring under load; count what moves and what clients see.",
    sortOptions = false,
    footer = {
      "",
      "Examples:",
      "  torc bench reshard --keys 100000",
      "  torc bench reshard --json | jq '.[] | .holdP99Ms'",
      "  torc bench reshard --output bench/reshard.md",
      "",
      "Starts torc up with three embedded nodes and fills it. While clients read,",
      "write and delete, the ring changes: 3 to 5 nodes, 5 to 2, vnodes 100 to",
      "400, 400 to 50. Each answer is checked when it comes; after each change",
      "all keys are read. The rate is moderate so that the processors have room:",
      "at their limit, latencies only tell of the queue before them. Takes about",
      "a minute. Exit code 1 if clients saw a wrong answer or an error, if more",
      "than 1.05 keys moved to one that had to, or if the holds' p99 exceeds 50",
      "ms.",
    })
public final class ReshardBench implements Callable<Integer> {
  private static final Duration WARM_UP = Duration.ofSeconds(10);
  private static final Duration WINDOW = Duration.ofSeconds(5);
  private static final Duration SMOKE = Duration.ofMillis(300);

  @Option(
      names = "--keys",
      paramLabel = "N",
      defaultValue = "100000",
      description = "How many keys (default: ${DEFAULT-VALUE}).")
  private int keys;

  @Option(
      names = "--clients",
      paramLabel = "N",
      defaultValue = "16",
      description = "How many clients (default: ${DEFAULT-VALUE}).")
  private int clients;

  @Option(
      names = "--rate",
      paramLabel = "R",
      defaultValue = "4000",
      description = "Requests a second of all clients together (default: ${DEFAULT-VALUE}).")
  private int rate;

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "For the same requests as another run's; else any.")
  private @Nullable Long seed;

  @Mixin private ResultOutput output;

  @Option(names = "--smoke", hidden = true, description = "Only see whether it runs.")
  private boolean smoke;

  @Spec private CommandSpec spec;

  /** Made by picocli. */
  @SuppressWarnings("NullAway.Init") // picocli sets them.
  public ReshardBench() {}

  @Override
  public Integer call() throws IOException, InterruptedException {
    output.check();
    ReshardPlan plan = plan();
    ReshardReport report = new ReshardReport(plan, measure(plan));
    output.write(output.isJson() ? report.json() : report.markdown(command()));
    return report.results().stream().allMatch(ChangeResult::isMet) ? 0 : 1;
  }

  private ReshardPlan plan() {
    try {
      return new ReshardPlan(
          keys,
          seed == null ? new SplittableRandom().nextLong(1_000_000) : seed,
          clients,
          rate,
          smoke ? SMOKE : WARM_UP,
          smoke ? SMOKE : WINDOW);
    } catch (IllegalArgumentException e) {
      // The parts of a plan are called as the options are.
      throw new ParameterException(spec.commandLine(), "--" + e.getMessage(), e);
    }
  }

  private List<ChangeResult> measure(ReshardPlan plan) throws IOException, InterruptedException {
    ReshardRun run = new ReshardRun(plan, Progress.on(spec.commandLine().getErr()));
    Thread hook = new Thread(() -> closeQuietly(run), "reshard-stop");
    Runtime.getRuntime().addShutdownHook(hook);
    List<ChangeResult> results;
    try (run) {
      results = run.run();
    }
    Runtime.getRuntime().removeShutdownHook(hook);
    run.seen().forEach(what -> spec.commandLine().getErr().println("torc: " + what));
    return results;
  }

  private static void closeQuietly(ReshardRun run) {
    try {
      run.close();
    } catch (IOException e) {
      // The JVM ends; the gateway is gone, a temporary file may be left.
    }
  }

  private String command() {
    StringBuilder command = new StringBuilder("./torc bench reshard --keys " + keys);
    command.append(" --clients ").append(clients).append(" --rate ").append(rate);
    return command.append(seed == null ? "" : " --seed " + seed).toString();
  }
}

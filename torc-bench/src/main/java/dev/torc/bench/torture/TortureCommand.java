package dev.torc.bench.torture;

import dev.torc.bench.Progress;
import dev.torc.cache.coordination.Safeguard;
import java.io.IOException;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code torc bench torture}. */
@Command(
    name = "torture",
    description = "Change a cache's ring under load and faults, and check what clients saw.",
    footer = {
      "",
      "Examples:",
      "  torc bench torture --seconds 20",
      "  torc bench torture --minutes 30 --seed 7 --json",
      "  torc bench torture --minutes 1 --without HOLD",
      "",
      "Starts Redis servers, a proxy before each that breaks and delays connections, and the",
      "gateway in a process of its own; kills, stops and starves them at random while the ring",
      "changes and clients read, write and delete. All random choices follow from the seed. Ends",
      "at the first violation, with exit code 1.",
    })
public final class TortureCommand implements Callable<Integer> {
  private static final long DEFAULT_MINUTES = 1;

  @Option(names = "--minutes", paramLabel = "M", description = "How long; 1 if not given.")
  private @Nullable Long minutes;

  @Option(names = "--seconds", paramLabel = "S", description = "How long, in seconds.")
  private @Nullable Long seconds;

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "For the same choices as another run's; else any.")
  private @Nullable Long seed;

  @Option(names = "--json", description = "Print one JSON object.")
  private boolean json;

  @Option(
      names = "--without",
      paramLabel = "SAFEGUARD",
      split = ",",
      description =
          "Leave out a part of the protocol, to see that it is missed: ${COMPLETION-CANDIDATES}.")
  private Set<Safeguard> without = EnumSet.noneOf(Safeguard.class);

  @Option(names = "--no-changes", hidden = true, description = "Leave the ring as it is.")
  private boolean noChanges;

  @Option(names = "--no-faults", hidden = true, description = "Let nothing go wrong.")
  private boolean noFaults;

  @Spec private CommandSpec spec;

  /** Made by picocli. */
  @SuppressWarnings("NullAway.Init") // picocli sets them.
  public TortureCommand() {}

  @Override
  public Integer call() throws IOException, InterruptedException {
    Plan plan = Plan.of(seed(), lasting(), !noChanges, !noFaults, without);
    TortureRun run = new TortureRun(plan, Progress.on(spec.commandLine().getErr()));
    Thread hook = new Thread(run::close, "torture-stop");
    Runtime.getRuntime().addShutdownHook(hook);
    TortureReport report;
    try (run) {
      report = run.run();
    }
    Runtime.getRuntime().removeShutdownHook(hook);
    spec.commandLine().getOut().print(json ? report.json() : report.text());
    spec.commandLine().getOut().flush();
    return report.violations() == 0 ? 0 : 1;
  }

  private long seed() {
    return seed == null ? new SplittableRandom().nextLong(1_000_000) : seed;
  }

  private Duration lasting() {
    if (minutes != null && seconds != null) {
      throw new ParameterException(
          spec.commandLine(), "--minutes and --seconds: both (expected: one of them)");
    }
    Duration lasting =
        seconds == null
            ? Duration.ofMinutes(minutes == null ? DEFAULT_MINUTES : minutes)
            : Duration.ofSeconds(seconds);
    if (lasting.isNegative() || lasting.isZero() || lasting.toDays() > 1) {
      throw new ParameterException(
          spec.commandLine(), "run of " + lasting.toSeconds() + " s (expected: 1 s to a day)");
    }
    return lasting;
  }
}

package dev.torc.cli;

import dev.torc.cli.load.LoadListener;
import dev.torc.cli.load.LoadPlan;
import dev.torc.cli.load.LoadReport;
import dev.torc.cli.load.LoadRun;
import dev.torc.cli.load.Pace;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.InstantSource;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code torc load}. */
@Command(
    name = "load",
    description = "Send HTTP requests by a schedule, and count the responses.",
    mixinStandardHelpOptions = true,
    versionProvider = BuildFacts.class,
    sortOptions = false,
    footer = {
      "",
      "Examples:",
      "  torc load                           the demo's ten queries, once a second",
      "  torc load --duration 3 --verbose    and a line for each request",
      "  torc load --url http://localhost:8000/ --vals k1,k2 --period 0.1 --latency",
      "  torc load --url http://localhost:8000/k1 --vals= --rate 500",
      "  torc load --url http://localhost:8000/ --method PUT --body value.json \\",
      "    -H 'content-type: application/json' --rate 100 --duration 1m --json",
      "",
      "Without --rate, one thread a value sends at start, start + period, and so on,",
      "the end included: 10s and 1s are 11 requests a value. A thread waits for its",
      "response; when that is late it then catches up with the schedule. With --rate",
      "requests are sent whether or not responses come, and latencies count from when",
      "a request was due: what had to wait is not left out.",
      "",
      "Ctrl-C ends it and prints what was done. Exit code 0 whatever the response",
      "codes, 1 if no request had a response.",
    })
final class LoadCommand implements Callable<Integer> {

  @Mixin private LoadOptions options;

  @Option(names = "--latency", description = "Print latencies; always done with --rate and --json.")
  private boolean latency;

  @Option(names = "--json", description = "Print one JSON object.")
  private boolean json;

  @ParentCommand private Torc torc;

  @Spec private CommandSpec spec;

  @SuppressWarnings("NullAway.Init") // picocli sets them.
  LoadCommand() {}

  @Override
  public Integer call() throws IOException {
    LoadPlan plan = options.plan();
    // The JDK's client logs too, and without this everything.
    Logging.start(torc.isVerbose());
    LoadReport report = run(plan);
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      out.println(LoadText.json(report));
    } else {
      out.print(LoadText.text(report, latency || plan.pace() instanceof Pace.Open));
    }
    out.flush();
    if (report.errors() > 0) {
      spec.commandLine().getErr().println("torc: " + LoadText.failures(report));
    }
    return report.responses() == 0 ? 1 : 0;
  }

  private LoadReport run(LoadPlan plan) {
    if (torc.isVerbose()) {
      return run(plan, new LoadLines(lines()));
    }
    if (!StandardError.isTerminal()) {
      return run(plan, LoadListener.NONE);
    }
    PrintWriter err = spec.commandLine().getErr();
    try (LoadProgress progress =
        new LoadProgress(err, plan.pace().duration(), InstantSource.system())) {
      return run(plan, progress);
    }
  }

  /** What programs read on standard output is the object alone. */
  private PrintWriter lines() {
    return json ? spec.commandLine().getErr() : spec.commandLine().getOut();
  }

  private static LoadReport run(LoadPlan plan, LoadListener listener) {
    LoadRun run = new LoadRun(plan, listener);
    return Shutdown.stopping(run::run, run::stop);
  }
}

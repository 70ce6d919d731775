package dev.torc.cli;

import dev.torc.cli.load.LoadListener;
import dev.torc.cli.load.Pace;
import dev.torc.cli.wineinfo.Act;
import dev.torc.cli.wineinfo.ActReport;
import dev.torc.cli.wineinfo.Play;
import dev.torc.cli.wineinfo.Policy;
import dev.torc.cli.wineinfo.Wineinfo;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code torc demo wineinfo}. */
@Command(
    name = "wineinfo",
    description = "Let a shop's servers fail, and cure them by hashing the query.",
    mixinStandardHelpOptions = true,
    versionProvider = BuildFacts.class,
    sortOptions = false,
    footer = {
      "",
      "Examples:",
      "  torc demo wineinfo             four acts, half a minute",
      "  torc demo wineinfo --act 3 --duration 3",
      "  torc demo wineinfo --serve     the shop on port 8011, to try it out by",
      "                                 torc load in another terminal, or a browser:",
      "    http://localhost:8011/wines/recommendations?query=red",
      "  torc demo wineinfo --serve --policy RoundRobin --replicas 3",
      "",
      "A replica that is asked more than 5 different queries within 2 seconds fails for",
      "5 seconds. Ten visitors ask one query each, once a second. The shop has six",
      "workers with a client each, as services do. At its end, --serve shows what each",
      "replica was asked.",
      "",
      "Exit code 0; 1 if a request fails where each query has its replica: in act 3.",
    })
final class WineinfoCommand implements Callable<Integer> {

  private static final Duration PERIOD = Duration.ofSeconds(1);

  @Mixin private WineinfoOptions options;

  @ParentCommand private DemoCommand demo;

  @Spec private CommandSpec spec;

  @SuppressWarnings("NullAway.Init") // picocli sets them.
  WineinfoCommand() {}

  @Override
  public Integer call() throws IOException, InterruptedException {
    options.check();
    Logging.start(demo.isVerbose());
    return options.serves() ? serve() : play();
  }

  private int serve() throws InterruptedException {
    Policy policy = options.policy();
    PrintWriter out = spec.commandLine().getOut();
    Wineinfo wineinfo =
        Shutdown.install()
            .start(
                () ->
                    Wineinfo.startAt(options.port(), policy, options.replicas(), System::nanoTime),
                running -> stop(running, out));
    out.println(
        options.json() ? WineinfoJson.of(wineinfo, policy) : WineinfoText.of(wineinfo, policy));
    out.flush();
    // The shutdown hook ends the process.
    new CountDownLatch(1).await();
    return 0;
  }

  private void stop(Wineinfo wineinfo, PrintWriter out) {
    if (!options.json()) {
      // The terminal shows the Ctrl-C on this line.
      out.println();
      out.print(WineinfoText.of(wineinfo.logs()));
      out.flush();
    }
    wineinfo.close();
  }

  private int play() throws IOException {
    PrintWriter out = spec.commandLine().getOut();
    List<ActReport> reports = new ArrayList<>();
    if (!options.json() && options.acts().size() > 1) {
      out.println(WineinfoText.introduction(options.duration()));
    }
    Play play = new Play(new Pace.Closed(PERIOD, options.duration()), System::nanoTime);
    play.rehearse();
    ActReport former = null;
    for (Act act : options.acts()) {
      if (!options.json()) {
        out.println(WineinfoText.title(act));
        out.flush();
      }
      former = perform(play, act, former);
      if (!options.json()) {
        out.println(WineinfoText.of(former));
      }
      reports.add(former);
    }
    if (options.json()) {
      out.println(WineinfoJson.of(reports));
    }
    out.flush();
    if (out.checkError()) {
      throw new IOException("cannot write to standard output");
    }
    return exitCode(reports, spec.commandLine().getErr());
  }

  /** The last act tells of the one before, which it plays if it was not. */
  private ActReport perform(Play play, Act act, @Nullable ActReport former) {
    if (act == Act.LOGS) {
      return (former == null ? perform(play, Act.BY_QUERY) : former).as(act);
    }
    return perform(play, act);
  }

  private ActReport perform(Play play, Act act) {
    if (!StandardError.isTerminal()) {
      return play.perform(act, LoadListener.NONE);
    }
    PrintWriter err = spec.commandLine().getErr();
    try (ActProgress progress = new ActProgress(err, options.duration(), InstantSource.system())) {
      return play.perform(act, progress);
    }
  }

  /** 1 if requests failed where none should; says so, and why requests had no response. */
  static int exitCode(List<ActReport> reports, PrintWriter err) {
    for (ActReport report : reports) {
      if (report.load().errors() > 0) {
        err.println("torc: act " + report.act().number() + ": " + LoadText.failures(report.load()));
      }
      if (report.act().policy() == Policy.RING_HASH && report.failures() > 0) {
        err.println(
            "torc: "
                + report.failures()
                + " of "
                + report.load().requests()
                + " requests failed in act "
                + Act.BY_QUERY.number()
                + " (expected: none)");
        return 1;
      }
    }
    return 0;
  }
}

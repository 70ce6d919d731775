package dev.torc.bench;

import dev.torc.bench.reshard.CopyBench;
import dev.torc.bench.reshard.ReshardBench;
import dev.torc.bench.torture.TortureCommand;
import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/**
 * The commands below {@code ./torc bench}, which has a class path of its own. Exit codes as those
 * of torc: 0 done, 1 the job failed, 2 wrong usage.
 */
@Command(
    name = "torc bench",
    description = "Measure Torc, beside others where there are any, on this machine.",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      HashBench.class,
      RoutingBench.class,
      ClientBench.class,
      ReshardBench.class,
      CopyBench.class,
      TortureCommand.class
    },
    footer = {
      "",
      "Example: torc bench hash --quick",
      "",
      "torc bench COMMAND --help says more.",
    })
final class Bench implements Runnable {

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      scope = ScopeType.INHERIT,
      description = "Show this help message and exit.")
  @SuppressWarnings("UnusedVariable") // picocli asks for it.
  private boolean help;

  @Spec private CommandSpec spec;

  @SuppressWarnings("NullAway.Init") // picocli sets the spec.
  private Bench() {}

  /** Runs a command and ends the JVM with its exit code. */
  public static void main(String[] arguments) {
    System.exit(commandLine().execute(arguments));
  }

  /** The commands; used by tests too. */
  static CommandLine commandLine() {
    return new CommandLine(new Bench())
        .setParameterExceptionHandler(Bench::wrongUsage)
        .setExecutionExceptionHandler((e, line, result) -> failed(e, line));
  }

  @Override
  public void run() {
    throw new CommandLine.ParameterException(spec.commandLine(), "no command given");
  }

  private static int wrongUsage(CommandLine.ParameterException e, String[] arguments) {
    CommandLine line = e.getCommandLine();
    PrintWriter err = line.getErr();
    err.println("torc: " + e.getMessage());
    CommandLine.UnmatchedArgumentException.printSuggestions(e, err);
    err.println("Try '" + line.getCommandSpec().qualifiedName() + " --help'.");
    return 2;
  }

  private static int failed(Exception e, CommandLine line) {
    line.getErr().println("torc: " + e.getMessage());
    return 1;
  }
}

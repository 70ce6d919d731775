package dev.torc.cli;

import dev.torc.cli.admin.AdminException;
import dev.torc.config.ConfigurationException;
import dev.torc.routing.RoutingException;
import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** The command line. Exit codes: 0 done, 1 the job failed, 2 wrong usage or configuration. */
@Command(
    name = "torc",
    description = "Consistent hashing as a product.",
    synopsisSubcommandLabel = "COMMAND",
    mixinStandardHelpOptions = true,
    versionProvider = BuildFacts.class,
    subcommands = {
      UpCommand.class,
      NodesCommand.class,
      VnodesCommand.class,
      ChangesCommand.class,
      ValidateCommand.class,
      CheckRouteCommand.class,
      ResolveCommand.class,
      ExplainCommand.class,
      DumpCommand.class,
      PlaceCommand.class,
      LoadCommand.class,
      DemoCommand.class,
      BenchCommand.class,
      VersionCommand.class,
      CompletionCommand.class,
      HelpCommand.class,
      RehearseCommand.class
    },
    footer = {
      "",
      "Examples:",
      "  torc up                     a cache over three Redis nodes, on port 8000",
      "  torc up -c torc.yaml        what the file says",
      "  torc nodes add              one more node, while the cache serves",
      "  torc resolve -c torc.yaml http://recs/?query=red",
      "  torc place --nodes a,b,c=2 --keys keys.txt",
      "  torc demo wineinfo          what it is good for, in four acts",
      "",
      "torc COMMAND --help says more.",
    })
final class Torc implements Runnable {

  @Option(
      names = "--verbose",
      scope = ScopeType.INHERIT,
      description = "Show the cause of an error, and debug messages.")
  private boolean verbose;

  @CommandLine.Spec private CommandLine.Model.CommandSpec spec;

  private final Surroundings surroundings;

  @SuppressWarnings("NullAway.Init") // picocli sets the spec.
  private Torc(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  /**
   * Runs a command and ends the JVM with its exit code: by halting, for {@code System.exit} would
   * load the logging library only to log the call, which takes longer than most commands.
   */
  public static void main(String[] arguments) {
    int code = run(arguments);
    System.out.flush();
    System.err.flush();
    Runtime.getRuntime().halt(code);
  }

  /** Runs a command and returns its exit code. */
  static int run(String... arguments) {
    return commandLine().execute(arguments);
  }

  /** The commands; used by completion and tests too. */
  static CommandLine commandLine() {
    return commandLine(Surroundings.system());
  }

  /** The commands, in surroundings that may be a test's. */
  static CommandLine commandLine(Surroundings surroundings) {
    Torc torc = new Torc(surroundings);
    return new CommandLine(torc)
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setParameterExceptionHandler(Torc::wrongUsage)
        .setExecutionExceptionHandler((e, line, result) -> torc.failed(e, line));
  }

  /** The whole, of which a command is a part. */
  static Torc of(CommandLine.Model.CommandSpec spec) {
    return (Torc) spec.root().userObject();
  }

  Surroundings surroundings() {
    return surroundings;
  }

  boolean isVerbose() {
    return verbose;
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

  private int failed(Exception e, CommandLine line) {
    PrintWriter err = line.getErr();
    String kind = e instanceof RoutingException failure ? failure.kind() + ": " : "";
    for (String problem : (kind + e.getMessage()).split("\n", -1)) {
      err.println("torc: " + problem);
    }
    if (verbose) {
      e.printStackTrace(err);
    }
    if (e instanceof RoutingException failure) {
      return DecisionReport.exitCode(failure);
    }
    if (e instanceof AdminException failure) {
      return failure.kind() == AdminException.Kind.WRONG ? 2 : 1;
    }
    return e instanceof ConfigurationException || e instanceof UsageException ? 2 : 1;
  }
}

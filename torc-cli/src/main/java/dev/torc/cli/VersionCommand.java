package dev.torc.cli;

import java.io.PrintWriter;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code torc version}. */
@Command(
    name = "version",
    description = "Show the version, and what it runs on.",
    mixinStandardHelpOptions = true,
    versionProvider = BuildFacts.class,
    footer = {"", "Example: torc version --json"})
final class VersionCommand implements Runnable {

  @Option(names = "--json", description = "Print one JSON object.")
  private boolean json;

  @Spec private CommandSpec spec;

  @SuppressWarnings("NullAway.Init") // picocli sets the spec.
  VersionCommand() {}

  @Override
  public void run() {
    PrintWriter out = spec.commandLine().getOut();
    Map<String, String> facts = BuildFacts.all();
    if (json) {
      out.println(Json.write(facts));
    } else {
      facts.forEach((name, value) -> out.printf("%-8s %s%n", name, value));
    }
  }
}

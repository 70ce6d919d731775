package dev.torc.cli;

import dev.torc.config.ConfigurationException;
import dev.torc.config.JsonSchema;
import dev.torc.config.Problem;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code torc validate}. */
@Command(
    name = "validate",
    description = "Check a configuration file without running it.",
    mixinStandardHelpOptions = true,
    versionProvider = BuildFacts.class,
    footer = {
      "",
      "Examples:",
      "  torc validate torc.yaml",
      "  torc validate --schema > torc.schema.json",
      "",
      "Exit code 0 if the file is valid, 2 if not.",
    })
final class ValidateCommand implements Callable<Integer> {
  static final String SCHEMA_ID = "https://torc.dev/schema/torc.schema.json";

  @ArgGroup(multiplicity = "1")
  private Subject subject;

  @Option(names = "--json", description = "Print the problems as a JSON array.")
  private boolean json;

  @Spec private CommandSpec spec;

  /** A file to check, or the schema to print. */
  static final class Subject {
    @Parameters(paramLabel = "FILE", description = "The file, usually torc.yaml.")
    private Path file;

    @Option(names = "--schema", description = "Print the JSON Schema of the file instead.")
    private boolean schema;

    @SuppressWarnings("NullAway.Init") // picocli sets the file, unless schema is set.
    Subject() {}
  }

  @SuppressWarnings("NullAway.Init") // picocli sets them.
  ValidateCommand() {}

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    if (subject.schema) {
      out.println(schema());
      return 0;
    }
    try {
      ConfigFile.load(subject.file);
    } catch (ConfigurationException e) {
      if (!json) {
        throw e;
      }
      out.println(Json.write(e.problems().stream().map(ValidateCommand::fields).toList()));
      return 2;
    }
    out.println(json ? Json.write(List.of()) : subject.file + ": valid");
    return 0;
  }

  private static Map<String, Object> fields(Problem problem) {
    return Map.of(
        "file", problem.source(),
        "line", problem.line(),
        "column", problem.column(),
        "message", problem.message());
  }

  /** The JSON Schema of {@code torc.yaml}, as published under {@code docs/}. */
  static String schema() {
    return Json.writeIndented(JsonSchema.of(TorcConfig.class, SCHEMA_ID, "torc.yaml"));
  }
}

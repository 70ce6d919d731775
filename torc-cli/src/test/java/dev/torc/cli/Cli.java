package dev.torc.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Arrays;
import java.util.stream.Stream;
import picocli.CommandLine;

/** Runs a command in this JVM and keeps what it prints. */
record Cli(int exitCode, String out, String err) {

  /** First these, then the options. */
  static String[] arguments(String[] options, String... first) {
    return Stream.concat(Arrays.stream(first), Arrays.stream(options)).toArray(String[]::new);
  }

  static Cli run(String... arguments) {
    return run(Surroundings.system(), arguments);
  }

  static Cli run(Surroundings surroundings, String... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    CommandLine line = Torc.commandLine(surroundings);
    line.setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
    int exitCode = line.execute(arguments);
    return new Cli(exitCode, out.toString(), err.toString());
  }
}

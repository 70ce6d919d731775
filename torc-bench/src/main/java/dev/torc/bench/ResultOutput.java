package dev.torc.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The options that say in which form a result is wanted, and where. */
public final class ResultOutput {

  @Option(names = "--json", description = "Print a JSON array with an object for each result.")
  private boolean json;

  @Option(
      names = "--output",
      paramLabel = "FILE",
      description = "Write the result to a file instead of standard output.")
  private @Nullable Path output;

  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  /** Made by picocli. */
  @SuppressWarnings("NullAway.Init") // picocli sets the spec.
  public ResultOutput() {}

  /** Whether JSON is wanted. */
  public boolean isJson() {
    return json;
  }

  /** Whether it can be written: now, and not after twenty minutes of measuring. */
  public void check() {
    if (output != null) {
      try {
        Files.newOutputStream(output, StandardOpenOption.CREATE, StandardOpenOption.APPEND).close();
      } catch (IOException e) {
        throw new ParameterException(
            spec.commandLine(), "--output: cannot write to " + output + " (" + e + ")");
      }
    }
  }

  /** Writes it where it is wanted. */
  public void write(String result) throws IOException {
    if (output != null) {
      Files.writeString(output, result, UTF_8);
      return;
    }
    PrintWriter out = spec.commandLine().getOut();
    out.print(result);
    out.flush();
    if (out.checkError()) {
      throw new IOException("cannot write to standard output");
    }
  }
}

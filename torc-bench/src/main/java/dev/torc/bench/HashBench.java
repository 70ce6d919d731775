package dev.torc.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.Console;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code torc bench hash}. */
@Command(
    name = "hash",
    description = "Measure look-ups of Torc's placements, and of other libraries beside them.",
    footer = {
      "",
      "Examples:",
      "  torc bench hash --quick",
      "  torc bench hash --output bench/hash.md",
      "  torc bench hash --quick --json | jq '.[] | select(.nodes == 100)'",
      "",
      "Prints tables in Markdown: nanoseconds and allocated bytes by JMH, each",
      "algorithm in a JVM of its own, and Torc's targets with yes or no. Takes about",
      "20 minutes, with --quick under 90 seconds. Leave the machine alone meanwhile.",
    })
final class HashBench implements Callable<Integer> {

  @Option(names = "--quick", description = "Measure with 100 and 1000 nodes only, once.")
  private boolean quick;

  @Option(
      names = "--json",
      description = "Print a JSON array of {algorithm, nodes, key, nsPerOp, bytesPerOp}.")
  private boolean json;

  @Option(
      names = "--output",
      paramLabel = "FILE",
      description = "Write the result to a file instead of standard output.")
  private @Nullable Path output;

  @Option(names = "--smoke", hidden = true, description = "Only see whether it runs.")
  private boolean smoke;

  @Spec private CommandSpec spec;

  @SuppressWarnings("NullAway.Init") // picocli sets the spec.
  HashBench() {}

  @Override
  public Integer call() throws IOException {
    checkOutput();
    Report report = new Report(new Session(effort(), progress()).run());
    write(json ? report.json() : report.markdown(command(), circumstances()));
    return 0;
  }

  private Effort effort() {
    if (smoke) {
      return Effort.SMOKE;
    }
    return quick ? Effort.QUICK : Effort.FULL;
  }

  private Progress progress() {
    boolean terminal = Optional.ofNullable(System.console()).map(Console::isTerminal).orElse(false);
    return new Progress(spec.commandLine().getErr(), terminal, InstantSource.system());
  }

  private String command() {
    return "./torc bench hash" + (quick ? " --quick" : "");
  }

  private static List<String> circumstances() {
    return List.of(
        "Keys: " + Key.COUNT + " random ones in turn. Points of a ring: 160 a node.",
        "Peers: " + Peers.versions() + ".",
        LocalDate.now(ZoneOffset.UTC) + ", " + Machine.description() + ".");
  }

  /** Now, and not after twenty minutes of measuring. */
  private void checkOutput() {
    if (output != null) {
      try {
        Files.newOutputStream(output, StandardOpenOption.CREATE, StandardOpenOption.APPEND).close();
      } catch (IOException e) {
        throw new ParameterException(
            spec.commandLine(), "--output: cannot write to " + output + " (" + e + ")");
      }
    }
  }

  private void write(String result) throws IOException {
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

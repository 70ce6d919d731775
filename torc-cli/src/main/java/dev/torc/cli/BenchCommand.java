package dev.torc.cli;

import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Unmatched;

/**
 * {@code torc bench}: only says where the benchmarks are. They have a class path of their own, with
 * JMH and the libraries they measure, which the script {@code ./torc} builds and starts instead of
 * this program.
 */
@Command(
    name = "bench",
    description = "Measure Torc beside other libraries; from the sources only.",
    mixinStandardHelpOptions = true,
    versionProvider = BuildFacts.class,
    footer = {
      "",
      "Example: ./torc bench hash --quick",
      "",
      "./torc builds the benchmarks at first use. ./torc bench hash --help says more.",
    })
final class BenchCommand implements Runnable {

  /** For the benchmarks. */
  @Unmatched private List<String> arguments = new ArrayList<>();

  @Override
  public void run() {
    throw new UsageException(
        "bench: not part of this program (expected: \"./torc bench "
            + String.join(" ", arguments)
            + "\" in Torc's sources, with bench as its first argument)");
  }
}

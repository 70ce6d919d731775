package dev.torc.bench;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
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

  @Mixin private ResultOutput output;

  @Option(names = "--smoke", hidden = true, description = "Only see whether it runs.")
  private boolean smoke;

  @Spec private CommandSpec spec;

  @SuppressWarnings("NullAway.Init") // picocli sets the spec.
  HashBench() {}

  @Override
  public Integer call() throws IOException {
    output.check();
    Progress progress = Progress.on(spec.commandLine().getErr());
    Report report = new Report(new Session(effort(), progress).run());
    output.write(output.isJson() ? report.json() : report.markdown(command(), circumstances()));
    return 0;
  }

  private Effort effort() {
    if (smoke) {
      return Effort.SMOKE;
    }
    return quick ? Effort.QUICK : Effort.FULL;
  }

  private String command() {
    return "./torc bench hash" + (quick ? " --quick" : "");
  }

  private static List<String> circumstances() {
    return List.of(
        "Keys: " + Key.COUNT + " random ones in turn. Points of a ring: 160 a node.",
        "Peers: " + Peers.versions() + ".",
        Machine.dateAndDescription());
  }
}

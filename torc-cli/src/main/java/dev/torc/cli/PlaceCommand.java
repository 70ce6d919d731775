package dev.torc.cli;

import dev.torc.hash.Jump;
import dev.torc.hash.Node;
import dev.torc.hash.Placement;
import dev.torc.hash.PlacementDiff;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code torc place}. */
@Command(
    name = "place",
    description = "Show which node each key belongs to, and what a change would move.",
    mixinStandardHelpOptions = true,
    versionProvider = BuildFacts.class,
    sortOptions = false,
    footer = {
      "",
      "Examples:",
      "  torc place --nodes a,b,c=2 --keys keys.txt",
      "  seq 1000 | torc place --nodes a,b,c --keys - | cut -f2 | sort | uniq -c",
      "  torc place --dialect nginx --nodes 10.0.0.1:80,10.0.0.2:80=3 --keys keys.txt",
      "  torc place --nodes a,b,c --add d",
      "  torc place --nodes a,b,c --remove b --keys keys.txt",
      "  torc place --compare today.txt tomorrow.txt",
      "  torc place --nodes a,b,c=2 --balance",
      "",
      "Prints a line KEY<TAB>NODE for each key, in the order of the file; with --add, --remove or",
      "--compare, KEY<TAB>FROM<TAB>TO for each key that moves, or without --keys the share of all",
      "keys that does. The order of the nodes matters only where that of the other program does.",
    })
final class PlaceCommand implements Callable<Integer> {

  @Option(
      names = "--nodes",
      split = ",",
      paramLabel = "NAME[=WEIGHT]",
      description = "The nodes, separated by commas; the weight is 1 if not given.")
  private @Nullable List<String> nodes;

  @Option(
      names = "--keys",
      paramLabel = "FILE",
      description = "The keys, one a line, in UTF-8; - for standard input.")
  private @Nullable Path keys;

  @Mixin private PlacementOptions options;

  @Option(names = "--balance", description = "Show the share of each node, and how even they are.")
  private boolean balance;

  @Option(
      names = "--add",
      split = ",",
      paramLabel = "NAME[=WEIGHT]",
      description = "Show what moves when these nodes come.")
  private @Nullable List<String> added;

  @Option(
      names = "--remove",
      split = ",",
      paramLabel = "NAME",
      description = "Show what moves when these nodes go.")
  private @Nullable List<String> removed;

  @Option(
      names = "--compare",
      arity = "2",
      paramLabel = "FILE",
      description = "Show what moves from one file's nodes to the other's: NAME[=WEIGHT] a line.")
  private @Nullable List<Path> compared;

  @Option(names = "--json", description = "Print one JSON object.")
  private boolean json;

  @Spec private CommandSpec spec;

  @SuppressWarnings("NullAway.Init") // picocli sets them.
  PlaceCommand() {}

  @Override
  public Integer call() throws IOException {
    checkTogether();
    PrintWriter out = spec.commandLine().getOut();
    if (compared != null) {
      show(
          options.placement(NodeList.read(compared.get(0), "--compare")),
          options.placement(NodeList.read(compared.get(1), "--compare")),
          out);
    } else {
      List<Node> given = NodeList.of(nodes == null ? List.of() : nodes, "--nodes");
      Placement placement = options.placement(given);
      if (added != null || removed != null) {
        show(placement, changed(placement, given), out);
      } else if (balance) {
        BalanceReport.print(placement, json, out);
      } else {
        new KeyReport(json, out).print(placement, keysOrFail());
      }
    }
    out.flush();
    if (out.checkError()) {
      throw new IOException("cannot write to standard output");
    }
    return 0;
  }

  private void checkTogether() {
    int changes = (compared == null ? 0 : 1) + (added == null && removed == null ? 0 : 1);
    if (changes + (balance ? 1 : 0) > 1) {
      throw new UsageException(
          "--balance, --compare and --add or --remove: together (expected: one of them)");
    }
    if ((nodes == null) == (compared == null)) {
      throw new UsageException(
          nodes == null
              ? "missing --nodes (expected: the nodes, or --compare with two files)"
              : "--nodes and --compare: together (expected: one of them)");
    }
    if (balance && keys != null) {
      throw new UsageException("--balance and --keys: together (expected: one of them)");
    }
  }

  private Path keysOrFail() {
    if (keys == null) {
      throw new UsageException("missing --keys (expected: a file of keys, --balance, or a change)");
    }
    return keys;
  }

  private Placement changed(Placement placement, List<Node> given) {
    List<Node> more = NodeList.of(added == null ? List.of() : added, "--add");
    List<String> gone = removed == null ? List.of() : removed;
    for (String name : gone) {
      if (given.stream().noneMatch(node -> node.name().equals(name))) {
        throw new UsageException("--remove: \"" + name + "\" (expected: one of --nodes)");
      }
    }
    if (placement instanceof Jump jump) {
      return changed(jump, more, gone);
    }
    List<Node> now = new ArrayList<>(given);
    now.removeIf(node -> gone.contains(node.name()));
    now.addAll(more);
    return options.placement(now);
  }

  /** Its nodes stay where they sit, which building it anew would not do. */
  private static Jump changed(Jump jump, List<Node> more, List<String> gone) {
    Jump now = jump;
    for (String name : gone) {
      now = now.remove(name);
    }
    for (Node node : more) {
      now = now.add(node);
    }
    return now;
  }

  private void show(Placement before, Placement after, PrintWriter out) throws IOException {
    if (keys == null) {
      MoveReport.print(PlacementDiff.between(before, after), json, out);
    } else {
      new KeyReport(json, out).printMoves(before, after, keys);
    }
  }
}

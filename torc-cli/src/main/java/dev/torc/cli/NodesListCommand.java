package dev.torc.cli;

import dev.torc.cli.admin.AdminClient;
import dev.torc.cli.admin.Membership;
import dev.torc.cli.admin.Membership.Member;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code torc nodes list}. */
@Command(
    name = "list",
    description = "Show the nodes, their share of the ring, and what they hold.",
    mixinStandardHelpOptions = true,
    versionProvider = BuildFacts.class,
    sortOptions = false,
    footer = {
      "",
      "Examples:",
      "  torc nodes list",
      "  torc nodes list --admin http://10.0.0.1:8001 --token-file token --json",
    })
final class NodesListCommand implements Callable<Integer> {
  private static final String UNKNOWN = "-";

  @Mixin private AdminOptions admin;

  @Spec private CommandSpec spec;

  @SuppressWarnings("NullAway.Init") // picocli sets them.
  NodesListCommand() {}

  @Override
  public Integer call() throws IOException, InterruptedException {
    return admin.show(spec, AdminClient::nodes, NodesListCommand::lines);
  }

  private static List<String> lines(Membership membership) {
    TextTable table = new TextTable("><<><>>>");
    table.row("INDEX", "NAME", "ADDRESS", "WEIGHT", "STATE", "SHARE", "KEYS", "MEMORY");
    for (Member node : membership.nodes()) {
      table.row(
          Integer.toString(node.index()),
          node.name(),
          node.address(),
          Integer.toString(node.weight()),
          node.state(),
          Figures.percent(node.share()),
          node.keys() == null ? UNKNOWN : Figures.count(node.keys()),
          memory(node));
    }
    List<String> lines = new ArrayList<>(table.lines());
    lines.add("");
    lines.add("epoch " + membership.epoch() + ", " + membership.vnodes() + " vnodes a weight");
    return lines;
  }

  private static String memory(Member node) {
    Long used = node.memoryBytes();
    Long limit = node.maxMemoryBytes();
    if (used == null) {
      return UNKNOWN;
    }
    return limit == null || limit == 0
        ? Figures.bytes(used)
        : Figures.bytes(used) + " of " + Figures.bytes(limit);
  }
}

package dev.torc.cli;

import dev.torc.cli.admin.Estimate;
import dev.torc.cli.admin.Estimate.Node;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What a change of the ring would do, for people. */
final class EstimateText {
  private static final String NONE = "-";

  private EstimateText() {}

  /** All of it. */
  static List<String> lines(Estimate estimate) {
    TextTable facts = new TextTable("<<");
    facts.row("ring", Figures.percent(estimate.movedShare()) + " changes its owner");
    facts.row("keys", keys(estimate));
    if (estimate.lostKeys() > 0) {
      facts.row("lost", about(estimate) + Figures.count(estimate.lostKeys()) + " keys");
    }
    facts.row("time", time(estimate));
    facts.row(
        "max/avg",
        ratio(estimate.maxToAverage().before())
            + " keys before, "
            + ratio(estimate.maxToAverage().after())
            + " after");
    List<String> lines = new ArrayList<>();
    lines.add("dry run: " + estimate.description() + "; nothing was changed");
    facts.lines().forEach(line -> lines.add("  " + line));
    lines.add("");
    lines.addAll(nodes(estimate.nodes()));
    if (!estimate.warnings().isEmpty()) {
      lines.add("");
      estimate.warnings().forEach(warning -> lines.add("warning: " + warning));
    }
    return lines;
  }

  private static String about(Estimate estimate) {
    return estimate.exact() ? "" : "about ";
  }

  private static String keys(Estimate estimate) {
    long all = estimate.nodes().stream().mapToLong(Node::keysBefore).sum();
    return about(estimate)
        + Figures.count(estimate.keys())
        + " of "
        + Figures.count(all)
        + " move, about "
        + Figures.bytes(estimate.bytes())
        + (estimate.exact() ? " (all were looked at)" : " (by a sample)");
  }

  private static String time(Estimate estimate) {
    return "about "
        + Figures.seconds(Duration.ofMillis(Math.round(1000 * estimate.seconds())))
        + " at "
        + Figures.count(Math.round(estimate.keysPerSecond()))
        + " keys a second ("
        + basis(estimate.rate())
        + ")";
  }

  /** A newer gateway may say something else. */
  private static String basis(String rate) {
    return switch (rate) {
      case "measured" -> "as the last changes";
      case "assumed" -> "assumed: no large change was made yet";
      case "limited" -> "the limit of cache.resharding.keysPerSecond";
      default -> rate;
    };
  }

  private static String ratio(@Nullable Double value) {
    return value == null ? NONE : String.format(Locale.ROOT, "%.2f", value);
  }

  private static List<String> nodes(List<Node> nodes) {
    TextTable table = new TextTable("><<>>>>");
    table.row("INDEX", "NAME", "ADDRESS", "SHARE", "AFTER", "KEYS", "AFTER");
    for (Node node : nodes) {
      table.row(
          Integer.toString(node.index()),
          node.name(),
          node.address() == null ? NONE : node.address(),
          Figures.percent(node.shareBefore()),
          Figures.percent(node.shareAfter()),
          Figures.count(node.keysBefore()),
          Figures.count(node.keysAfter()));
    }
    return table.lines();
  }
}

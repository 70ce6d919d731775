package dev.torc.cli;

import dev.torc.hash.Balance;
import dev.torc.hash.Node;
import dev.torc.hash.Placement;
import dev.torc.hash.Ring;
import dev.torc.hash.TooFewPoints;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** What each node has of the keys. */
final class BalanceReport {
  private static final int BAR_WIDTH = 40;

  private BalanceReport() {}

  static void print(Placement placement, boolean json, PrintWriter out) {
    double[] shares = placement.shares();
    Balance balance = Balance.of(placement);
    Optional<TooFewPoints> warning =
        placement instanceof Ring ring ? ring.tooFewPoints() : Optional.empty();
    if (json) {
      printJson(placement, shares, balance, warning, out);
    } else {
      printTable(placement, shares, out);
      out.println();
      out.println(
          String.format(
              Locale.ROOT,
              "max/avg %.3f   min/avg %.3f   CoV %.3f   (shares by weight)",
              balance.max(),
              balance.min(),
              balance.deviation()));
      warning.ifPresent(tooFew -> out.println("warning: " + text(tooFew)));
    }
  }

  private static void printTable(Placement placement, double[] shares, PrintWriter out) {
    int width =
        Math.max(4, placement.nodes().stream().mapToInt(n -> n.name().length()).max().orElse(0));
    double largest = Arrays.stream(shares).max().orElse(1);
    String format = "%-" + width + "s  %6s  %7s  %s";
    out.println(String.format(Locale.ROOT, format, "NODE", "WEIGHT", "SHARE", "").stripTrailing());
    for (int i = 0; i < shares.length; i++) {
      Node node = placement.nodes().get(i);
      String share = String.format(Locale.ROOT, "%.2f%%", 100 * shares[i]);
      String bar = "█".repeat((int) Math.round(BAR_WIDTH * shares[i] / largest));
      out.println(
          String.format(Locale.ROOT, format, node.name(), node.weight(), share, bar)
              .stripTrailing());
    }
  }

  private static String text(TooFewPoints warning) {
    return String.format(
        Locale.ROOT,
        "%d points a node: the busiest one has %.2f times its share on average (advised: %d)",
        warning.pointsPerNode(),
        warning.expectedMax(),
        warning.advisedPointsPerNode());
  }

  private static void printJson(
      Placement placement,
      double[] shares,
      Balance balance,
      Optional<TooFewPoints> warning,
      PrintWriter out) {
    List<Map<String, Object>> nodes = new ArrayList<>();
    for (int i = 0; i < shares.length; i++) {
      nodes.add(node(placement.nodes().get(i), shares[i]));
    }
    Map<String, Object> report = new LinkedHashMap<>();
    report.put("nodes", nodes);
    report.put("maxOverAverage", balance.max());
    report.put("minOverAverage", balance.min());
    report.put("coefficientOfVariation", balance.deviation());
    warning.ifPresent(tooFew -> report.put("warning", text(tooFew)));
    out.println(Json.write(report));
  }

  /** A node with its share, as JSON shows it. */
  static Map<String, Object> node(Node node, double share) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("name", node.name());
    object.put("weight", node.weight());
    object.put("share", share);
    return object;
  }
}

package dev.torc.cli;

import dev.torc.hash.Node;
import dev.torc.hash.Placement;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Where keys are, or which of them move: written as they are read, for there may be millions. */
final class KeyReport {
  private final boolean json;
  private final PrintWriter out;
  private boolean first = true;

  KeyReport(boolean json, PrintWriter out) {
    this.json = json;
    this.out = out;
  }

  void print(Placement placement, Path keys) throws IOException {
    if (json) {
      out.print("{\"nodes\":" + Json.write(nodes(placement)) + ",\"keys\":[");
    }
    TextLines.forEach(
        keys,
        "--keys",
        (key, line) -> {
          String node = String.valueOf(owner(placement, key));
          if (json) {
            element("key", key, "node", node);
          } else {
            out.println(key + "\t" + node);
          }
        });
    if (json) {
      out.println("]}");
    }
  }

  void printMoves(Placement before, Placement after, Path keys) throws IOException {
    if (json) {
      out.print("{\"keys\":[");
    }
    TextLines.forEach(
        keys,
        "--keys",
        (key, line) -> {
          String from = String.valueOf(owner(before, key));
          String to = String.valueOf(owner(after, key));
          if (from.equals(to)) {
            return;
          }
          if (json) {
            element("key", key, "from", from, "to", to);
          } else {
            out.println(key + "\t" + from + "\t" + to);
          }
        });
    if (json) {
      out.println("]}");
    }
  }

  private static @Nullable String owner(Placement placement, String key) {
    Node node = placement.locate(key);
    return node == null ? null : node.name();
  }

  private void element(String... namesAndValues) {
    Map<String, String> element = new LinkedHashMap<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      element.put(namesAndValues[i], namesAndValues[i + 1]);
    }
    out.print((first ? "" : ",") + Json.write(element));
    first = false;
  }

  private static List<Map<String, Object>> nodes(Placement placement) {
    double[] shares = placement.shares();
    List<Map<String, Object>> nodes = new ArrayList<>();
    for (int i = 0; i < shares.length; i++) {
      nodes.add(BalanceReport.node(placement.nodes().get(i), shares[i]));
    }
    return nodes;
  }
}

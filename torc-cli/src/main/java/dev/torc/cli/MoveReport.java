package dev.torc.cli;

import dev.torc.hash.PlacementDiff;
import dev.torc.hash.PlacementDiff.Move;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What moves between two placements. */
final class MoveReport {
  private MoveReport() {}

  static void print(PlacementDiff diff, boolean json, PrintWriter out) {
    if (json) {
      out.println(Json.write(object(diff)));
      return;
    }
    out.println(
        String.format(
            Locale.ROOT,
            "%.2f%% of the keys move (%s)",
            100 * diff.movedShare(),
            diff.exact() ? "exact" : "sampled, within 0.25"));
    if (diff.moves().isEmpty()) {
      return;
    }
    int from = width("FROM", diff.moves().stream().map(move -> name(move.from())).toList());
    int to = width("TO", diff.moves().stream().map(move -> name(move.to())).toList());
    String format = "%-" + from + "s  %-" + to + "s  %7s";
    out.println();
    out.println(String.format(Locale.ROOT, format, "FROM", "TO", "SHARE"));
    for (Move move : diff.moves()) {
      String share = String.format(Locale.ROOT, "%.2f%%", 100 * move.share());
      out.println(String.format(Locale.ROOT, format, name(move.from()), name(move.to()), share));
    }
  }

  private static int width(String heading, List<String> names) {
    return Math.max(heading.length(), names.stream().mapToInt(String::length).max().orElse(0));
  }

  private static String name(@Nullable String node) {
    return node == null ? "-" : node;
  }

  private static Map<String, Object> object(PlacementDiff diff) {
    List<Map<String, @Nullable Object>> moves = new ArrayList<>();
    for (Move move : diff.moves()) {
      Map<String, @Nullable Object> object = new LinkedHashMap<>();
      object.put("from", move.from());
      object.put("to", move.to());
      object.put("share", move.share());
      moves.add(object);
    }
    Map<String, Object> report = new LinkedHashMap<>();
    report.put("movedShare", diff.movedShare());
    report.put("exact", diff.exact());
    report.put("moves", moves);
    return report;
  }
}

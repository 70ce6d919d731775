package dev.torc.bench.reshard;

import dev.torc.bench.Machine;
import dev.torc.bench.Markdown;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import tools.jackson.databind.json.JsonMapper;

/** The results as Markdown for people and as JSON for programs. */
record ReshardReport(ReshardPlan plan, List<ChangeResult> results) {
  private static final double PRECISION = 1000;

  ReshardReport {
    results = List.copyOf(results);
  }

  /** An array with an object for each change, one a line. */
  String json() {
    return results.stream()
        .map(ReshardReport::json)
        .collect(Collectors.joining(",\n ", "[", "]\n"));
  }

  private static String json(ChangeResult result) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("change", result.change().label());
    object.put("keys", result.keys());
    object.put("moved", result.moved());
    object.put("minimum", result.movers().present());
    object.put("wrongMisses", result.violations().wrongMisses());
    object.put("lostWrites", result.violations().lostWrites());
    object.put("staleReads", result.violations().staleReads());
    object.put("clientErrors", result.violations().clientErrors());
    object.put("p99BeforeMs", rounded(result.before().p99Millis()));
    object.put("p99DuringMs", rounded(result.during().p99Millis()));
    object.put("holdP99Ms", rounded(result.holdP99Millis()));
    object.put("seconds", rounded(result.seconds()));
    return JsonMapper.shared().writeValueAsString(object);
  }

  private static double rounded(double number) {
    return Math.round(number * PRECISION) / PRECISION;
  }

  /** Tables of what moved, and of what clients saw. */
  String markdown(String command) {
    return Markdown.document(
        List.of(
            "# Changes of the ring under load",
            "    " + command,
            "`torc up` with "
                + RingChange.NODES
                + " embedded nodes and "
                + RingChange.VNODES
                + " virtual nodes each, in a process of its own, and "
                + plan.keys()
                + " keys with small values; "
                + plan.clients()
                + " clients on kept connections send "
                + plan.rate()
                + " requests a second together: 70 % GET, 28 % POST, 2 % DELETE. Each answer is"
                + " checked when it comes, and after each change, under the same load, all keys are"
                + " read. Wanted: no violation; at most 1.05 keys moved to one whose owner differs;"
                + " at most 50 ms for the 99th percentile of the moves' holds.",
            Markdown.table(
                List.of(
                    "Change",
                    "Keys",
                    "Minimum",
                    "Moved",
                    "Written meanwhile",
                    "Ratio",
                    "Moves",
                    "Hold p99 ms",
                    "Seconds",
                    "Met"),
                results.stream().map(ReshardReport::moved).toList()),
            "Minimum: the keys that were there when the change began and whose owner differs."
                + " Written meanwhile: keys whose owner differs too, that were not there and were"
                + " written before it ended; they are taken off what moved before the ratio is"
                + " formed.",
            Markdown.table(
                List.of(
                    "Change",
                    "Wrong misses",
                    "Lost writes",
                    "Stale reads",
                    "Client errors",
                    "p99 before ms",
                    "p99 during ms",
                    "Requests"),
                results.stream().map(ReshardReport::seen).toList()),
            "Latencies count from when a request was due. Before: the "
                + plan.window().toMillis() / PRECISION
                + " s before the change was asked for.",
            Machine.dateAndDescription()));
  }

  private static List<String> moved(ChangeResult result) {
    return List.of(
        result.change().label(),
        Long.toString(result.keys()),
        Long.toString(result.movers().present()),
        Long.toString(result.moved()),
        Long.toString(result.movers().written()),
        format("%.3f", result.movedRatio()),
        Integer.toString(result.holdMillis().size()),
        format("%.1f", result.holdP99Millis()),
        format("%.1f", result.seconds()),
        result.isMet() ? "yes" : "no");
  }

  private static List<String> seen(ChangeResult result) {
    return List.of(
        result.change().label(),
        Long.toString(result.violations().wrongMisses()),
        Long.toString(result.violations().lostWrites()),
        Long.toString(result.violations().staleReads()),
        Long.toString(result.violations().clientErrors()),
        format("%.2f", result.before().p99Millis()),
        format("%.2f", result.during().p99Millis()),
        Long.toString(result.during().requests()));
  }

  private static String format(String format, double number) {
    return String.format(Locale.ROOT, format, number);
  }
}

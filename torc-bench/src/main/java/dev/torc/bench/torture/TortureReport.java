package dev.torc.bench.torture;

import dev.torc.bench.torture.Findings.Finding;
import dev.torc.bench.torture.Judge.Checked;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a run did and found.
 *
 * @param plan what it was to do
 * @param took how long clients worked
 * @param operations how many, by kind and outcome
 * @param changes how many, by how they ended
 * @param faults how many, by kind
 * @param losses how often a node was killed
 * @param checked what was checked
 * @param violations how many there are
 * @param findings the first of them
 * @param folder what the gateway left: its log, its state; {@code null} if it was deleted
 */
record TortureReport(
    Plan plan,
    Duration took,
    Map<String, Long> operations,
    Map<String, Long> changes,
    Map<String, Long> faults,
    int losses,
    Checked checked,
    long violations,
    List<Finding> findings,
    @Nullable Path folder) {

  /** One object, on one line. */
  String json() {
    Map<String, Object> report = new LinkedHashMap<>();
    report.put("seed", plan.seed());
    report.put("seconds", seconds(took));
    report.put("without", plan.without().stream().map(Enum::name).sorted().toList());
    report.put("operations", operations);
    report.put("changes", changes);
    report.put("faults", faults);
    report.put("losses", losses);
    report.put(
        "checked",
        Map.of(
            "keys", checked.keys(),
            "operations", checked.operations(),
            "undecided", checked.undecided(),
            "seconds", seconds(checked.took())));
    report.put("violations", violations);
    report.put("findings", findings);
    report.put("folder", folder == null ? null : folder.toString());
    return JsonMapper.shared().writeValueAsString(report) + "\n";
  }

  /** For people. */
  String text() {
    StringBuilder text = new StringBuilder();
    text.append(
        String.format(Locale.ROOT, "torture of %.1f s, seed %d", seconds(took), plan.seed()));
    if (!plan.without().isEmpty()) {
      text.append(", without ");
      text.append(
          plan.without().stream().map(Enum::name).sorted().collect(Collectors.joining(", ")));
    }
    text.append("\n\n");
    section(text, "operations", operations);
    section(text, "changes", changes);
    section(text, "faults", faults);
    text.append(
        String.format(
            Locale.ROOT,
            "checked in %.1f s: %d operations on %d keys, %d keys undecided%n",
            seconds(checked.took()),
            checked.operations(),
            checked.keys(),
            checked.undecided()));
    text.append(violations == 0 ? "no violation\n" : violations + " violations\n");
    for (Finding finding : findings) {
      text.append("\n").append(finding.kind()).append(": ").append(finding.subject()).append("\n");
      finding.explanation().lines().forEach(line -> text.append("  ").append(line).append("\n"));
    }
    if (folder != null) {
      text.append("\nthe gateway's log and state: ").append(folder).append("\n");
    }
    return text.toString();
  }

  private static void section(StringBuilder text, String title, Map<String, Long> counts) {
    long total = counts.values().stream().mapToLong(Long::longValue).sum();
    text.append(String.format(Locale.ROOT, "%-28s %9d%n", title, total));
    counts.forEach(
        (name, count) -> text.append(String.format(Locale.ROOT, "  %-26s %9d%n", name, count)));
    text.append("\n");
  }

  private static double seconds(Duration duration) {
    return duration.toMillis() / 1000.0;
  }
}

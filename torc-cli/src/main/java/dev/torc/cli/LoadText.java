package dev.torc.cli;

import static java.util.stream.Collectors.joining;

import dev.torc.cli.load.Latency;
import dev.torc.cli.load.LoadReport;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** What a run came to: for people, or for programs. */
final class LoadText {
  private static final double NANOS_PER_MILLI = 1e6;
  private static final String ROW = "  %-10s %10s %10s %10s %10s %10s%n";

  private LoadText() {}

  static String text(LoadReport report, boolean latency) {
    StringBuilder text = new StringBuilder(line("Response Codes:"));
    report.codes().forEach((code, count) -> text.append(line("  " + code + ": " + count)));
    if (report.errors() > 0) {
      text.append(line("Total Errors: " + report.errors()));
    }
    if (latency) {
      text.append(latencies(report));
    }
    return text.toString();
  }

  private static String line(String text) {
    return text + System.lineSeparator();
  }

  private static String latencies(LoadReport report) {
    return line("Latency in ms:")
        + ROW.formatted("", "50%", "90%", "99%", "99.9%", "max")
        + row("from due", report.latency())
        + row("from sent", report.service())
        + String.format(
            Locale.ROOT,
            "Rate: %.1f requests/s%nLate: %d of %d (sent over %d ms after they were due)%n",
            report.rate(),
            report.late(),
            report.requests(),
            LoadReport.LATE.toMillis());
  }

  private static String row(String name, Latency latency) {
    return ROW.formatted(
        name,
        cell(latency.p50()),
        cell(latency.p90()),
        cell(latency.p99()),
        cell(latency.p999()),
        cell(latency.max()));
  }

  private static String cell(Duration time) {
    return String.format(Locale.ROOT, "%.2f", millis(time));
  }

  static String json(LoadReport report) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("codes", report.codes());
    object.put("errors", report.errors());
    object.put("failures", report.failures());
    object.put("requests", report.requests());
    object.put("seconds", report.seconds());
    object.put("rate", report.rate());
    object.put("late", report.late());
    object.put("latencyMs", object(report.latency()));
    object.put("serviceMs", object(report.service()));
    return Json.write(object);
  }

  private static Map<String, Object> object(Latency latency) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("p50", millis(latency.p50()));
    object.put("p90", millis(latency.p90()));
    object.put("p99", millis(latency.p99()));
    object.put("p99.9", millis(latency.p999()));
    object.put("max", millis(latency.max()));
    return object;
  }

  private static double millis(Duration time) {
    return time.toNanos() / NANOS_PER_MILLI;
  }

  /** Why requests had no response, on one line. */
  static String failures(LoadReport report) {
    return report.errors()
        + " of "
        + report.requests()
        + " requests without a response: "
        + report.failures().entrySet().stream()
            .map(failure -> failure.getKey() + " (" + failure.getValue() + ")")
            .collect(joining(", "));
  }
}

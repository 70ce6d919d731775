package dev.torc.cli;

import static java.util.stream.Collectors.joining;

import dev.torc.cli.load.LoadPlan;
import dev.torc.cli.wineinfo.Act;
import dev.torc.cli.wineinfo.ActReport;
import dev.torc.cli.wineinfo.Policy;
import dev.torc.cli.wineinfo.ReplicaLog;
import dev.torc.cli.wineinfo.Wineinfo;
import dev.torc.config.DurationText;
import java.time.Duration;
import java.util.ArrayList;
import java.util.IntSummaryStatistics;
import java.util.List;

/** What the demo tells people, on lines of less than 80 characters. */
final class WineinfoText {
  private static final int WIDTH = 78;
  private static final int QUERIES_WIDTH = 48;

  private WineinfoText() {}

  static String introduction(Duration duration) {
    return paragraph(
        "",
        "A shop asks the service wineinfo-recs for recommendations. A replica of that service that"
            + " is asked more than 5 different queries within 2 seconds fails for 5 seconds. In"
            + " each act ten visitors ask one query each, once a second, for "
            + time(duration)
            + ".");
  }

  private static String time(Duration duration) {
    return duration.toNanosPart() == 0
        ? duration.toSeconds() + " seconds"
        : DurationText.format(duration);
  }

  static String title(Act act) {
    return "Act " + act.number() + ": " + act.title();
  }

  /** What it came to, and why. */
  static String of(ActReport report) {
    return switch (report.act()) {
      case ONE_REPLICA -> codes(report) + because(oneReplica(report));
      case FOUR_REPLICAS -> codes(report) + because(fourReplicas(report));
      case BY_QUERY -> codes(report) + because(byQuery(report)) + change();
      case LOGS ->
          of(report.logs())
              + because(
                  "Each query has its replica, and each replica a part of the data that fits. Every"
                      + " client finds the same replica by itself: a ring follows from the names of"
                      + " the replicas alone, and nobody has to be asked.");
    };
  }

  private static String codes(ActReport report) {
    return LoadText.text(report.load(), false).indent(2);
  }

  private static String because(String text) {
    return String.format("%n") + paragraph("  ", text);
  }

  private static String oneReplica(ActReport report) {
    return report.failures() > 0
        ? "All ten queries meet in one replica, which can hold five: at the sixth it fails. When it"
            + " is back, after five seconds, all ten come again."
        : "The replica never met more than five different queries within two seconds.";
  }

  private static String fourReplicas(ActReport report) {
    return "Four replicas could hold twenty queries. But each of the shop's six workers takes them"
        + " in turn, so that every replica still met "
        + queriesOfEach(report)
        + ", "
        + (report.failures() > 0
            ? "and more than five within two seconds often enough. More servers do not help: what"
                + " each of them has to hold did not become less."
            : "although, this time, never more than five within two seconds.");
  }

  private static String queriesOfEach(ActReport report) {
    IntSummaryStatistics queries = queries(report);
    if (queries.getMin() == LoadPlan.WINES.size()) {
      return "all of the ten";
    }
    return (queries.getMin() == queries.getMax() ? "" : queries.getMin() + " to ")
        + queries.getMax()
        + " of the ten";
  }

  private static IntSummaryStatistics queries(ActReport report) {
    return report.logs().stream().mapToInt(log -> log.queries().size()).summaryStatistics();
  }

  private static String byQuery(ActReport report) {
    return "The shop's clients hash the query now, and equal queries go to the same replica. None"
        + " met more than "
        + queries(report).getMax()
        + " different ones"
        + (report.failures() > 0
            ? ", and yet requests failed, which must not be."
            : ", so none failed: the same servers, and no retries. What changed is the backend's"
                + " policy, in the clients' configuration:");
  }

  private static String change() {
    return System.lineSeparator()
        + """
        lb:
          type: RingHash
          minRingSize: 1024
          hashParams: [{type: QueryParam, name: query}]
        """
            .indent(4);
  }

  /** What each replica was asked. */
  static String of(List<ReplicaLog> logs) {
    TextTable table = new TextTable("<><").row("REPLICA", "REQUESTS", "QUERIES");
    for (ReplicaLog log : logs) {
      List<String> queries = wrapped(asked(log), QUERIES_WIDTH);
      table.row(log.name().toString(), Long.toString(log.requests()), queries.get(0));
      queries.stream().skip(1).forEach(more -> table.row("", "", more));
    }
    return indented(table.lines());
  }

  private static String indented(List<String> lines) {
    return lines.stream().map(line -> "  " + line + System.lineSeparator()).collect(joining());
  }

  /** What runs, and what to do with it. */
  static String of(Wineinfo wineinfo, Policy policy) {
    String url = wineinfo.url();
    TextTable replicas = new TextTable("<<").row("REPLICA", "ADDRESS");
    wineinfo.logs().forEach(log -> replicas.row(log.name().toString(), log.address().toString()));
    return """
    wineinfo is up

      shop    %sred
      policy  %s

    %s
      curl '%spinot%%20noir'
      ./torc load --url '%s'

    Ctrl-C ends it, and shows what each replica was asked.\
    """
        .formatted(url, policy, indented(replicas.lines()), url, url);
  }

  /** Each query with its number, all but the last followed by a comma. */
  private static List<String> asked(ReplicaLog log) {
    List<String> queries = new ArrayList<>();
    log.queries().forEach((query, count) -> queries.add(query + " " + count + ","));
    if (!queries.isEmpty()) {
      queries.add(queries.removeLast().replaceFirst(",$", ""));
    }
    return queries;
  }

  private static String paragraph(String indent, String text) {
    return wrapped(List.of(text.split(" ", -1)), WIDTH - indent.length()).stream()
        .map(line -> indent + line + System.lineSeparator())
        .collect(joining());
  }

  /** Words on as many lines as it takes, at least one. */
  private static List<String> wrapped(List<String> words, int width) {
    List<String> lines = new ArrayList<>();
    StringBuilder line = new StringBuilder();
    for (String word : words) {
      if (!line.isEmpty() && line.length() + 1 + word.length() > width) {
        lines.add(line.toString());
        line.setLength(0);
      }
      line.append(line.isEmpty() ? "" : " ").append(word);
    }
    lines.add(line.toString());
    return lines;
  }
}

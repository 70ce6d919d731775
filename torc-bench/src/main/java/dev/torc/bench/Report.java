package dev.torc.bench;

import dev.torc.bench.Results.Lookup;
import dev.torc.bench.Targets.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.StringJoiner;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The results as Markdown for people and as JSON for programs. */
final class Report {
  private static final String NOT_MEASURED = "–";

  private static final String BUILD_HEADING =
      "Milliseconds of building a placement, and of adding one node to it. The `TreeMap` is changed"
          + " in place, as no ring can be that other threads read meanwhile; Torc's ring becomes a"
          + " new one; the others are built anew:";

  private final Results results;

  Report(Results results) {
    this.results = results;
  }

  /** An array with an object for each look-up, one a line. */
  String json() {
    return results.lookups().stream()
        .map(Report::json)
        .collect(Collectors.joining(",\n ", "[", "]\n"));
  }

  private static String json(Lookup lookup) {
    return String.format(
        Locale.ROOT,
        "{\"algorithm\":\"%s\",\"nodes\":%d,\"key\":\"%s\",\"nsPerOp\":%.2f,\"bytesPerOp\":%.1f}",
        lookup.algorithm().label(),
        lookup.nodes(),
        lookup.key().label(),
        lookup.nsPerOp(),
        lookup.bytesPerOp());
  }

  /**
   * Tables of times, of builds if there are any, and of targets.
   *
   * @param command that made the results
   * @param circumstances what they depend on, a paragraph each
   */
  String markdown(String command, List<String> circumstances) {
    List<String> parts = new ArrayList<>();
    parts.add("# Torc's look-ups beside those of others");
    parts.add("    " + command);
    for (Key key : Key.values()) {
      parts.add(heading(key));
      parts.add(lookups(key));
    }
    parts.add(limits());
    if (!results.builds().isEmpty()) {
      parts.add(BUILD_HEADING);
      parts.add(builds());
    }
    parts.add("Torc's targets, by these figures:");
    parts.add(targets());
    parts.addAll(circumstances);
    return Markdown.document(parts);
  }

  private static String heading(Key key) {
    return switch (key) {
      case LONG ->
          "Nanoseconds of a look-up by the key's hash, a `long`, by number of nodes; `B` is the"
              + " most bytes that one allocates:";
      case STRING ->
          "Of a `String` of " + Key.TEXT_LENGTH + " characters, which has to be hashed first:";
    };
  }

  private String lookups(Key key) {
    List<Integer> nodes = results.nodes();
    List<List<String>> rows = new ArrayList<>();
    for (Algorithm algorithm : Algorithm.values()) {
      List<Lookup> own =
          results.lookups().stream()
              .filter(lookup -> lookup.algorithm() == algorithm && lookup.key() == key)
              .toList();
      if (!own.isEmpty()) {
        rows.add(row(algorithm, key, own));
      }
    }
    Stream<String> head =
        Stream.of(Stream.of("Algorithm"), nodes.stream().map(String::valueOf), Stream.of("B"))
            .flatMap(cells -> cells);
    return Markdown.table(head.toList(), rows);
  }

  private List<String> row(Algorithm algorithm, Key key, List<Lookup> own) {
    List<String> row = new ArrayList<>();
    row.add(algorithm.label());
    for (int nodes : results.nodes()) {
      OptionalDouble ns = results.ns(algorithm, nodes, key);
      row.add(ns.isPresent() ? rounded(ns.getAsDouble()) : NOT_MEASURED);
    }
    row.add(
        String.format(
            Locale.ROOT, "%.0f", own.stream().mapToDouble(Lookup::bytesPerOp).max().orElse(0)));
    return row;
  }

  private static String rounded(double number) {
    return String.format(Locale.ROOT, number < 100 ? "%.1f" : "%.0f", number);
  }

  /** Why cells are empty. */
  private static String limits() {
    StringJoiner limits = new StringJoiner(", ", "Not measured beyond: ", ".");
    for (Algorithm algorithm : Algorithm.values()) {
      if (algorithm.mostNodes() < Integer.MAX_VALUE) {
        limits.add(algorithm.label() + " " + algorithm.mostNodes() + " nodes");
      }
    }
    return limits
        + " The first is linear in the nodes, the others take long to build. spymemcached and Dubbo"
        + " hash keys themselves, by MD5; of grpc-java the picker is measured, without the rest of"
        + " a call.";
  }

  private String builds() {
    return Markdown.table(
        List.of("Algorithm", "Nodes", "Build", "Add a node"),
        results.builds().stream()
            .map(build ->
                List.of(
                    build.algorithm().label(),
                    Integer.toString(build.nodes()),
                    rounded(build.buildMillis()),
                    rounded(build.addMillis())))
            .toList());
  }

  private String targets() {
    return Markdown.table(
        List.of("Target", "On", "Figure", "Wanted", "Met"),
        Targets.verdicts(results).stream().map(Report::row).toList());
  }

  private static List<String> row(Verdict verdict) {
    return List.of(
        verdict.target(),
        verdict.on(),
        verdict.figure(),
        verdict.limit(),
        verdict.met() ? "yes" : "no");
  }
}

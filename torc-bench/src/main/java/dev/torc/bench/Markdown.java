package dev.torc.bench;

import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Parts of a document in Markdown. */
public final class Markdown {
  private Markdown() {}

  /** A table, as GitHub has them. */
  public static String table(List<String> head, List<List<String>> rows) {
    return Stream.of(
            Stream.of(head), Stream.of(Collections.nCopies(head.size(), "---")), rows.stream())
        .flatMap(lines -> lines)
        .map(cells -> cells.stream().collect(Collectors.joining(" | ", "| ", " |")))
        .collect(Collectors.joining("\n"));
  }

  /** Paragraphs, tables and headings, with an empty line between each two. */
  public static String document(List<String> parts) {
    return parts.stream().collect(Collectors.joining("\n\n", "", "\n"));
  }
}

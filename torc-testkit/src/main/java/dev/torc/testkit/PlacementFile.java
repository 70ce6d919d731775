package dev.torc.testkit;

import dev.torc.testkit.PlacementScenario.Answer;
import dev.torc.testkit.PlacementScenario.Member;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A golden file: scenarios of one program, as lines of text that end in a line feed.
 *
 * <pre>{@code
 * # PROGRAM AND VERSION, HOW IT WAS ASKED
 * = OPTION=VALUE,OPTION=VALUE<tab>MEMBER=WEIGHT<tab>MEMBER=WEIGHT
 * KEY<tab>OWNER
 * KEY<tab>OWNER
 * }</pre>
 *
 * <p>The first line is the comment; each line with {@code =} and a space begins a scenario; its
 * options are {@code -} if there are none. What {@link #text} writes, {@link #parse} reads, and the
 * other way round to the byte.
 *
 * @param comment what the file says of itself
 * @param scenarios in their order
 */
public record PlacementFile(String comment, List<PlacementScenario> scenarios) {
  static final String HEADING = "= ";
  private static final String COMMENT = "# ";
  private static final String NO_OPTIONS = "-";

  /** Copies the list and checks the comment. */
  public PlacementFile {
    if (comment.isEmpty() || comment.indexOf('\n') >= 0) {
      throw new IllegalArgumentException("comment: \"" + comment + "\" (expected: one line)");
    }
    scenarios = List.copyOf(scenarios);
  }

  /**
   * Reads a file's text.
   *
   * @throws IllegalArgumentException if a line is not as it should be: the message begins with its
   *     number, or with that of its scenario's heading if it does not fit the rest of the scenario
   */
  public static PlacementFile parse(String text) {
    String[] lines = text.split("\n", -1);
    int end = lines.length - 1;
    if (!lines[end].isEmpty()) {
      throw malformed(end, lines[end], "a line feed at its end");
    }
    if (!lines[0].startsWith(COMMENT)) {
      throw malformed(0, lines[0], "\"# \" and a comment");
    }
    List<PlacementScenario> scenarios = new ArrayList<>();
    int heading = 1;
    while (heading < end) {
      int next = heading + 1;
      while (next < end && !lines[next].startsWith(HEADING)) {
        next++;
      }
      scenarios.add(scenario(lines, heading, next));
      heading = next;
    }
    return new PlacementFile(lines[0].substring(COMMENT.length()), scenarios);
  }

  private static PlacementScenario scenario(String[] lines, int heading, int end) {
    if (!lines[heading].startsWith(HEADING)) {
      throw malformed(heading, lines[heading], "\"= \" and a scenario");
    }
    List<Answer> answers = new ArrayList<>();
    for (int i = heading + 1; i < end; i++) {
      answers.add(answer(i, lines[i]));
    }
    String[] fields = lines[heading].substring(HEADING.length()).split("\t", -1);
    try {
      return new PlacementScenario(
          options(heading, fields[0]),
          Arrays.stream(fields).skip(1).map(field -> member(heading, field)).toList(),
          answers);
    } catch (InvalidLine e) {
      throw e;
    } catch (IllegalArgumentException e) {
      throw new InvalidLine(heading, e);
    }
  }

  private static Answer answer(int line, String text) {
    String[] fields = text.split("\t", -1);
    if (fields.length != 2) {
      throw malformed(line, text, "key, tab, owner");
    }
    try {
      return new Answer(fields[0], fields[1]);
    } catch (IllegalArgumentException e) {
      throw new InvalidLine(line, e);
    }
  }

  private static Map<String, String> options(int line, String text) {
    Map<String, String> options = new LinkedHashMap<>();
    if (text.equals(NO_OPTIONS)) {
      return options;
    }
    for (String option : text.split(",", -1)) {
      int equals = option.indexOf('=');
      if (equals < 0) {
        throw malformed(line, option, "option=value");
      }
      if (options.put(option.substring(0, equals), option.substring(equals + 1)) != null) {
        throw malformed(line, option, "each option once");
      }
    }
    return options;
  }

  private static Member member(int line, String text) {
    int equals = text.lastIndexOf('=');
    if (equals < 0) {
      throw malformed(line, text, "member=weight");
    }
    Member member = new Member(text.substring(0, equals), weight(line, text.substring(equals + 1)));
    if (!member.toString().equals(text)) {
      throw malformed(line, text, member.toString());
    }
    return member;
  }

  private static int weight(int line, String text) {
    try {
      return Integer.parseInt(text);
    } catch (NumberFormatException e) {
      throw malformed(line, text, "a whole number");
    }
  }

  private static InvalidLine malformed(int line, String text, String expected) {
    return new InvalidLine(
        line, new IllegalArgumentException("\"" + text + "\" (expected: " + expected + ")"));
  }

  /** The file's text. */
  public String text() {
    StringBuilder text = new StringBuilder(COMMENT).append(comment).append('\n');
    for (PlacementScenario scenario : scenarios) {
      text.append(HEADING).append(options(scenario));
      scenario.members().forEach(member -> text.append('\t').append(member));
      text.append('\n');
      for (Answer answer : scenario.answers()) {
        text.append(answer.key()).append('\t').append(answer.owner()).append('\n');
      }
    }
    return text.toString();
  }

  private static String options(PlacementScenario scenario) {
    return scenario.options().isEmpty()
        ? NO_OPTIONS
        : scenario.options().entrySet().stream()
            .map(Map.Entry::toString)
            .collect(Collectors.joining(","));
  }

  /** An error that knows its line. */
  private static final class InvalidLine extends IllegalArgumentException {
    /** Takes the index, from 0 on, of a line that is counted from 1 on. */
    InvalidLine(int index, IllegalArgumentException cause) {
      super("line " + (index + 1) + ": " + cause.getMessage(), cause);
    }
  }
}

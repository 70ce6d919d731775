package dev.torc.config;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One run over a document: the problems found so far, and the limits that keep it short. */
final class Binding {
  /** Far beyond any configuration that people write, and soon reached by aliases of aliases. */
  private static final int MAX_VALUES = 100_000;

  static final int MAX_PROBLEMS = 1000;

  private final String source;
  private final long maxValues;
  private final List<Problem> problems = new ArrayList<>();
  private int values;

  Binding(String source) {
    this(source, SourceText.MAX_SIZE);
  }

  /** For a text of at most this size; of a larger one than people write, all values are read. */
  Binding(String source, ByteSize max) {
    this.source = source;
    // A value and what separates it from the next are two characters at least.
    this.maxValues = max.equals(SourceText.MAX_SIZE) ? MAX_VALUES : max.bytes() / 2;
  }

  /** The value of a node; meaningless if there were problems. */
  @Nullable Object bind(Node node, Shape shape, FieldPath path) {
    if (++values > maxValues) {
      throw abort(
          node.at(), "more than " + maxValues + " values (expected: fewer; see its aliases)");
    }
    if (path.depth() > Composer.MAX_DEPTH) {
      throw abort(
          node.at(), "nested too deeply (expected: at most " + Composer.MAX_DEPTH + " levels)");
    }
    return shape.bind(node, path, this);
  }

  /** The number of problems so far. */
  int problemCount() {
    return problems.size();
  }

  void add(Position at, String message) {
    problems.add(Problem.of(source, at, message));
    if (problems.size() == MAX_PROBLEMS) {
      throw abort(Position.NONE, "too many problems; there may be more");
    }
  }

  void add(Place place, String message) {
    add(place.at(), place.path().prefix() + message);
  }

  void mismatch(Node node, FieldPath path, String expected) {
    String subject = path.depth() == 0 ? "the file: " : path.prefix();
    add(node.at(), subject + node.describe() + " (expected: " + expected + ")");
  }

  void throwProblems() {
    if (!problems.isEmpty()) {
      throw exception();
    }
  }

  /** All problems so far, of which there is one at least, by position. */
  ConfigurationException exception() {
    sort();
    return new ConfigurationException(problems);
  }

  private ConfigurationException abort(Position at, String message) {
    sort();
    problems.add(Problem.of(source, at, message));
    return new ConfigurationException(problems);
  }

  private void sort() {
    problems.sort(Comparator.comparingInt(Problem::line).thenComparingInt(Problem::column));
  }
}

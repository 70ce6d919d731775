package dev.torc.config;

/**
 * One thing wrong with a configuration.
 *
 * @param source the file or other origin
 * @param line the line, from 1; 0 if the problem has no position, as with a missing file
 * @param column the column in code points, from 1; 0 if the problem has no position
 * @param message what is wrong and what was expected, on one line
 */
public record Problem(String source, int line, int column, String message) {

  static Problem of(String source, Position at, String message) {
    return new Problem(source, at.line(), at.column(), message);
  }

  /** The form compilers use: {@code torc.yaml:7:5: message}. */
  @Override
  public String toString() {
    return line == 0
        ? source + ": " + message
        : source + ":" + line + ":" + column + ": " + message;
  }
}

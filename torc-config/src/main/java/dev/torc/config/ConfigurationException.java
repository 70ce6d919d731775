package dev.torc.config;

import java.util.List;
import java.util.stream.Collectors;

/** A configuration that cannot be used. The message has one line for each problem. */
public final class ConfigurationException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Lost when serialized; the message is not. */
  private final transient List<Problem> problems;

  /**
   * With problems that were found elsewhere, such as when the configuration was put to use.
   *
   * @param problems at least one
   */
  public ConfigurationException(List<Problem> problems) {
    super(problems.stream().map(Problem::toString).collect(Collectors.joining("\n")));
    this.problems = List.copyOf(problems);
  }

  ConfigurationException(Problem problem) {
    this(List.of(problem));
  }

  /** What is wrong, by position; at least one. */
  public List<Problem> problems() {
    return problems;
  }
}

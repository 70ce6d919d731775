package dev.torc.config;

import java.util.List;
import java.util.stream.Collectors;

/**
 * A record that {@link FieldErrors} refuse. The message has one line for each error, which starts
 * with its path in the record: {@code rules[0].backend: "a" (expected: a backend)}.
 */
public final class FieldErrorsException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  /** Lost when serialized; the message is not. */
  private final transient List<FieldError> errors;

  FieldErrorsException(List<FieldError> errors) {
    super(errors.stream().map(FieldError::toString).collect(Collectors.joining("\n")));
    this.errors = List.copyOf(errors);
  }

  List<FieldError> errors() {
    return errors;
  }
}

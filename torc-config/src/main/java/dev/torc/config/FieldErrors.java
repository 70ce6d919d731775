package dev.torc.config;

import java.util.ArrayList;
import java.util.List;

/**
 * Collects what a record's constructor finds wrong in the values below it, or whoever is to use a
 * record from a {@link FileWatch}, so that each is reported where the file has it:
 *
 * <pre>{@code
 * FieldErrors errors = new FieldErrors();
 * for (int i = 0; i < rules.size(); i++) {
 *   if (!names.contains(rules.get(i).backend())) {
 *     errors.add("\"" + rules.get(i).backend() + "\" (expected: a backend)", "rules", i, "backend");
 *   }
 * }
 * errors.throwIfAny();
 * }</pre>
 *
 * <p>Not safe for use by several threads.
 */
public final class FieldErrors {
  private final List<FieldError> errors = new ArrayList<>();

  /** Starts without errors. */
  public FieldErrors() {}

  /**
   * Adds an error.
   *
   * @param message what is wrong and what was expected, on one line
   * @param path from the record to the value: names of components, keys of maps, and indexes of
   *     lists as {@link Integer}; empty for the record itself
   * @throws IllegalStateException if the path has anything else
   */
  public void add(String message, Object... path) {
    errors.add(new FieldError(message, List.of(path)));
  }

  /**
   * Ends the collection.
   *
   * @throws FieldErrorsException if there is an error
   */
  public void throwIfAny() {
    if (!errors.isEmpty()) {
      throw new FieldErrorsException(errors);
    }
  }
}

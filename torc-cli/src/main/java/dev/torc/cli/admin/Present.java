package dev.torc.cli.admin;

import org.jspecify.annotations.Nullable;

/** Checks what came over the wire, where everything may be missing whatever the types say. */
final class Present {
  private Present() {}

  /**
   * Checks that a field came.
   *
   * @throws IllegalArgumentException if not
   */
  static void check(String field, @Nullable Object value) {
    if (value == null) {
      throw new IllegalArgumentException(field + ": missing");
    }
  }
}

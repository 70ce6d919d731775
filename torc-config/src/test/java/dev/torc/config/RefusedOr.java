package dev.torc.config;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** For properties over arbitrary text: a value, or the one exception a caller must expect. */
final class RefusedOr {
  private RefusedOr() {}

  static <T> @Nullable T value(Supplier<T> parser) {
    try {
      return parser.get();
    } catch (IllegalArgumentException expected) {
      return null;
    }
  }
}

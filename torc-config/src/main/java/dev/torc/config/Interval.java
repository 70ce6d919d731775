package dev.torc.config;

import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Values between two bounds, both inclusive; null is no bound. */
record Interval<T extends Comparable<T>>(@Nullable T min, @Nullable T max) {

  static <T extends Comparable<T>> Interval<T> all() {
    return new Interval<>(null, null);
  }

  boolean contains(T value) {
    return (min == null || min.compareTo(value) <= 0) && (max == null || max.compareTo(value) >= 0);
  }

  /** The bounds in words; empty without any. */
  String describe(Function<? super T, String> format) {
    if (min != null && max != null) {
      return format.apply(min) + " to " + format.apply(max);
    }
    if (min != null) {
      return "at least " + format.apply(min);
    }
    return max == null ? "" : "at most " + format.apply(max);
  }

  <R extends Comparable<R>> Interval<R> map(Function<? super T, R> mapper) {
    return new Interval<>(
        min == null ? null : mapper.apply(min), max == null ? null : mapper.apply(max));
  }
}

package dev.torc.config;

import java.util.List;

/** One of a record's {@link FieldErrors}. */
record FieldError(String message, List<Object> path) {

  FieldError {
    for (Object step : path) {
      if (!(step instanceof String || (step instanceof Integer index && index >= 0))) {
        throw new IllegalStateException(
            "path of \"" + message + "\": " + step + " (expected: a String, or an index from 0)");
      }
    }
  }

  @Override
  public String toString() {
    return FieldPath.ROOT.to(path).prefix() + message;
  }
}

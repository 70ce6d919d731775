package dev.torc.bench;

import org.jspecify.annotations.Nullable;

/** A benchmark that did not run to its end. */
public final class BenchException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** With what went wrong, and why if that is known. */
  public BenchException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}

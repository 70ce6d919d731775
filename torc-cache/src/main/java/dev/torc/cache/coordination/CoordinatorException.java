package dev.torc.cache.coordination;

/** The state cannot be read or kept. */
public final class CoordinatorException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** A problem with its cause. */
  public CoordinatorException(String message, Throwable cause) {
    super(message, cause);
  }

  /** A problem. */
  public CoordinatorException(String message) {
    super(message);
  }
}

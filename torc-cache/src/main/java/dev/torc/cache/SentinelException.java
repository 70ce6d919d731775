package dev.torc.cache;

/** Nobody says for sure where a master is. The message says which and why. */
public final class SentinelException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  SentinelException(String message) {
    super(message);
  }
}

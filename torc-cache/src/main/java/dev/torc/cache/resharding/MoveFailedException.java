package dev.torc.cache.resharding;

/** A move cannot be made; trying again would not help. */
final class MoveFailedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  MoveFailedException(String message) {
    super(message, null, false, false);
  }
}

package dev.torc.cache.resharding;

/** A node did not do what a change needs, and may do it later. */
final class NodeUnavailableException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  NodeUnavailableException(String message) {
    super(message, null, false, false);
  }
}

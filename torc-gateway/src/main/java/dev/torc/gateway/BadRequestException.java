package dev.torc.gateway;

/**
 * A request that cannot be understood; its message is for the client's developer. Without a stack
 * trace.
 */
final class BadRequestException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  BadRequestException(String message) {
    super(message, null, false, false);
  }
}

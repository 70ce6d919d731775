package dev.torc.cli;

/**
 * Input that a user can put right: exit code 2. The message says what, where, and what was
 * expected.
 */
final class UsageException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  UsageException(String message) {
    super(message);
  }
}

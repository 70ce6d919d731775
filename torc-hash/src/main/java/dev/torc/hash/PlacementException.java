package dev.torc.hash;

/**
 * A placement that cannot be built as asked. The message carries the value and what was expected.
 */
public final class PlacementException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  /** With a message. */
  public PlacementException(String message) {
    super(message);
  }
}

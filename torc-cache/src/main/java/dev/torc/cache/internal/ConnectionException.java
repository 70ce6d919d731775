package dev.torc.cache.internal;

/**
 * Why a command has no reply. It has no stack trace: a node that is down would make thousands of
 * them a second.
 */
public final class ConnectionException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** What stood between a command and its reply. */
  public enum Reason {
    /** There is no connection: nothing was sent. */
    NOT_CONNECTED,
    /** The connection broke after the command was accepted: it may or may not have run. */
    BROKEN,
    /** No reply came in time: it may or may not have run. */
    TIMED_OUT,
    /** Too much waits for this node already: nothing was sent. */
    OVERLOADED
  }

  private final Reason reason;

  ConnectionException(Reason reason, String message) {
    super(message, null, false, false);
    this.reason = reason;
  }

  /** The reason. */
  public Reason reason() {
    return reason;
  }
}

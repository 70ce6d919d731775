package dev.torc.routing;

/**
 * How an attempt ended.
 *
 * @param status of the response, 0 without one
 */
public record Outcome(Kind kind, int status) {

  /** No connection was made: nothing was sent. */
  public static final Outcome NOT_SENT = new Outcome(Kind.NOT_SENT, 0);

  /** The connection broke after something may have been sent. */
  public static final Outcome BROKEN = new Outcome(Kind.BROKEN, 0);

  /** There was no response in time; the request may have had its effect. */
  public static final Outcome TIMED_OUT = new Outcome(Kind.TIMED_OUT, 0);

  /** The caller gave up, which says nothing of the endpoint. */
  public static final Outcome CANCELLED = new Outcome(Kind.CANCELLED, 0);

  private static final int FIRST_SERVER_ERROR = 500;

  /** What there are. */
  public enum Kind {
    /** A response came. */
    RESPONDED,
    /** No connection was made. */
    NOT_SENT,
    /** The connection broke. */
    BROKEN,
    /** No response came in time. */
    TIMED_OUT,
    /** The caller gave up. */
    CANCELLED
  }

  /** A response with a status. */
  public static Outcome responded(int status) {
    return new Outcome(Kind.RESPONDED, status);
  }

  /** What it says of the endpoint: that it failed. */
  boolean isFailure() {
    return switch (kind) {
      case RESPONDED -> status >= FIRST_SERVER_ERROR;
      case NOT_SENT, BROKEN, TIMED_OUT -> true;
      case CANCELLED -> false;
    };
  }

  /** What it says of the endpoint: that it works. */
  boolean isSuccess() {
    return kind == Kind.RESPONDED && status < FIRST_SERVER_ERROR;
  }
}

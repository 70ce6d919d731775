package dev.torc.cli.admin;

import org.jspecify.annotations.Nullable;

/** A gateway did not do what it was asked. The message says why, and what was expected. */
public final class AdminException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** What the one who asked can do about it. */
  public enum Kind {
    /** Nothing, or no gateway, answers there; later one may. */
    AWAY,
    /** The request is malformed, or names what is not there: ask for something else. */
    WRONG,
    /** The gateway cannot do it now, or not for everybody. */
    REFUSED,
    /** What answered is no gateway, or another version's. */
    UNREADABLE
  }

  private final Kind kind;

  AdminException(Kind kind, String message) {
    this(kind, message, null);
  }

  AdminException(Kind kind, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.kind = kind;
  }

  public Kind kind() {
    return kind;
  }
}

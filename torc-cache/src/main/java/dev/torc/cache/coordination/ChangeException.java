package dev.torc.cache.coordination;

/** A change that cannot be made as it was asked for. */
public final class ChangeException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** What is wrong. */
  public enum Kind {
    /** There is no such node or change. */
    UNKNOWN,
    /** It does not fit what is there, or what this cache can do. */
    IMPOSSIBLE
  }

  private final Kind kind;

  /** A problem of a kind. */
  public ChangeException(Kind kind, String message) {
    super(message);
    this.kind = kind;
  }

  /** What is wrong. */
  public Kind kind() {
    return kind;
  }

  static ChangeException unknown(String message) {
    return new ChangeException(Kind.UNKNOWN, message);
  }

  static ChangeException impossible(String message) {
    return new ChangeException(Kind.IMPOSSIBLE, message);
  }
}

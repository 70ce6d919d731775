package dev.torc.cache.model;

/** What can happen in the model. */
enum Action {
  /** A command of a gateway arrives on its node, runs and is answered. */
  RUN,
  /** A command arrives whose connection broke long ago. */
  RUN_STRAY,
  /** An acknowledgement arrives at the coordinator. */
  ACKNOWLEDGED,
  /** A gateway acknowledges the step that it has heard of. */
  ACKNOWLEDGE,
  /** A gateway hears of the step, or a barred one reads it. */
  HEAR,
  /** The copier does the next thing. */
  COPY,
  // From here on what must not be needed for a move to come to its end.
  READ,
  SET,
  DELETE,
  /** A connection breaks with a command on the way. */
  BREAK,
  /** A gateway that did not acknowledge is cut off. */
  FENCE,
  /** A gateway is started anew. */
  RESTART,
  /** Another copier takes over. */
  REPLACE,
  /** What a former copier sent arrives. */
  LATE,
  /** The hold took too long. */
  EXPIRE,
  /** The move is cancelled, or fails. */
  CANCEL,
  /** The next move begins. */
  AGAIN;

  /** Whether it is an accident, of which each move has so many at most. */
  boolean isAccident() {
    return switch (this) {
      case BREAK, FENCE, RESTART, REPLACE, EXPIRE, CANCEL -> true;
      default -> false;
    };
  }

  /** Whether a move comes to its end by such things alone. */
  boolean isProgress() {
    return compareTo(COPY) <= 0;
  }
}

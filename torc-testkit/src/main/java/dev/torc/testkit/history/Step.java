package dev.torc.testkit.history;

/**
 * Something that must have a place in the order of a key's steps: a set together with all gets that
 * found its value, or an answer about absence.
 *
 * <p>An order is right if no step stands before one whose {@code latest} is under its own {@code
 * earliest}. For a single operation these are its invocation and its answer. For a set with its
 * gets, which form one block as no other write can be among them, they are the last invocation and
 * the first answer of the members, so that {@code earliest} may be above {@code latest}.
 *
 * @param kind what it asks of the register and makes of it
 * @param earliest the last invocation
 * @param latest the first answer
 * @param fadesFrom from when a written value may have expired; {@link Steps#NEVER} if it cannot
 * @param fadesUntil when a written value must have expired; {@link Steps#NEVER} if it need not
 */
record Step(Kind kind, long earliest, long latest, long fadesFrom, long fadesUntil) {

  /** What a step asks of the register and makes of it. */
  enum Kind {
    /** Asks nothing; a value is there. */
    WRITE,
    /** Asks that no value be there. */
    MISS,
    /** Asks that a value be there, and takes it away. */
    DELETE
  }

  static Step of(Kind kind, Operation operation) {
    return new Step(
        kind, operation.invokedNanos(), operation.answeredNanos(), Steps.NEVER, Steps.NEVER);
  }

  boolean expires() {
    return fadesFrom != Steps.NEVER;
  }

  Step lasting() {
    return new Step(kind, earliest, latest, Steps.NEVER, Steps.NEVER);
  }
}

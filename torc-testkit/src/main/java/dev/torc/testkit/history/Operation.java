package dev.torc.testkit.history;

/**
 * One request of one client about one key, and what came of it.
 *
 * @param key which key
 * @param client who asked, for the reader of a violation
 * @param action what was asked
 * @param outcome what came back: one that fits the action
 * @param invokedNanos a time at which it was not yet sent, in nanoseconds of a clock that all
 *     clients share
 * @param answeredNanos a time at which the answer was there; where there is none, when the client
 *     gave up. Not before {@code invokedNanos}; two operations of which one is invoked in the
 *     nanosecond in which the other is answered count as concurrent
 */
public record Operation(
    String key, int client, Action action, Outcome outcome, long invokedNanos, long answeredNanos) {

  /**
   * Checks that the outcome fits the action and the times each other.
   *
   * @throws IllegalArgumentException if they do not
   */
  public Operation {
    if (!fits(action, outcome)) {
      throw new IllegalArgumentException(
          "outcome of " + action + ": " + outcome + " (expected: " + expected(action) + ")");
    }
    if (answeredNanos < invokedNanos) {
      throw new IllegalArgumentException(
          "answered: " + answeredNanos + " (expected: " + invokedNanos + " or later)");
    }
  }

  private static boolean fits(Action action, Outcome outcome) {
    if (outcome instanceof Outcome.Unanswered || outcome instanceof Outcome.Refused) {
      return true;
    }
    if (action instanceof Action.Set) {
      return outcome instanceof Outcome.Stored;
    }
    return outcome instanceof Outcome.Missing
        || (action instanceof Action.Get
            ? outcome instanceof Outcome.Found
            : outcome instanceof Outcome.Deleted);
  }

  private static String expected(Action action) {
    String answers =
        action instanceof Action.Set
            ? "stored"
            : action instanceof Action.Get ? "found or missing" : "deleted or missing";
    return answers + ", unanswered or refused";
  }

  boolean refused() {
    return outcome instanceof Outcome.Refused;
  }

  boolean unanswered() {
    return outcome instanceof Outcome.Unanswered;
  }

  boolean missing() {
    return outcome instanceof Outcome.Missing;
  }
}

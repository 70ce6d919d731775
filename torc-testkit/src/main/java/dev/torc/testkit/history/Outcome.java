package dev.torc.testkit.history;

/** What came back. */
public sealed interface Outcome {

  /** A set was acknowledged. */
  record Stored() implements Outcome {
    @Override
    public String toString() {
      return "stored";
    }
  }

  /**
   * A get was answered with a value.
   *
   * @param value what it found
   */
  record Found(String value) implements Outcome {
    @Override
    public String toString() {
      return "found " + value;
    }
  }

  /** A get said that there is no such key, or a delete that there was none. */
  record Missing() implements Outcome {
    @Override
    public String toString() {
      return "missing";
    }
  }

  /** A delete was acknowledged and said that the key was there. */
  record Deleted() implements Outcome {
    @Override
    public String toString() {
      return "deleted";
    }
  }

  /**
   * No answer, a time-out or a 5xx: a write may take effect at any time after its invocation, once,
   * or never; a get tells nothing.
   */
  record Unanswered() implements Outcome {
    @Override
    public String toString() {
      return "unanswered";
    }
  }

  /** Certainly not executed, as after a 4xx, 429 or 507: no effect, and it tells nothing. */
  record Refused() implements Outcome {
    @Override
    public String toString() {
      return "refused";
    }
  }
}

package dev.torc.testkit.history;

/** What a client asked of a key. */
public sealed interface Action {

  /**
   * Store a value, whatever was there.
   *
   * @param value unique among all sets of the key
   * @param ttlNanos after how many nanoseconds the key is to vanish; 0 for never
   */
  record Set(String value, long ttlNanos) implements Action {

    /** Checks the time to live. */
    public Set {
      if (ttlNanos < 0) {
        throw new IllegalArgumentException(
            "time to live of " + value + ": " + ttlNanos + " ns (expected: 0 or more)");
      }
    }

    @Override
    public String toString() {
      return "set " + value + (ttlNanos == 0 ? "" : " for " + Timeline.millis(ttlNanos) + " ms");
    }
  }

  /** Read the value. */
  record Get() implements Action {
    @Override
    public String toString() {
      return "get";
    }
  }

  /** Take the key away. */
  record Delete() implements Action {
    @Override
    public String toString() {
      return "delete";
    }
  }
}

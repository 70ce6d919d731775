package dev.torc.testkit.history;

/**
 * A write without an answer whose value nobody found: it may have happened, once, at any time after
 * its invocation, or not at all. All that it can explain is that the key was there for a delete, or
 * was not there.
 *
 * @param presentFrom from when it can have put the key there; {@link Steps#NEVER} for a delete
 * @param absentFrom from when it can have made the key vanish: a delete at once, a set when its
 *     time to live was over; {@link Steps#NEVER} for a set without one
 */
record Spare(long presentFrom, long absentFrom) {

  /** From when it can have made the key be there, or not. */
  long from(boolean present) {
    return present ? presentFrom : absentFrom;
  }
}

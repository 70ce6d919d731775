package dev.torc.examples.logicalproxy;

import org.jspecify.annotations.Nullable;

/**
 * What an instance saw when it last looked at a session of another: no later look may find an older
 * one.
 *
 * @param visits the most that it ever saw, 0 if the session never was there
 * @param gone whether it was not there at the last look
 */
record Glimpse(long visits, boolean gone) {
  /** Nobody has looked yet. */
  static final Glimpse NONE = new Glimpse(0, true);

  /**
   * Whether that may be seen now. Whoever has signed out comes back with more visits than before.
   *
   * @param now the visits, {@code null} if the session is not there
   */
  boolean mayBeFollowedBy(@Nullable Long now) {
    return now == null || (gone ? now > visits : now >= visits);
  }

  /** The glimpse after that. */
  Glimpse then(@Nullable Long now) {
    return now == null ? new Glimpse(visits, true) : new Glimpse(now, false);
  }
}

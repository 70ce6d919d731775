package dev.torc.cache.coordination;

import java.util.EnumSet;
import java.util.Set;

/**
 * A part of the protocol without which a change of the ring would lose, revive or age keys. A cache
 * always has all of them: a test takes one away to show that it would be missed.
 */
public enum Safeguard {
  /**
   * Keys that lie on the destination from an earlier life are deleted before anything is copied.
   */
  PURGE,
  /** Writes during the copy are recorded, and copied again. */
  TRACKING,
  /** The copy begins when no write is under way that is not recorded. */
  BARRIER,
  /** Operations wait while the last keys are copied and the owner changes. */
  HOLD,
  /** The last keys are copied when no operation is under way on the source. */
  DRAIN,
  /** What a copier has sent cannot arrive after the one that took over from it has begun. */
  COPIER_FENCE,
  /** What a gateway has sent on a connection that broke cannot arrive after it was counted out. */
  GATEWAY_FENCE;

  /** All of them. */
  public static Set<Safeguard> all() {
    return EnumSet.allOf(Safeguard.class);
  }
}

package dev.torc.cache.resharding;

import dev.torc.cache.Estimate.Basis;
import dev.torc.cache.Estimate.Rate;
import dev.torc.cache.coordination.Change;
import java.util.List;

/** How fast the next change is likely to be: as fast as the last ones. */
final class ExpectedRate {
  /** Of fewer keys a change tells how long waiting takes, not how fast copying is. */
  static final long MIN_KEYS = 10_000;

  /** What a change of 40 000 keys and more reaches under load on two processors. */
  static final double ASSUMED = 50_000;

  /** Older ones may have met another load. */
  private static final int LAST = 5;

  private ExpectedRate() {}

  /**
   * From changes, oldest first.
   *
   * @param limit keys a second, 0 for none
   */
  static Rate of(List<Change> changes, int limit) {
    List<Change> told = changes.stream().filter(change -> millis(change) > 0).toList();
    long keys = 0;
    long millis = 0;
    for (Change change : told.subList(Math.max(0, told.size() - LAST), told.size())) {
      keys += change.progress().moved();
      millis += millis(change);
    }
    double rate = millis == 0 ? ASSUMED : 1000.0 * keys / millis;
    if (limit > 0 && limit < rate) {
      return new Rate(limit, Basis.LIMITED);
    }
    return new Rate(rate, millis == 0 ? Basis.ASSUMED : Basis.MEASURED);
  }

  /** How long a change took that tells something, else 0. */
  private static long millis(Change change) {
    Long started = change.times().started();
    Long finished = change.times().finished();
    boolean tells =
        change.status() == Change.Status.COMMITTED && change.progress().moved() >= MIN_KEYS;
    return tells && started != null && finished != null ? Math.max(0, finished - started) : 0;
  }
}

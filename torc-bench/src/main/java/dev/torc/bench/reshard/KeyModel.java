package dev.torc.bench.reshard;

import org.jspecify.annotations.Nullable;

/**
 * What the answers about one key may be. One client at a time writes it, any number read it: the
 * writes have an order, and a read may only return what is between the last version that was known
 * to be in effect when it began and the last that was sent when it ended. So each answer is checked
 * when it comes, exactly.
 *
 * <p>Version 0 is that the key is not there. Safe for use by any number of threads.
 */
final class KeyModel {
  /** Reads during which more is written are not checked; one would have to last for seconds. */
  private static final int REMEMBERED = Long.SIZE;

  private long sent;
  private long known;
  private boolean givenUp;

  /** The bit of a version, modulo the number of bits, is set if it is that there is no key. */
  private long absent = 1;

  /** A write begins. Returns its version. */
  synchronized long write(boolean deletes) {
    sent++;
    long bit = 1L << sent;
    absent = deletes ? absent | bit : absent & ~bit;
    return sent;
  }

  /** It was acknowledged. */
  synchronized void stored(long version) {
    known = Math.max(known, version);
  }

  /** It was acknowledged, and said whether there was a key. */
  synchronized @Nullable Wrong deleted(long version, boolean found) {
    known = Math.max(known, version);
    boolean wasThere = !isAbsent(version - 1);
    if (found == wasThere) {
      return null;
    }
    return wasThere ? Wrong.MISS : Wrong.STALE;
  }

  /** A read begins. Returns what {@link #found} and {@link #missing} want to know. */
  synchronized long read() {
    return known;
  }

  /** A read returned the value of a version. */
  synchronized @Nullable Wrong found(long readFrom, long version) {
    if (isUncheckable(readFrom)) {
      return null;
    }
    if (version < readFrom || version > sent || isAbsent(version)) {
      return Wrong.STALE;
    }
    known = Math.max(known, version);
    return null;
  }

  /** A read returned that there is no key. */
  synchronized @Nullable Wrong missing(long readFrom) {
    if (isUncheckable(readFrom)) {
      return null;
    }
    for (long version = readFrom; version <= sent; version++) {
      if (isAbsent(version)) {
        known = Math.max(known, version);
        return null;
      }
    }
    return Wrong.MISS;
  }

  private boolean isUncheckable(long readFrom) {
    return givenUp || sent - readFrom >= REMEMBERED;
  }

  private boolean isAbsent(long version) {
    return (absent >>> version & 1) == 1;
  }

  /** Nobody knows whether a write has happened, or still will: nothing is checked any more. */
  synchronized void giveUp() {
    givenUp = true;
  }

  synchronized boolean isGivenUp() {
    return givenUp;
  }

  /** The last version that is known to be in effect. */
  synchronized long version() {
    return known;
  }

  /** Whether that is a value. */
  synchronized boolean isPresent() {
    return !isAbsent(known);
  }

  /** Whether a value was written after a version, as far as it is remembered. */
  synchronized boolean isWrittenSince(long version) {
    for (long later = Math.max(version + 1, sent - REMEMBERED + 1); later <= sent; later++) {
      if (!isAbsent(later)) {
        return true;
      }
    }
    return false;
  }
}

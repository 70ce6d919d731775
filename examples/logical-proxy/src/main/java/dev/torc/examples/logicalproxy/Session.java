package dev.torc.examples.logicalproxy;

import org.jspecify.annotations.Nullable;

/**
 * What the instance that owns a session knows of it: what the cache has to answer.
 *
 * <p>The number of visits never goes down, also not when the user signs out, so that a session that
 * came back from the past is seen. Not thread-safe.
 */
final class Session {
  private final String key;
  private long visits;
  private boolean present;

  /** One that nobody has opened yet. */
  Session(String key) {
    this.key = key;
  }

  String key() {
    return key;
  }

  /**
   * The visits that the cache has to answer, {@code null} if it has to answer that there is none.
   */
  @Nullable Long expected() {
    return present ? visits : null;
  }

  boolean isPresent() {
    return present;
  }

  /** The visits when the user comes again. */
  long next() {
    return visits + 1;
  }

  /** The user came again, and the cache has acknowledged it. */
  void visited() {
    visits++;
    present = true;
  }

  /** The user signed out, and the cache has acknowledged it. */
  void signedOut() {
    present = false;
  }
}

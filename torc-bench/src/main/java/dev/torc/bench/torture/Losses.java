package dev.torc.bench.torture;

import dev.torc.testkit.history.History;
import dev.torc.testkit.history.Loss;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * The times in which a node that was killed may have taken keys along: from the kill until the node
 * is back and a change that ran meanwhile is over, for that change may still hand the keys to where
 * they are not. Safe for use by any number of threads.
 */
final class Losses {
  /** Not yet. */
  private static final long OPEN = Long.MAX_VALUE;

  private final boolean withChanges;
  private final List<Window> windows = new ArrayList<>();

  private static final class Window {
    private final long fromNanos = System.nanoTime();
    private long restartedNanos = OPEN;
    private long toNanos = OPEN;
  }

  /**
   * None yet.
   *
   * @param withChanges whether there are changes, one of which has to end before a loss does
   */
  Losses(boolean withChanges) {
    this.withChanges = withChanges;
  }

  /** A node is about to be killed. */
  synchronized void open() {
    windows.add(new Window());
  }

  /** What was killed is back. */
  synchronized void restarted() {
    long now = System.nanoTime();
    for (Window window : windows) {
      if (window.restartedNanos == OPEN) {
        window.restartedNanos = now;
        window.toNanos = withChanges ? OPEN : now;
      }
    }
  }

  /**
   * No change that began before this time runs any more.
   *
   * @param quietNanos of {@link System#nanoTime}
   */
  synchronized void quiet(long quietNanos) {
    long now = System.nanoTime();
    for (Window window : windows) {
      if (window.toNanos == OPEN
          && window.restartedNanos != OPEN
          && window.restartedNanos - quietNanos < 0) {
        window.toNanos = now;
      }
    }
  }

  /** How many there were. */
  synchronized int count() {
    return windows.size();
  }

  /** Adds to a key's history what may have been lost up to now. */
  synchronized void addTo(History history) {
    long now = System.nanoTime();
    for (Window window : windows) {
      history.lost(
          new Loss(window.fromNanos, window.toNanos == OPEN ? now : window.toNanos, Set.of()));
    }
  }
}

package dev.torc.bench.torture;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/** What is wrong with the gateway, as it is found. Thread-safe. */
final class Findings {
  /** One broken part of the protocol may break every key. */
  private static final int MAX_KEPT = 5;

  private final CountDownLatch end;
  private final List<Finding> kept = new ArrayList<>();
  private long count;

  /**
   * None yet.
   *
   * @param end counted down at the first: a run need not go on
   */
  Findings(CountDownLatch end) {
    this.end = end;
  }

  /**
   * A promise that was broken.
   *
   * @param kind which, in a word
   * @param subject a key, or what else it is about
   * @param explanation for the reader
   */
  record Finding(String kind, String subject, String explanation) {}

  synchronized void add(String kind, String subject, String explanation) {
    count++;
    if (kept.size() < MAX_KEPT) {
      kept.add(new Finding(kind, subject, explanation));
    }
    end.countDown();
  }

  /** The first ones. */
  synchronized List<Finding> kept() {
    return List.copyOf(kept);
  }

  /** How many there were. */
  synchronized long count() {
    return count;
  }
}

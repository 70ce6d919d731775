package dev.torc.bench.reshard;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Counts what must not be, and remembers the first. Safe for use by any number of threads. */
final class Sightings {
  private static final int KEPT = 10;

  private final Map<Wrong, Long> counts = new EnumMap<>(Wrong.class);
  private final List<String> first = new ArrayList<>();

  synchronized void add(Wrong wrong, String what) {
    counts.merge(wrong, 1L, Long::sum);
    if (first.size() < KEPT) {
      first.add(what);
    }
  }

  synchronized Violations counts() {
    return new Violations(
        count(Wrong.MISS), count(Wrong.LOST), count(Wrong.STALE), count(Wrong.ERROR));
  }

  private long count(Wrong wrong) {
    return counts.getOrDefault(wrong, 0L);
  }

  /** The first of them, in words. */
  synchronized List<String> first() {
    return List.copyOf(first);
  }
}

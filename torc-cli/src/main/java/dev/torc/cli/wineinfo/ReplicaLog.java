package dev.torc.cli.wineinfo;

import dev.torc.config.HostPort;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a replica was asked.
 *
 * @param name what hashing knows it by
 * @param address where it listens
 * @param queries how often it was asked each, failures included
 */
public record ReplicaLog(HostPort name, HostPort address, SortedMap<String, Long> queries) {

  /** Copies. */
  public ReplicaLog {
    queries = Collections.unmodifiableSortedMap(new TreeMap<>(queries));
  }

  /** How many requests it had. */
  public long requests() {
    return queries.values().stream().mapToLong(Long::longValue).sum();
  }
}

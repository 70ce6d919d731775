package dev.torc.cache;

import java.util.HashMap;
import java.util.Map;

/**
 * A node's answer to {@code INFO} and {@code DBSIZE}.
 *
 * @param runId changes whenever the server starts: with another one, it may have lost its keys
 * @param version of the server, such as {@code 6.2.11}
 * @param keys stored in database 0
 * @param usedMemoryBytes as the server counts it
 * @param maxMemoryBytes its limit, 0 for none
 * @param evictedKeys since it started, to make room
 * @param latencyNanos from the poll to its answer
 */
public record NodeInfo(
    String runId,
    String version,
    long keys,
    long usedMemoryBytes,
    long maxMemoryBytes,
    long evictedKeys,
    long latencyNanos) {

  /**
   * Reads the text that {@code INFO} answers.
   *
   * @throws IllegalArgumentException if a field is missing or not a number
   */
  static NodeInfo parse(String info, long keys, long latencyNanos) {
    Map<String, String> fields = new HashMap<>();
    info.lines()
        .forEach(line -> {
          int colon = line.indexOf(':');
          if (colon > 0) {
            fields.put(line.substring(0, colon), line.substring(colon + 1));
          }
        });
    return new NodeInfo(
        text(fields, "run_id"),
        text(fields, "redis_version"),
        keys,
        number(fields, "used_memory"),
        number(fields, "maxmemory"),
        number(fields, "evicted_keys"),
        latencyNanos);
  }

  private static String text(Map<String, String> fields, String name) {
    String value = fields.get(name);
    if (value == null) {
      throw new IllegalArgumentException("INFO without " + name);
    }
    return value;
  }

  private static long number(Map<String, String> fields, String name) {
    return Long.parseLong(text(fields, name));
  }
}

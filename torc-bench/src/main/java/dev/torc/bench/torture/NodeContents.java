package dev.torc.bench.torture;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What lies on the nodes when nothing goes on any more, asked past the gateway and the proxies. */
final class NodeContents {
  private static final String INTERNAL = "__torc:";

  /** Stays on a node that was started anew: it says that it was emptied. */
  private static final String EMPTIED = INTERNAL + "emptied";

  private final Findings findings;

  NodeContents(Findings findings) {
    this.findings = findings;
  }

  /**
   * Checks that each key lies on its owner alone, and that no records of writes are left.
   *
   * @param owners the address of the node that served each key last
   */
  void check(List<TortureNode> nodes, Map<String, String> owners) throws IOException {
    Map<String, List<String>> places = new HashMap<>();
    for (TortureNode node : nodes) {
      try (RedisSocket redis = node.connect()) {
        for (String key : redis.keys()) {
          if (key.equals(EMPTIED)) {
            continue;
          }
          if (key.startsWith(INTERNAL)) {
            findings.add(
                "INTERNAL_KEY", key, "left on " + node.name() + " although no change runs");
          } else if (!isOutdated(redis, key, node, owners)) {
            places.computeIfAbsent(key, k -> new ArrayList<>()).add(node.hostAndPort());
          }
        }
      }
    }
    places.forEach((key, found) -> check(key, found, owners.get(key)));
  }

  private void check(String key, List<String> found, @Nullable String owner) {
    if (found.size() > 1) {
      findings.add("DUPLICATE", key, "lies on " + found + " (expected: on one node)");
    } else if (owner != null && !found.contains(owner)) {
      findings.add("MISPLACED", key, "lies on " + found + " (expected: on " + owner + ")");
    }
  }

  /** Whether it is of what was put there on purpose, where nobody looks. */
  private static boolean isOutdated(
      RedisSocket redis, String key, TortureNode node, Map<String, String> owners)
      throws IOException {
    return !node.hostAndPort().equals(owners.get(key))
        && redis.call("GET", key) instanceof String value
        && value.startsWith(PastLife.VALUE);
  }
}

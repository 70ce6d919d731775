package dev.torc.hash;

import java.util.Map;
import java.util.Set;

/**
 * Points of HAProxy: the mixed numbers from a server's identity on.
 *
 * <p>{@code chash_init_server_tree} of HAProxy 2.6.
 *
 * @param ids of the servers by name
 * @param mixed whether the identity is mixed first, as in 3.0 before a fix, instead of spread
 */
record HaproxyPoints(Map<String, Integer> ids, boolean mixed) implements PointFunction {
  private static final int IDENTITY_DISTANCE = 4096;

  HaproxyPoints {
    ids = Map.copyOf(ids);
    if (Set.copyOf(ids.values()).size() < ids.size()) {
      throw new PlacementException("ids: " + ids + " (expected: each id once)");
    }
  }

  @Override
  public long[] points(Node node, int count) {
    Integer id = ids.get(node.name());
    if (id == null || id < 1) {
      throw new PlacementException(
          "id of " + node.name() + ": " + id + " (expected: that of the server, 1 or more)");
    }
    int identity = mixed ? HaproxyHash.fullHash(id) : id * IDENTITY_DISTANCE;
    long[] points = new long[count];
    for (int i = 0; i < count; i++) {
      points[i] = KeyHash.circle(HaproxyHash.fullHash(identity + i));
    }
    return points;
  }
}

package dev.torc.cache.internal;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.torc.cache.ShardedCache;
import dev.torc.cache.coordination.Pair;
import java.util.Arrays;

/**
 * The keys that a change of the ring keeps on the nodes.
 *
 * @param cluster of the cache
 * @param change its id
 */
public record InternalKeys(String cluster, long change) {
  private static final byte[] PREFIX = ShardedCache.INTERNAL_PREFIX.getBytes(US_ASCII);

  /**
   * A string on a node that was started anew: the {@code run_id} of the server in the life for
   * which it was emptied. Whoever else finds it started anew must not empty it again.
   */
  public static byte[] emptiedFor() {
    return prefix("emptied");
  }

  /** Whether a key is one of these, of any change. */
  public static boolean isInternal(byte[] key) {
    return startsWith(key, PREFIX);
  }

  /** Whether a key is one that another change of this cache has left. */
  public boolean isOfFormerChange(byte[] key) {
    return startsWith(key, prefix(cluster + ":"))
        && !startsWith(key, prefix(cluster + ":" + change + ":"));
  }

  private static boolean startsWith(byte[] key, byte[] prefix) {
    return key.length >= prefix.length
        && Arrays.equals(key, 0, prefix.length, prefix, 0, prefix.length);
  }

  /** A set on the source: keys of a move that were written since they were copied. */
  public byte[] written(Pair move) {
    return key("written:" + move.from() + ":" + move.to());
  }

  /** What {@link #written} is called while its keys are copied again. */
  public byte[] round(Pair move) {
    return key("round:" + move.from() + ":" + move.to());
  }

  /** A string on the destination: it is still the server that the copies went to. */
  public byte[] landing() {
    return key("landing");
  }

  /** A string that is copied to see whether it can be. */
  public byte[] probe() {
    return key("probe");
  }

  private byte[] key(String name) {
    return prefix(cluster + ":" + change + ":" + name);
  }

  private static byte[] prefix(String rest) {
    return (ShardedCache.INTERNAL_PREFIX + rest).getBytes(US_ASCII);
  }
}

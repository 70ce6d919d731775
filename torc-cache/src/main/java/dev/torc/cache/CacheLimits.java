package dev.torc.cache;

/**
 * What a cache takes on, so that neither its callers nor its nodes can exhaust its memory.
 *
 * @param maxPendingCommands operations that may wait for replies on one connection, of which there
 *     is one per node and event loop; at least 1. More are refused as {@link
 *     CacheException.Kind#OVERLOADED}
 * @param maxPendingBytes their encoded bytes, likewise; one that waits alone may have more
 * @param maxValueBytes the longest value, at least 1; a longer one is neither stored nor delivered
 */
public record CacheLimits(int maxPendingCommands, long maxPendingBytes, int maxValueBytes) {

  /** 10 000 operations, 64 MiB, values of 1 MiB. */
  public static final CacheLimits DEFAULTS = new CacheLimits(10_000, 64 << 20, 1 << 20);

  /**
   * Checks the numbers.
   *
   * @throws IllegalArgumentException if one of them is not positive
   */
  public CacheLimits {
    positive("maxPendingCommands", maxPendingCommands);
    positive("maxPendingBytes", maxPendingBytes);
    positive("maxValueBytes", maxValueBytes);
  }

  private static void positive(String name, long value) {
    if (value < 1) {
      throw new IllegalArgumentException(name + ": " + value + " (expected: at least 1)");
    }
  }
}

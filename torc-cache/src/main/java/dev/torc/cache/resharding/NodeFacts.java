package dev.torc.cache.resharding;

import dev.torc.cache.internal.Command;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a node before a change. Its memory grows and shrinks as moves are made in
 * thought. Not thread-safe.
 */
final class NodeFacts {
  private static final int OLDEST_MAJOR = 5;

  /**
   * Memory beyond the keys themselves: tables grow by doubling, and copies come before deletions.
   */
  private static final double RESERVE = 1.1;

  /** What a server takes that has no keys. */
  private static final double EMPTY_BYTES = 1 << 20;

  /** The records of writes do not fit on a node with less to spare. */
  private static final double FULL = 0.98;

  private final String node;
  private final @Nullable String version;
  private final double share;
  private final long keys;
  private final double maxMemory;
  private final double keyMemory;
  private double usedMemory;

  private NodeFacts(
      String node,
      @Nullable String version,
      double share,
      long keys,
      double maxMemory,
      double keyMemory,
      double usedMemory) {
    this.node = node;
    this.version = version;
    this.share = share;
    this.keys = keys;
    this.maxMemory = maxMemory;
    this.keyMemory = keyMemory;
    this.usedMemory = usedMemory;
  }

  /**
   * Asks a node, and for the rights that a change needs there.
   *
   * @param share of the ring that it owns, 0 to 1
   * @throws NodeUnavailableException if it does not answer
   * @throws MoveFailedException if no change can be made with it
   */
  static NodeFacts ask(NodeLink link, double share) {
    link.checkEnding();
    return of(link.toString(), link.info(), link.count(Command.of("DBSIZE")), share);
  }

  /** From the fields of {@code INFO}; fails as {@link #ask} if the server is too old. */
  static NodeFacts of(String node, Map<String, String> info, long keys, double share) {
    String version = info.getOrDefault("redis_version", "0.0");
    if (number(version, 0) < OLDEST_MAJOR) {
      throw new MoveFailedException(
          node + ": version " + version + " (expected: " + OLDEST_MAJOR + ".0 or newer)");
    }
    return new NodeFacts(
        node,
        version,
        share,
        keys,
        bytes(info, "maxmemory"),
        bytes(info, "used_memory_dataset"),
        bytes(info, "used_memory"));
  }

  /** Of a node that does not run yet; {@code maxMemory} is in bytes, 0 for no limit. */
  static NodeFacts unstarted(int index, long maxMemory) {
    return new NodeFacts("node " + index, null, 0, 0, maxMemory, 0, EMPTY_BYTES);
  }

  private static double bytes(Map<String, String> info, String name) {
    return Double.parseDouble(info.getOrDefault(name, "0"));
  }

  /** The same after it has got or given a part of the ring of which a whole has so many bytes. */
  NodeFacts with(double otherShare, double bytesOfRing) {
    double more = (otherShare - share) * bytesOfRing;
    return new NodeFacts(
        node,
        version,
        otherShare,
        keys,
        maxMemory,
        Math.max(0, keyMemory + more),
        usedMemory + (more > 0 ? more * RESERVE : more));
  }

  /** How it is called in messages. */
  String node() {
    return node;
  }

  /** Of the server, {@code null} if it does not run yet. */
  @Nullable String version() {
    return version;
  }

  /** Of the ring, 0 to 1. */
  double share() {
    return share;
  }

  /** Keys stored, internal ones too. */
  long keys() {
    return keys;
  }

  /** The memory of its keys, in bytes. */
  double keyMemory() {
    return keyMemory;
  }

  /** About how many of its keys are in a part of the ring. */
  double keysIn(double part) {
    return share == 0 ? 0 : keys / share * part;
  }

  /** Gives a part of the ring to another, in thought. */
  void give(double part, NodeFacts to) {
    double bytes = share == 0 ? 0 : keyMemory / share * part;
    to.usedMemory += bytes * RESERVE;
    usedMemory -= bytes;
  }

  /** Why it has no room for what it was given; {@code null} if it has. */
  @Nullable String lackOfRoom() {
    return maxMemory == 0 || usedMemory <= maxMemory
        ? null
        : node
            + " would hold about "
            + Math.round(usedMemory)
            + " bytes (expected: at most its maxmemory, "
            + Math.round(maxMemory)
            + "; force the change to make it all the same)";
  }

  /** Whether nothing can be recorded there any more. */
  boolean isFull() {
    return maxMemory > 0 && usedMemory >= FULL * maxMemory;
  }

  /** How full it is, for people. */
  String fill() {
    return Math.round(usedMemory) + " bytes of its maxmemory, " + Math.round(maxMemory);
  }

  /** Whether both servers are of the same version, so that each takes what the other dumps. */
  boolean isLike(NodeFacts other) {
    return version != null && version.equals(other.version);
  }

  /** Whether the server is older than another; not if one does not run yet. */
  boolean isOlderThan(NodeFacts other) {
    if (version == null || other.version == null) {
      return false;
    }
    for (int part = 0; part < 2; part++) {
      int difference = number(version, part) - number(other.version, part);
      if (difference != 0) {
        return difference < 0;
      }
    }
    return false;
  }

  private static int number(String version, int part) {
    String[] parts = version.split("\\.", -1);
    return part < parts.length ? Integer.parseInt("0" + parts[part].replaceAll("[^0-9].*", "")) : 0;
  }
}

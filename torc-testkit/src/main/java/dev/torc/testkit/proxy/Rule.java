package dev.torc.testkit.proxy;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** What a {@link FaultProxy} does to bytes on their way, as long as the rule is in force. */
public sealed interface Rule {

  /** Bytes arrive so much later; those behind them wait, for the order stays. */
  record Delay(Selection selection, Duration by) implements Rule {

    /** Checks the time. */
    public Delay {
      if (by.isNegative()) {
        throw new IllegalArgumentException("by: " + by + " (expected: 0 or more)");
      }
    }
  }

  /**
   * Bytes stay in the proxy until the rule is lifted, and are delivered then, even when the side
   * that sent them is gone by that time.
   */
  record Hold(Selection selection) implements Rule {}

  /**
   * Holds what goes to the node on a connection from the piece on in which a text comes first: a
   * connection that does not say it is not met. Thread-safe.
   */
  final class Trap implements Rule {
    private final String text;
    private final int most;
    private final Set<Integer> caught = ConcurrentHashMap.newKeySet();

    /**
     * A trap.
     *
     * @param text as it is in the bytes
     * @param most so many connections are held; others pass
     */
    public Trap(String text, int most) {
      this.text = text;
      this.most = most;
    }

    /** How many connections are held. */
    public int caught() {
      return caught.size();
    }

    synchronized boolean holds(int connection, byte[] bytes) {
      if (caught.contains(connection)) {
        return true;
      }
      return caught.size() < most
          && new String(bytes, ISO_8859_1).contains(text)
          && caught.add(connection);
    }
  }

  /**
   * Another text arrives instead of one, wherever that comes in a piece, both ways.
   *
   * @param text that is sent
   * @param other that arrives, as long as {@code text}
   */
  record Replace(String text, String other) implements Rule {

    /** Checks the lengths. */
    public Replace {
      if (other.length() != text.length()) {
        throw new IllegalArgumentException(
            "other: " + other + " (expected: as long as " + text + ")");
      }
    }

    byte[] in(byte[] bytes) {
      return new String(bytes, ISO_8859_1).replace(text, other).getBytes(ISO_8859_1);
    }
  }

  /** The way of the bytes. */
  enum Way {
    /** From the client. */
    TO_NODE,
    /** To the client. */
    TO_CLIENT
  }

  /**
   * Connections of a proxy.
   *
   * @param percent how many of them, on average, 0 to 100
   * @param salt makes the choice: with another one it falls on others
   * @param toNode whether bytes on their way to the node are met
   * @param toClient whether those of the node are
   * @param before the number of the first connection that is not met, for those that come later are
   *     not to be
   */
  record Selection(int percent, long salt, boolean toNode, boolean toClient, int before) {
    /** All connections, both ways. */
    public static final Selection ALL = new Selection(100, 0, true, true, Integer.MAX_VALUE);

    /** Checks the part. */
    public Selection {
      if (percent < 0 || percent > 100) {
        throw new IllegalArgumentException("percent: " + percent + " (expected: 0 to 100)");
      }
    }

    /** As many, but others. */
    public Selection salted(long by) {
      return new Selection(percent, mixed(salt ^ by), toNode, toClient, before);
    }

    /** The same without connections from a number on. */
    public Selection limitedTo(int first) {
      return new Selection(percent, salt, toNode, toClient, first);
    }

    /** Whether it meets a connection, by its number in the order in which they came. */
    public boolean includes(int connection, Way way) {
      boolean metWay = way == Way.TO_NODE ? toNode : toClient;
      return metWay
          && connection < before
          && Math.floorMod(mixed(connection ^ salt), 100) < percent;
    }

    /** The finalizer of SplitMix64 (Steele, Lea and Flood 2014): neighbours get far apart. */
    private static long mixed(long value) {
      long z = value + 0x9e3779b97f4a7c15L;
      z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
      z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
      return z ^ (z >>> 31);
    }
  }
}

package dev.torc.cache;

import java.time.Duration;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * What a change of the ring would do. Before it means: after the changes that are made or wait now.
 *
 * @param description the change in words
 * @param movedShare the part of the ring that changes its owner, 0 to 1
 * @param keys about how many keys move
 * @param lostKeys about how many keys are given up with their nodes
 * @param bytes about how long they are, as they go to their destinations; by a sample
 * @param exact whether every key was looked at, so that the numbers of keys are off by no more than
 *     what is written meanwhile
 * @param rate how fast they are likely to move
 * @param nodes those on the ring before or after, by index
 * @param moves from each node that gives to each that takes
 * @param warnings what speaks against it, and what could not be found out
 */
public record Estimate(
    String description,
    double movedShare,
    long keys,
    long lostKeys,
    long bytes,
    boolean exact,
    Rate rate,
    List<NodeFigures> nodes,
    List<Flow> moves,
    List<String> warnings) {

  /** Copies the lists. */
  public Estimate {
    nodes = List.copyOf(nodes);
    moves = List.copyOf(moves);
    warnings = List.copyOf(warnings);
  }

  /** Where a rate comes from. */
  public enum Basis {
    /** The last changes were so fast, from their beginning to their end. */
    MEASURED,
    /** No change of many keys has been made yet: what changes under load reach on small servers. */
    ASSUMED,
    /** It is the limit of {@link ReshardingSettings#keysPerSecond}. */
    LIMITED
  }

  /**
   * How fast keys move.
   *
   * @param keysPerSecond above 0, over a change from its beginning to its end
   */
  public record Rate(double keysPerSecond, Basis basis) {

    /**
     * Checks the rate.
     *
     * @throws IllegalArgumentException if it is not above 0
     */
    public Rate {
      if (!(keysPerSecond > 0)) {
        throw new IllegalArgumentException("keysPerSecond: " + keysPerSecond + " (expected: > 0)");
      }
    }
  }

  /**
   * A node before and after.
   *
   * @param address where it listens, {@code null} if it is not started yet
   * @param shareBefore part of the ring, 0 to 1
   * @param keysBefore about how many it has
   */
  public record NodeFigures(
      int index,
      String name,
      @Nullable String address,
      double shareBefore,
      double shareAfter,
      long keysBefore,
      long keysAfter) {}

  /**
   * What goes from one node to another.
   *
   * @param from the source's index
   * @param to the destination's
   * @param share of the ring, 0 to 1
   * @param lost whether the source is given up, so that the keys are lost
   * @param keys about how many
   * @param bytes about how long they are together; 0 if they are lost
   */
  public record Flow(int from, int to, double share, boolean lost, long keys, long bytes) {}

  /** How long it takes, waiting for those before it left out. */
  public Duration duration() {
    return Duration.ofMillis(Math.round(1000 * keys / rate.keysPerSecond()));
  }

  /** The most keys of a node relative to the average, before; nothing if there are no keys. */
  public OptionalDouble maxToAverageBefore() {
    return maxToAverage(NodeFigures::shareBefore, NodeFigures::keysBefore);
  }

  /** The most keys of a node relative to the average, after; nothing if there are no keys. */
  public OptionalDouble maxToAverageAfter() {
    return maxToAverage(NodeFigures::shareAfter, NodeFigures::keysAfter);
  }

  /** Of nodes that own a part of the ring: others have no keys by intent. */
  private OptionalDouble maxToAverage(
      ToDoubleFunction<NodeFigures> share, ToLongFunction<NodeFigures> count) {
    long[] counts =
        nodes.stream().filter(node -> share.applyAsDouble(node) > 0).mapToLong(count).toArray();
    long max = 0;
    long total = 0;
    for (long keysOfNode : counts) {
      max = Math.max(max, keysOfNode);
      total += keysOfNode;
    }
    return total == 0
        ? OptionalDouble.empty()
        : OptionalDouble.of((double) max * counts.length / total);
  }
}

package dev.torc.cli.admin;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a change of the ring would do, as a gateway tells of it. Before it means after the changes
 * that run and wait now.
 *
 * @param description what changes, for people
 * @param movedShare the part of the ring that changes its owner, from 0 to 1
 * @param keys about how many move
 * @param lostKeys about how many are given up
 * @param bytes about how long they are
 * @param exact whether every key was looked at
 * @param seconds about how long it takes
 * @param keysPerSecond at which rate
 * @param rate where that comes from, a text: {@code measured}, {@code assumed} or {@code limited}
 * @param maxToAverage the most keys of a node relative to the average
 * @param nodes in the order of the indices
 * @param moves one from each node that gives to each that takes
 * @param warnings for people
 */
public record Estimate(
    String description,
    double movedShare,
    long keys,
    long lostKeys,
    long bytes,
    boolean exact,
    double seconds,
    double keysPerSecond,
    String rate,
    MaxToAverage maxToAverage,
    List<Node> nodes,
    List<Move> moves,
    List<String> warnings) {

  /** Checks that nothing is missing, and copies the lists. */
  public Estimate {
    Present.check("description", description);
    Present.check("rate", rate);
    Present.check("maxToAverage", maxToAverage);
    Present.check("nodes", nodes);
    Present.check("moves", moves);
    Present.check("warnings", warnings);
    nodes = List.copyOf(nodes);
    moves = List.copyOf(moves);
    warnings = List.copyOf(warnings);
  }

  /** Each {@code null} if there are no keys. */
  public record MaxToAverage(@Nullable Double before, @Nullable Double after) {}

  /**
   * One node.
   *
   * @param address {@code null} if the gateway would start it
   * @param shareBefore part of the ring, from 0 to 1
   * @param keysBefore about how many it has
   */
  public record Node(
      int index,
      String name,
      @Nullable String address,
      double shareBefore,
      double shareAfter,
      long keysBefore,
      long keysAfter) {

    /** Checks that nothing is missing. */
    public Node {
      Present.check("name", name);
    }
  }

  /**
   * What goes from one node to another.
   *
   * @param from index of the node that gives
   * @param to index of the node that takes
   * @param share of the ring, from 0 to 1
   * @param lost whether the keys are given up
   */
  public record Move(int from, int to, double share, boolean lost, long keys, long bytes) {}
}

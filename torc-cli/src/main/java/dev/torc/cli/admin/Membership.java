package dev.torc.cli.admin;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The nodes of a ring.
 *
 * @param epoch the number of the ring
 * @param vnodes points on the ring for each unit of weight
 * @param nodes in the order of the indices
 */
public record Membership(long epoch, int vnodes, List<Member> nodes) {

  /** Checks that the list is there, and copies it. */
  public Membership {
    Present.check("nodes", nodes);
    nodes = List.copyOf(nodes);
  }

  /**
   * One node.
   *
   * @param state {@code up}, {@code suspect} or {@code down}
   * @param share part of the ring, from 0 to 1
   * @param keys stored; {@code null} if it never answered, as the following
   * @param memoryBytes in use
   * @param maxMemoryBytes its limit; 0 for none
   */
  public record Member(
      int index,
      String name,
      String address,
      int weight,
      String state,
      double share,
      @Nullable Long keys,
      @Nullable Long memoryBytes,
      @Nullable Long maxMemoryBytes) {

    /** Checks that nothing is missing. */
    public Member {
      Present.check("name", name);
      Present.check("address", address);
      Present.check("state", state);
    }
  }
}

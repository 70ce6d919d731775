package dev.torc.cli.load;

import java.util.List;

/**
 * What to send, and when.
 *
 * @param target where to, and how
 * @param values what is appended to the target's URL, one value a request; at least one. In the
 *     closed loop each has a thread of its own, in the open loop they take turns
 * @param pace when
 */
public record LoadPlan(LoadTarget target, List<String> values, Pace pace) {

  /** The ten queries for wines that the demo sends. */
  public static final List<String> WINES =
      List.of(
          "red",
          "white",
          "rose",
          "pinot noir",
          "france",
          "italy",
          "germany",
          "greece",
          "australia",
          "portugal");

  /**
   * Checks and copies.
   *
   * @throws IllegalArgumentException if there is no value
   */
  public LoadPlan {
    values = List.copyOf(values);
    if (values.isEmpty()) {
      throw new IllegalArgumentException("vals: none (expected: at least one)");
    }
  }
}

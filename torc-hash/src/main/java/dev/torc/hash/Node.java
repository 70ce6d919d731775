package dev.torc.hash;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;
import java.util.Comparator;
import java.util.Objects;

/**
 * A member of a placement: a name that identifies it for good, and its share of the keys relative
 * to the others.
 *
 * <p>Placement depends on the name alone, never on a position in a list: two programs that know the
 * same names and weights place every key alike.
 *
 * @param name the identity, not empty; hashed as UTF-8, so it must be well-formed UTF-16
 * @param weight the relative share, 0 or more; 0 keeps the node known and gives it no keys
 */
public record Node(String name, int weight) {

  /** The order of nodes in every placement: by the bytes of their names in UTF-8, unsigned. */
  static final Comparator<Node> BY_NAME =
      Comparator.comparing(node -> node.name().getBytes(UTF_8), Arrays::compareUnsigned);

  /**
   * Checks both components.
   *
   * @throws PlacementException if the name is empty or not encodable, or the weight is negative
   */
  public Node {
    Objects.requireNonNull(name, "name");
    if (name.isEmpty()) {
      throw new PlacementException("name: \"\" (expected: at least one character)");
    }
    if (!UTF_8.newEncoder().canEncode(name)) {
      throw new PlacementException(
          "name: \"" + name + "\" (expected: text without unpaired surrogates)");
    }
    if (weight < 0) {
      throw new PlacementException(
          "weight of " + name + ": " + weight + " (expected: 0 or more; 0 takes no keys)");
    }
  }

  /** A node of weight 1. */
  public static Node of(String name) {
    return new Node(name, 1);
  }
}

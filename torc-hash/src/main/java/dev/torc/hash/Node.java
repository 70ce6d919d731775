package dev.torc.hash;

import static java.nio.charset.StandardCharsets.UTF_8;

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
  static final Comparator<Node> BY_NAME = (one, other) -> compareUtf8(one.name, other.name);

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

  /**
   * Compares as the bytes in UTF-8 do, which is as code points do. Units of UTF-16 are in the same
   * order but for surrogates: they stand for what comes after all others.
   */
  private static int compareUtf8(String one, String other) {
    int length = Math.min(one.length(), other.length());
    for (int i = 0; i < length; i++) {
      if (one.charAt(i) != other.charAt(i)) {
        return Integer.compare(rank(one.charAt(i)), rank(other.charAt(i)));
      }
    }
    return Integer.compare(one.length(), other.length());
  }

  private static int rank(char unit) {
    return Character.isSurrogate(unit) ? unit + Character.MAX_VALUE : unit;
  }
}

package dev.torc.cache.coordination;

import dev.torc.config.Default;
import java.util.List;

/**
 * A ring in the stack of rings that place keys: the lowest places all, and one above takes what it
 * places elsewhere as far as that has moved.
 *
 * @param pointsPerNode points per unit of weight
 * @param weights of the nodes on it
 * @param moved what its moves have committed; a move is from who owned a key below it to who owns
 *     it on it. Empty for the lowest
 */
public record Layer(int pointsPerNode, List<Weight> weights, @Default("[]") List<Pair> moved) {

  /** Copies the lists. */
  public Layer {
    weights = List.copyOf(weights);
    moved = List.copyOf(moved);
  }

  /**
   * A node's weight on the ring.
   *
   * @param node its index
   * @param weight 0 or more; 0 for no keys
   */
  public record Weight(int node, int weight) {}
}

package dev.torc.hash;

import java.util.Collection;

/**
 * Weighted rendezvous hashing, also called highest random weight: every node draws a number for the
 * key, by its weight, and the best one wins.
 *
 * <p>Shares follow the weights exactly, a change moves only what it must, also a change of weights,
 * and there is no state but the nodes. A lookup costs O(nodes), about 10 ns a node, 3 if all
 * weights are equal; take it for some dozens of nodes, or for replicas. Nothing is allocated. Safe
 * for use by any number of threads.
 *
 * <p>Thaler and Ravishankar, "Using name-based mappings to increase hit rates", 1998; weights by
 * Schindelhauer and Schomaker, "Weighted Distributed Hash Tables", 2005.
 */
public interface Rendezvous extends Placement {

  /**
   * A placement with one node more.
   *
   * @throws PlacementException if a node of that name is there
   */
  Rendezvous add(Node node);

  /**
   * A placement without a node.
   *
   * @throws PlacementException if there is no node of that name
   */
  Rendezvous remove(String name);

  /**
   * A placement with {@link KeyHash#XXH64}.
   *
   * @throws PlacementException if a name occurs twice
   */
  static Rendezvous of(Collection<Node> nodes) {
    return of(nodes, KeyHash.XXH64);
  }

  /**
   * A placement.
   *
   * @param nodes any number of nodes, in any order
   * @throws PlacementException if a name occurs twice
   */
  static Rendezvous of(Collection<Node> nodes, KeyHash keyHash) {
    return new DrawnRendezvous(NodeSet.sorted(nodes), keyHash);
  }
}

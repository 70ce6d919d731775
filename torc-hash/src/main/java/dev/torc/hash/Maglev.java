package dev.torc.hash;

import java.util.Collection;

/**
 * Maglev hashing: a table of fixed size whose entries the nodes take in turns, each by its own
 * permutation.
 *
 * <p>Lookup is one read of the table, and shares follow the weights to about {@code nodes /
 * tableSize}. In exchange a change moves some keys between nodes that it does not concern: 0.3 % of
 * all when one of 20 leaves a table of 65 537, 0.6 % with one of 100, 0.9 % with one of 500, a
 * quarter of that in a table of ten times the size. Where a key that moves is a key that is lost,
 * take a {@link Ring}.
 *
 * <p>A change builds the table anew, in O(tableSize × log tableSize) expected. Memory is 2 bytes an
 * entry, 4 from 65 536 nodes on. Lookup is O(1) without allocation. Safe for use by any number of
 * threads.
 *
 * <p>Eisenbud et al., "Maglev: A Fast and Reliable Software Network Load Balancer", NSDI 2016; the
 * weights are those of Envoy's {@code maglev_lb.cc}.
 */
public interface Maglev extends Placement {

  /** The size of the table unless told otherwise, good for some hundred nodes. */
  int DEFAULT_TABLE_SIZE = 65_537;

  /** The largest table: Envoy's limit. */
  int MAX_TABLE_SIZE = 5_000_011;

  /** The number of entries. */
  int tableSize();

  /** A placement with one node more, in a table of the same size. */
  Maglev add(Node node);

  /** A placement without a node, in a table of the same size. */
  Maglev remove(String name);

  /** A table of {@value #DEFAULT_TABLE_SIZE} entries. */
  static Maglev of(Collection<Node> nodes) {
    return of(nodes, DEFAULT_TABLE_SIZE);
  }

  /**
   * A table that the top bits of the hash index, for the fastest lookup.
   *
   * @param nodes any number of nodes, in any order
   * @param tableSize a prime of at most {@value #MAX_TABLE_SIZE}, at least the number of nodes with
   *     a weight; a hundred times that number keeps shares within about a hundredth
   * @throws PlacementException if the size is none of these, or a name occurs twice
   */
  static Maglev of(Collection<Node> nodes, int tableSize) {
    return MaglevTable.of(nodes, tableSize, MaglevTable.Indexing.TOP_BITS);
  }

  /**
   * A table that the remainder of the hash indexes, as in Envoy: equal to its cluster of {@code
   * lb_policy: MAGLEV} with the same hosts, where names are what Envoy hashes of a host ({@code
   * ip:port}, or its {@code hash_key} metadata).
   *
   * @throws PlacementException as {@link #of(Collection, int)}
   */
  static Maglev envoy(Collection<Node> nodes, int tableSize) {
    return MaglevTable.of(nodes, tableSize, MaglevTable.Indexing.REMAINDER);
  }
}

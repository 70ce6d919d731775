package dev.torc.hash;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An immutable function from a 64-bit key hash to one of a set of named, weighted nodes.
 *
 * <p>Every implementation is deterministic, does not depend on the order its nodes were given in
 * (but for rings of a {@link Dialect} that says otherwise), and answers with an index into {@link
 * #nodes()}, so that a caller can keep what belongs to a node (a connection, a counter) in an array
 * of its own.
 *
 * <p>Safe for use by any number of threads. Lookups do not allocate.
 */
public interface Placement {

  /** What a lookup answers when no node can take a key: there is none, or all weights are 0. */
  int NO_NODE = -1;

  /** The nodes, in the order of their names as UTF-8 bytes; also those of weight 0. */
  List<Node> nodes();

  /** The hash that turns a key into what {@link #locate(long)} expects. */
  KeyHash keyHash();

  /**
   * The node of a key.
   *
   * @param hash the key's hash, all 64 bits significant
   * @return an index into {@link #nodes()}, or {@link #NO_NODE}
   */
  int locate(long hash);

  /**
   * The first nodes of a key, each only once: its node, then those that take over, in order, if the
   * ones before them are gone. They are the key's replicas, or the candidates of a retry.
   *
   * @param hash the key's hash, all 64 bits significant
   * @param distinct receives indexes into {@link #nodes()} from its start; its length is the number
   *     wanted
   * @return how many nodes were found: the array's length, or the number of nodes with keys if that
   *     is less
   */
  int locate(long hash, int[] distinct);

  /**
   * The exact share of the hash space that each node owns, by index into {@link #nodes()}; they add
   * up to 1, or to 0 if no node can take a key. Linear in the size of the placement.
   */
  double[] shares();

  /** The node of a key as text, or {@code null} if no node can take one. */
  default @Nullable Node locate(String key) {
    int index = locate(keyHash().hash(key));
    return index == NO_NODE ? null : nodes().get(index);
  }
}

package dev.torc.hash;

import java.util.Collection;
import java.util.Optional;

/**
 * Consistent hashing with virtual nodes: each node owns many points on the circle of 64-bit hashes,
 * and a key belongs to the node of the first point at or after its hash, wrapping past the end.
 *
 * <p>In Torc's own dialect a node has {@code pointsPerNode × weight} points; point <i>i</i> is
 * XXH64 (seed 0) of the node's name, {@code _} and <i>i</i> in decimal, as UTF-8. They never depend
 * on the other nodes, so adding or removing a node moves only the keys it gains or had. Where two
 * nodes have the same point, the one whose name is smaller owns it. The rules of other programs are
 * a {@link Dialect} each.
 *
 * <p>Changes give a new ring and leave this one as it is. Lookup is O(1) expected and O(log points)
 * at worst, without allocation; a change is one pass over the points, unless the numbers of points
 * depend on all nodes; memory is 19 to 26 bytes a point. Safe for use by any number of threads.
 *
 * <p>Karger et al., "Consistent Hashing and Random Trees", STOC 1997.
 */
public interface Ring extends Placement {

  /**
   * Points of a node of weight 1 unless told otherwise; with it, the busiest of 10 equal nodes gets
   * about 1.1 times the average, the busiest of 100 about 1.2 times.
   */
  int DEFAULT_POINTS_PER_NODE = 160;

  /** The most points a ring may have; at 13 bytes each, 832 MiB. */
  int MAX_POINTS = 1 << 26;

  /** The rules by which it places keys. */
  Dialect dialect();

  /** The points of all nodes together. */
  int points();

  /**
   * The node of the point that lies so many points after the one of a hash, around the circle. With
   * the number of the attempt it is the host that Envoy's ring takes for a retry, and the server
   * that nginx goes on to when the ones before it fail.
   *
   * @param skipped 0 or more
   * @return an index into {@link #nodes()}, or {@link #NO_NODE}
   */
  int locateAfter(long hash, int skipped);

  /** A warning if the points are too few for even shares. */
  Optional<TooFewPoints> tooFewPoints();

  /**
   * A ring with one node more.
   *
   * @throws PlacementException if a node of that name is there, or the points would exceed {@link
   *     #MAX_POINTS}
   */
  Ring add(Node node);

  /**
   * A ring without a node.
   *
   * @throws PlacementException if there is no node of that name
   */
  Ring remove(String name);

  /**
   * A ring in which a node has another weight.
   *
   * @param weight the new weight, 0 or more
   * @throws PlacementException if there is no node of that name, or the points would exceed {@link
   *     #MAX_POINTS}
   */
  Ring reweight(String name, int weight);

  /**
   * A ring of {@value #DEFAULT_POINTS_PER_NODE} points per unit of weight and {@link
   * KeyHash#XXH64}.
   *
   * @throws PlacementException as {@link #of(Collection, int, KeyHash)}
   */
  static Ring of(Collection<Node> nodes) {
    return of(nodes, DEFAULT_POINTS_PER_NODE);
  }

  /**
   * A ring with {@link KeyHash#XXH64} as its key hash.
   *
   * @throws PlacementException as {@link #of(Collection, int, KeyHash)}
   */
  static Ring of(Collection<Node> nodes, int pointsPerNode) {
    return of(nodes, pointsPerNode, KeyHash.XXH64);
  }

  /**
   * A ring.
   *
   * @param nodes any number of nodes, in any order; none is allowed
   * @param pointsPerNode points per unit of weight, at least 1
   * @param keyHash the hash of keys; the nodes' points are always XXH64
   * @throws PlacementException if a name occurs twice, {@code pointsPerNode} is less than 1, or the
   *     points would exceed {@link #MAX_POINTS}
   */
  static Ring of(Collection<Node> nodes, int pointsPerNode, KeyHash keyHash) {
    return of(nodes, Dialect.torc(pointsPerNode, keyHash));
  }

  /**
   * A ring that places keys as another program does.
   *
   * @param nodes any number of nodes; their order matters where {@code dialect} says so
   * @throws PlacementException if a name occurs twice, a weight makes no sense in the dialect, or
   *     the points would exceed {@link #MAX_POINTS}
   */
  static Ring of(Collection<Node> nodes, Dialect dialect) {
    return PointRing.of(nodes, dialect);
  }
}

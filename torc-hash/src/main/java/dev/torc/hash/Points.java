package dev.torc.hash;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;
import java.util.List;

/**
 * Points on the circle with their owners, sorted, in two parallel arrays.
 *
 * <p>Java compares {@code long} signed while the circle is unsigned, so a point is kept with its
 * top bit flipped: then the natural order of the array is the order on the circle. Equal points of
 * different owners are all kept, the smallest owner first: lookups meet only that one, and the
 * others come to light when it is removed.
 */
final class Points {
  static final Points NONE = new Points(new long[0], new int[0]);

  /** Bytes for {@code _} and the digits of any non-negative int. */
  private static final int SUFFIX_LENGTH = 11;

  private final long[] positions;
  private final int[] owners;

  private Points(long[] positions, int[] owners) {
    this.positions = positions;
    this.owners = owners;
  }

  /** The points of one node, all owned by {@code owner}. */
  static Points of(Node node, int pointsPerNode, int owner) {
    byte[] name = node.name().getBytes(UTF_8);
    byte[] key = Arrays.copyOf(name, name.length + SUFFIX_LENGTH);
    key[name.length] = '_';
    long[] positions = new long[pointsPerNode * node.weight()];
    for (int i = 0; i < positions.length; i++) {
      byte[] digits = Integer.toString(i).getBytes(US_ASCII);
      System.arraycopy(digits, 0, key, name.length + 1, digits.length);
      positions[i] = flip(KeyHash.XXH64.hash(key, 0, name.length + 1 + digits.length));
    }
    Arrays.sort(positions);
    int[] owners = new int[positions.length];
    Arrays.fill(owners, owner);
    return new Points(positions, owners);
  }

  /**
   * The points of all nodes, each owned by its index in the list. Merging neighbours pairwise
   * instead of sorting the whole keeps owners beside their points without boxing, and costs
   * O(points × log nodes).
   */
  static Points of(List<Node> nodes, int pointsPerNode) {
    return nodes.isEmpty() ? NONE : of(nodes, pointsPerNode, 0, nodes.size());
  }

  private static Points of(List<Node> nodes, int pointsPerNode, int from, int to) {
    if (to - from == 1) {
      return of(nodes.get(from), pointsPerNode, from);
    }
    int middle = (from + to) >>> 1;
    return of(nodes, pointsPerNode, from, middle).merge(of(nodes, pointsPerNode, middle, to));
  }

  int size() {
    return positions.length;
  }

  int owner(int index) {
    return owners[index];
  }

  /**
   * The index of the first point at or after a hash, 0 when it lies past the last one. There must
   * be a point.
   */
  int indexOf(long hash) {
    long position = flip(hash);
    int low = 0;
    int high = positions.length;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (positions[middle] < position) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low == positions.length ? 0 : low;
  }

  /** Both sets of points; of equal ones the smaller owner comes first. */
  Points merge(Points other) {
    int size = positions.length + other.positions.length;
    long[] mergedPositions = new long[size];
    int[] mergedOwners = new int[size];
    int mine = 0;
    int theirs = 0;
    for (int i = 0; i < size; i++) {
      if (takesMine(mine, other, theirs)) {
        mergedPositions[i] = positions[mine];
        mergedOwners[i] = owners[mine++];
      } else {
        mergedPositions[i] = other.positions[theirs];
        mergedOwners[i] = other.owners[theirs++];
      }
    }
    return new Points(mergedPositions, mergedOwners);
  }

  private boolean takesMine(int mine, Points other, int theirs) {
    if (mine == positions.length) {
      return false;
    }
    if (theirs == other.positions.length) {
      return true;
    }
    int order = Long.compare(positions[mine], other.positions[theirs]);
    return order < 0 || (order == 0 && owners[mine] < other.owners[theirs]);
  }

  /**
   * The same points, with every owner from {@code owner} on counted one higher, to make room for
   * it.
   */
  Points shiftOwnersFrom(int owner) {
    int[] shifted = new int[owners.length];
    for (int i = 0; i < owners.length; i++) {
      shifted[i] = owners[i] < owner ? owners[i] : owners[i] + 1;
    }
    return new Points(positions, shifted);
  }

  /** The points of all other owners, with every later owner counted one lower. */
  Points without(int owner) {
    long[] keptPositions = new long[positions.length];
    int[] keptOwners = new int[positions.length];
    int kept = 0;
    for (int i = 0; i < positions.length; i++) {
      if (owners[i] != owner) {
        keptPositions[kept] = positions[i];
        keptOwners[kept++] = owners[i] < owner ? owners[i] : owners[i] - 1;
      }
    }
    return new Points(Arrays.copyOf(keptPositions, kept), Arrays.copyOf(keptOwners, kept));
  }

  /** The share of the circle of each of {@code count} owners. */
  double[] shares(int count) {
    double[] shares = new double[count];
    int size = positions.length;
    if (size == 0) {
      return shares;
    }
    if (positions[0] == positions[size - 1]) {
      // All points coincide: the distance from the last to the first is the whole circle, not 0.
      shares[owners[0]] = 1;
      return shares;
    }
    for (int i = 0; i < size; i++) {
      long arc = positions[i] - positions[i == 0 ? size - 1 : i - 1];
      shares[owners[i]] += unsignedToDouble(arc) * 0x1p-64;
    }
    return shares;
  }

  private static long flip(long hash) {
    return hash ^ Long.MIN_VALUE;
  }

  private static double unsignedToDouble(long value) {
    double signed = value;
    return value < 0 ? signed + 0x1p64 : signed;
  }
}

package dev.torc.hash;

import java.util.Arrays;

/**
 * Points on the circle with their owners, sorted, in two parallel arrays.
 *
 * <p>Java compares {@code long} signed while the circle is unsigned, so a point is kept with its
 * top bit flipped: then the natural order of the array is the order on the circle. Owners are
 * numbered by precedence: of equal points all are kept, the smallest owner first. Lookups meet only
 * that one, and the others come to light when it is removed.
 */
final class Points {
  private final long[] positions;
  private final int[] owners;

  private Points(long[] positions, int[] owners) {
    this.positions = positions;
    this.owners = owners;
  }

  /** Points of one owner, in any order; the array is taken over. */
  static Points of(long[] hashes, int owner) {
    for (int i = 0; i < hashes.length; i++) {
      hashes[i] = flip(hashes[i]);
    }
    Arrays.sort(hashes);
    int[] owners = new int[hashes.length];
    Arrays.fill(owners, owner);
    return new Points(hashes, owners);
  }

  /** Points of many owners, in any order, each owned by its index in the array. */
  static Points of(long[][] hashes) {
    return new PointSorter(hashes).sorted();
  }

  /** Points that are sorted already, flipped, equal ones by their owners; taken over. */
  static Points ofSorted(long[] positions, int[] owners) {
    return new Points(positions, owners);
  }

  /** A point with its top bit flipped, or such a point back as it was. */
  static long flip(long hash) {
    return hash ^ Long.MIN_VALUE;
  }

  int size() {
    return positions.length;
  }

  /** Flipped and ascending; not to be changed. */
  long[] positions() {
    return positions;
  }

  /** Beside the positions; not to be changed. */
  int[] owners() {
    return owners;
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
}

package dev.torc.hash;

/**
 * The circle cut into arcs, each owned by a node: what a ring's points come to under its lookup
 * rule. An arc is kept as the last hash in it, so that the arc of a hash is the first one whose
 * last hash is not before it, and a hash past all of them belongs to the first arc.
 *
 * @param lasts the last hash of each arc, flipped as in {@link Points} and ascending; equal ones
 *     are empty arcs but for the first
 * @param owners the owner of each
 */
@SuppressWarnings("ArrayRecordComponent") // Shared on purpose, and never compared.
record Arcs(long[] lasts, int[] owners) {

  int size() {
    return lasts.length;
  }

  /** The first arc whose last hash is at or after a hash, 0 past all of them. */
  int indexOf(long hash) {
    int index = indexFrom(0, Points.flip(hash));
    return index == lasts.length ? 0 : index;
  }

  /** The first arc from {@code from} on whose last hash is not before a flipped one. */
  int indexFrom(int from, long position) {
    int low = from;
    int high = lasts.length;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (lasts[middle] < position) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /** The share of the circle of each of {@code count} owners. */
  double[] shares(int count) {
    double[] shares = new double[count];
    int size = lasts.length;
    if (size == 0) {
      return shares;
    }
    if (lasts[0] == lasts[size - 1]) {
      // All coincide: the distance from the last to the first is the whole circle, not 0.
      shares[owners[0]] = 1;
      return shares;
    }
    for (int i = 0; i < size; i++) {
      shares[owners[i]] += share(lasts[i == 0 ? size - 1 : i - 1], lasts[i]);
    }
    return shares;
  }

  /** The share of the circle from after one hash to another, at most a whole one less one hash. */
  static double share(long after, long last) {
    long length = last - after;
    double signed = length;
    return (length < 0 ? signed + 0x1p64 : signed) * 0x1p-64;
  }
}

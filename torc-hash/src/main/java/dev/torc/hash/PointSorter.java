package dev.torc.hash;

/**
 * Sorts points with their owners: hashes are even, so one pass deals them out to about as many
 * buckets as there are points by their top bits, and few are left to be sorted in each. Takes a
 * third of the time that merging the nodes' sorted points takes. Where points are not even, as 32
 * equal bits in front make them, a bucket is sorted by merging.
 */
final class PointSorter {
  private static final int MAX_BUCKET_BITS = 22;

  /** Up to here insertion is faster than merging. */
  private static final int INSERTED = 24;

  private final long[] positions;
  private final int[] owners;

  /** Where each bucket begins; one more for the end of the last. */
  private final int[] starts;

  private final int shift;

  /** For merging, made when it is needed. */
  private long[] spare = {};

  private int[] spareOwners = {};

  PointSorter(long[][] hashes) {
    int count = 0;
    for (long[] ofOwner : hashes) {
      count += ofOwner.length;
    }
    int bits =
        Math.min(MAX_BUCKET_BITS, Math.max(1, Integer.SIZE - Integer.numberOfLeadingZeros(count)));
    this.shift = Long.SIZE - bits;
    this.starts = new int[(1 << bits) + 1];
    this.positions = new long[count];
    this.owners = new int[count];
    countBuckets(hashes);
    deal(hashes);
  }

  private void countBuckets(long[][] hashes) {
    for (long[] ofOwner : hashes) {
      for (long hash : ofOwner) {
        starts[(int) (hash >>> shift) + 1]++;
      }
    }
    for (int i = 1; i < starts.length; i++) {
      starts[i] += starts[i - 1];
    }
  }

  /** In the order of the owners, so that equal points are in it, too. */
  private void deal(long[][] hashes) {
    int[] next = starts.clone();
    for (int owner = 0; owner < hashes.length; owner++) {
      for (long hash : hashes[owner]) {
        int place = next[(int) (hash >>> shift)]++;
        positions[place] = Points.flip(hash);
        owners[place] = owner;
      }
    }
  }

  Points sorted() {
    for (int bucket = 0; bucket + 1 < starts.length; bucket++) {
      sort(starts[bucket], starts[bucket + 1]);
    }
    return Points.ofSorted(positions, owners);
  }

  private void sort(int from, int to) {
    if (to - from <= INSERTED) {
      insert(from, to);
      return;
    }
    int middle = (from + to) >>> 1;
    sort(from, middle);
    sort(middle, to);
    merge(from, middle, to);
  }

  private void insert(int from, int to) {
    for (int i = from + 1; i < to; i++) {
      long position = positions[i];
      int owner = owners[i];
      int place = i;
      while (place > from && positions[place - 1] > position) {
        positions[place] = positions[place - 1];
        owners[place] = owners[place - 1];
        place--;
      }
      positions[place] = position;
      owners[place] = owner;
    }
  }

  private void merge(int from, int middle, int to) {
    int length = middle - from;
    if (spare.length < length) {
      spare = new long[length];
      spareOwners = new int[length];
    }
    System.arraycopy(positions, from, spare, 0, length);
    System.arraycopy(owners, from, spareOwners, 0, length);
    int left = 0;
    int right = middle;
    for (int i = from; left < length; i++) {
      boolean fromRight = right < to && positions[right] < spare[left];
      positions[i] = fromRight ? positions[right] : spare[left];
      owners[i] = fromRight ? owners[right++] : spareOwners[left++];
    }
  }
}

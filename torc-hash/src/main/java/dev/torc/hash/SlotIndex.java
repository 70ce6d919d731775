package dev.torc.hash;

import java.util.Arrays;

/**
 * Finds the owner of a hash in constant time: the circle is cut into equal slots by the hash's top
 * bits, and a slot that lies within one owner's arcs mostly holds that owner. The others hold where
 * to start looking among the arcs.
 *
 * <p>There are between three and six slots an arc, so about four look-ups in five end in the slot,
 * and the rest compare two or three arcs. Above {@value #MAX_SLOTS} slots there are fewer, and what
 * lies in one is searched by halving. Memory is 4 bytes a slot: 12 to 24 bytes an arc, at most 64
 * MiB.
 */
final class SlotIndex {
  static final int MAX_SLOTS = 1 << 24;

  private static final int SLOTS_PER_ARC = 3;

  /** Arcs that are compared one by one before the rest is searched by halving. */
  private static final int SCANNED_ARCS = 8;

  private static final int STRIDE = 8;

  private final Arcs arcs;
  private final int[] slots;
  private final int shift;

  SlotIndex(Arcs arcs) {
    this.arcs = arcs;
    int count = slotsFor(arcs.size());
    this.slots = new int[count];
    this.shift = Long.numberOfLeadingZeros(count) + 1;
    fill();
  }

  private static int slotsFor(int arcs) {
    long wanted = Math.max(2, (long) SLOTS_PER_ARC * arcs);
    return (int) Math.min(MAX_SLOTS, Long.highestOneBit(wanted - 1) << 1);
  }

  /** The owner of a hash, {@link Placement#NO_NODE} if there are no arcs. */
  int owner(long hash) {
    int slot = slots[(int) (hash >>> shift)];
    return slot >= 0 ? slot : search(~slot, Points.flip(hash));
  }

  private int search(int start, long position) {
    long[] lasts = arcs.lasts();
    int end = Math.min(lasts.length, start + SCANNED_ARCS);
    int index = start;
    while (index < end && lasts[index] < position) {
      index++;
    }
    if (index == end && end < lasts.length) {
      index = arcs.indexFrom(end, position);
    }
    return ownerAt(index);
  }

  /** The owner of an arc, of the first one past the last. */
  private int ownerAt(int index) {
    if (index < arcs.size()) {
      return arcs.owners()[index];
    }
    return arcs.size() == 0 ? Placement.NO_NODE : arcs.owners()[0];
  }

  /** One pass over the arcs, for a ring is indexed anew with each change. */
  private void fill() {
    int size = arcs.size();
    long[] lasts = arcs.lasts();
    int[] owners = arcs.owners();
    int slot = 0;
    for (int arc = 0; arc < size; arc++) {
      int end = slotOf(lasts[arc]);
      write(slot, end, owners[arc]);
      slot = Math.max(slot, end);
      if (slot == end) {
        // The first arc to end in this slot. The next one mostly goes beyond it.
        int next = arc + 1 == size ? 0 : arc + 1;
        boolean nextGoesOn = next == 0 || slotOf(lasts[next]) > end;
        slots[slot++] = nextGoesOn && owners[next] == owners[arc] ? owners[arc] : ~arc;
      }
    }
    // Past the last arc the first one comes round.
    Arrays.fill(slots, slot, slots.length, size == 0 ? ~0 : owners[0]);
  }

  /**
   * Writes an owner into slots, and perhaps into some behind them, which come later anyway: to stop
   * at the right one each time is what a processor cannot foresee, and takes half as long again.
   */
  private void write(int from, int to, int owner) {
    int slot = from;
    int lastStride = slots.length - STRIDE;
    while (slot < to && slot <= lastStride) {
      for (int i = 0; i < STRIDE; i++) {
        slots[slot + i] = owner;
      }
      slot += STRIDE;
    }
    while (slot < to) {
      slots[slot++] = owner;
    }
  }

  private int slotOf(long flipped) {
    return (int) (Points.flip(flipped) >>> shift);
  }
}

package dev.torc.hash;

import java.util.Arrays;

/**
 * Finds the owner of a hash in constant time: the circle is cut into equal slots by the hash's top
 * bits, and a slot that lies within one owner's arcs mostly holds that owner. The others hold where
 * to start looking among the arcs.
 *
 * <p>There are between three and six slots an arc, so about four look-ups in five end in the slot,
 * and the rest compare two or three arcs. Above {@value #MAX_SLOTS} slots there are fewer, and what
 * lies in one is searched by halving.
 *
 * <p>What counts is how much of it the cache holds: so a slot is two bytes, and where to start is
 * counted from the start of its block of 16 slots. Owners from {@value #SEARCHED} on do not fit and
 * are always searched for. Memory is 2.25 bytes a slot: 7 to 14 bytes an arc, at most 36 MiB.
 */
final class SlotIndex {
  static final int MAX_SLOTS = 1 << 24;

  private static final int SLOTS_PER_ARC = 3;

  /** Marks slots that do not hold an owner; what they hold otherwise is in the bits below it. */
  private static final int SEARCHED = 0x8000;

  /** Slots in a block, as a power of two. */
  private static final int BLOCK_BITS = 4;

  /** Arcs that are compared one by one before the rest is searched by halving. */
  private static final int SCANNED_ARCS = 8;

  private static final int STRIDE = 8;

  private final Arcs arcs;
  private final char[] slots;

  /** The first arc that ends in a block or behind it. */
  private final int[] blocks;

  private final int shift;

  SlotIndex(Arcs arcs) {
    this.arcs = arcs;
    int count = slotsFor(arcs.size());
    this.slots = new char[count];
    this.blocks = new int[Math.max(1, count >>> BLOCK_BITS)];
    this.shift = Long.numberOfLeadingZeros(count) + 1;
    fill();
  }

  private static int slotsFor(int arcs) {
    long wanted = Math.max(2, (long) SLOTS_PER_ARC * arcs);
    return (int) Math.min(MAX_SLOTS, Long.highestOneBit(wanted - 1) << 1);
  }

  /** The owner of a hash, {@link Placement#NO_NODE} if there are no arcs. */
  int owner(long hash) {
    int slot = (int) (hash >>> shift);
    int content = slots[slot];
    return content < SEARCHED
        ? content
        : search(blocks[slot >>> BLOCK_BITS] + (content - SEARCHED), Points.flip(hash));
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
    int block = 0;
    for (int arc = 0; arc < size; arc++) {
      int end = slotOf(lasts[arc]);
      while (block <= end >>> BLOCK_BITS) {
        blocks[block++] = arc;
      }
      write(slot, end, owners[arc], arc);
      slot = Math.max(slot, end);
      if (slot == end) {
        // The first arc to end in this slot. The next one mostly goes beyond it.
        int next = arc + 1 == size ? 0 : arc + 1;
        boolean nextGoesOn = next == 0 || slotOf(lasts[next]) > end;
        boolean oneOwner = nextGoesOn && owners[next] == owners[arc] && owners[arc] < SEARCHED;
        slots[slot] = oneOwner ? (char) owners[arc] : searched(slot, arc);
        slot++;
      }
    }
    // Past the last arc the first one comes round.
    Arrays.fill(blocks, block, blocks.length, size);
    boolean fits = size > 0 && owners[0] < SEARCHED;
    Arrays.fill(slots, slot, slots.length, (char) (fits ? owners[0] : SEARCHED));
  }

  /** What a slot holds from which the search starts at an arc, or before it if that is too far. */
  private char searched(int slot, int arc) {
    return (char) (SEARCHED + Math.min(arc - blocks[slot >>> BLOCK_BITS], SEARCHED - 1));
  }

  /**
   * Writes an owner into slots, and perhaps into some behind them, which come later anyway: to stop
   * at the right one each time is what a processor cannot foresee, and takes half as long again.
   */
  private void write(int from, int to, int owner, int arc) {
    int slot = from;
    int lastStride = owner < SEARCHED ? slots.length - STRIDE : -1;
    while (slot < to && slot <= lastStride) {
      for (int i = 0; i < STRIDE; i++) {
        slots[slot + i] = (char) owner;
      }
      slot += STRIDE;
    }
    while (slot < to) {
      slots[slot] = owner < SEARCHED ? (char) owner : searched(slot, arc);
      slot++;
    }
  }

  private int slotOf(long flipped) {
    return (int) (Points.flip(flipped) >>> shift);
  }
}

package dev.torc.hash;

import java.util.Arrays;

/**
 * Finds the owner of a hash in constant time: the circle is cut into equal slots by the hash's top
 * bits, and a slot that lies within one owner's arcs holds that owner. The others hold where to
 * start looking among the arcs.
 *
 * <p>There are between four and eight slots an arc, so about four look-ups in five end in the slot,
 * and the rest compare two or three arcs. From {@value #MAX_SLOTS} slots on there are fewer, and
 * what lies in a slot is searched by halving. Memory is 4 bytes a slot: 16 to 32 bytes an arc, at
 * most 64 MiB.
 */
final class SlotIndex {
  static final int MAX_SLOTS = 1 << 24;

  private static final int SLOTS_PER_ARC = 4;

  /** Arcs that are compared one by one before the rest is searched by halving. */
  private static final int SCANNED_ARCS = 8;

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

  private void fill() {
    if (arcs.size() == 0) {
      Arrays.fill(slots, ~0);
      return;
    }
    int slot = 0;
    int arc = 0;
    while (slot < slots.length) {
      arc = skip(arc, firstOf(slot));
      int end = slotOfLast(arc);
      if (end > slot) {
        // The arc covers these slots whole.
        Arrays.fill(slots, slot, end, ownerAt(arc));
        slot = end;
      } else {
        slots[slot] = shared(slot, arc);
        slot++;
      }
    }
  }

  /** The first hash in a slot, flipped. */
  private long firstOf(int slot) {
    return Points.flip((long) slot << shift);
  }

  private int skip(int from, long position) {
    int arc = from;
    while (arc < arcs.size() && arcs.lasts()[arc] < position) {
      arc++;
    }
    return arc;
  }

  /** The first slot that an arc does not reach to the end of. */
  private int slotOfLast(int arc) {
    if (arc == arcs.size()) {
      return slots.length;
    }
    long last = Points.flip(arcs.lasts()[arc]);
    boolean endsSlot = (last + 1) << (Long.SIZE - shift) == 0;
    return (int) (last >>> shift) + (endsSlot ? 1 : 0);
  }

  /** What a slot holds in which an arc ends: the owner if all arcs in it have the same one. */
  private int shared(int slot, int first) {
    int owner = ownerAt(first);
    int arc = first;
    while (arc < arcs.size() && slotOfLast(arc) == slot) {
      arc++;
      if (ownerAt(arc) != owner) {
        return ~first;
      }
    }
    return owner;
  }
}

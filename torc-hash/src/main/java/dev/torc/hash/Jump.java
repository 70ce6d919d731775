package dev.torc.hash;

import java.util.Collection;

/**
 * Jump-class hashing with named nodes, any of which can be removed: nodes sit in numbered slots, as
 * many as their weight, and a hash jumps to a slot; if that one is vacant, it jumps again.
 *
 * <p>Shares are exact and memory is 4 bytes a slot. A change moves only what it must: what a node
 * leaves goes to all others alike, and a node that comes back takes a vacant slot with the keys
 * that belong there. The price is a history: which slot a node sits in depends on the changes, so
 * programs that are to agree must exchange {@link #toBytes} or make the same changes; nodes given
 * at once sit in the order of their names. A lookup jumps {@link #slots} / {@link #occupiedSlots}
 * times on average; {@link #compacted} gets rid of vacant slots at the price of moving keys.
 *
 * <p>Lookup is O(1) expected without allocation, a change O(slots). Immutable: changes give a new
 * placement. Safe for use by any number of threads.
 *
 * <p>The jump is hash4j's JumpBackHash: Ertl, "JumpBackHash: Say Goodbye to the Modulo Operation to
 * Distribute Keys Uniformly to Buckets", 2024.
 */
public interface Jump extends Placement {

  /** The most slots; at 4 bytes each, 64 MiB. */
  int MAX_SLOTS = 1 << 24;

  /** All slots, vacant ones too. */
  int slots();

  /** The slots in which nodes sit: the sum of their weights. */
  int occupiedSlots();

  /**
   * A placement with one node more, in the first vacant slots and behind the last one.
   *
   * @throws PlacementException if a node of that name is there, or the slots would exceed {@link
   *     #MAX_SLOTS}
   */
  Jump add(Node node);

  /**
   * A placement in which a node's slots are vacant.
   *
   * @throws PlacementException if there is no node of that name
   */
  Jump remove(String name);

  /**
   * A placement in which a node sits in more slots, or in fewer: it leaves its last ones first.
   *
   * @throws PlacementException if there is no node of that name, the weight is negative, or the
   *     slots would exceed {@link #MAX_SLOTS}
   */
  Jump reweight(String name, int weight);

  /** The same nodes without vacant slots, as if given anew. Moves keys. */
  Jump compacted();

  /**
   * The nodes and their slots, to be read by {@link #fromBytes}: {@code torcjump}, the version 1 as
   * a byte, then as big-endian four-byte numbers the nodes, each with the length of its name, the
   * name in UTF-8 and its weight, then the slots, each with the index of its node or −1, at last
   * the CRC-32 of all before.
   */
  byte[] toBytes();

  /**
   * Reads what {@link #toBytes} wrote.
   *
   * @throws PlacementException if the bytes are not that, whole and of a version known here
   */
  static Jump fromBytes(byte[] bytes, KeyHash keyHash) {
    return JumpCodec.read(bytes, keyHash);
  }

  /**
   * A placement with {@link KeyHash#XXH64}.
   *
   * @throws PlacementException as {@link #of(Collection, KeyHash)}
   */
  static Jump of(Collection<Node> nodes) {
    return of(nodes, KeyHash.XXH64);
  }

  /**
   * A placement in which the nodes sit in the order of their names.
   *
   * @param nodes any number of nodes, in any order
   * @throws PlacementException if a name occurs twice, or the weights add up to more than {@link
   *     #MAX_SLOTS}
   */
  static Jump of(Collection<Node> nodes, KeyHash keyHash) {
    return SlottedJump.of(NodeSet.sorted(nodes), keyHash);
  }
}

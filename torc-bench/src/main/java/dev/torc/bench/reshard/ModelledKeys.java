package dev.torc.bench.reshard;

import dev.torc.hash.Ring;
import java.util.BitSet;
import java.util.List;
import java.util.stream.IntStream;

/** All keys of a run. Safe for use by any number of threads. */
final class ModelledKeys {
  private final List<KeyModel> models;

  ModelledKeys(int count) {
    this.models = IntStream.range(0, count).mapToObj(i -> new KeyModel()).toList();
  }

  /**
   * Which keys there were at a time.
   *
   * @param present by number
   * @param versions of all keys
   */
  @SuppressWarnings("ArrayRecordComponent") // It is never compared.
  record Inventory(BitSet present, long[] versions) {

    int count() {
      return present.cardinality();
    }
  }

  /**
   * Keys that have another owner than before.
   *
   * @param present those that were there when the change began: at least these have to be moved
   * @param written those that were not, and were written until it ended: some of these too
   */
  record Movers(long present, long written) {}

  int size() {
    return models.size();
  }

  KeyModel model(int number) {
    return models.get(number);
  }

  static String name(int number) {
    return "key-" + number;
  }

  /** What is there now. */
  Inventory inventory() {
    BitSet present = new BitSet(models.size());
    long[] versions = new long[models.size()];
    for (int i = 0; i < models.size(); i++) {
      versions[i] = models.get(i).version();
      present.set(i, models.get(i).isPresent());
    }
    return new Inventory(present, versions);
  }

  /** The keys whose owner two rings do not agree on. */
  Movers movers(Ring before, Ring after, Inventory inventory) {
    long present = 0;
    long written = 0;
    for (int i = 0; i < models.size(); i++) {
      if (!owner(before, i).equals(owner(after, i))) {
        if (inventory.present().get(i)) {
          present++;
        } else if (models.get(i).isWrittenSince(inventory.versions()[i])) {
          written++;
        }
      }
    }
    return new Movers(present, written);
  }

  private static String owner(Ring ring, int number) {
    return ring.nodes().get(ring.locate(ring.keyHash().hash(name(number)))).name();
  }
}

package dev.torc.bench.reshard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.torc.bench.reshard.ModelledKeys.Inventory;
import dev.torc.bench.reshard.ModelledKeys.Movers;
import dev.torc.hash.Node;
import dev.torc.hash.Ring;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Which keys a change has to move. */
final class ModelledKeysTest {
  private static final int KEYS = 1000;

  private final ModelledKeys keys = new ModelledKeys(KEYS);
  private final Ring before = ring("a", "b");
  private final Ring after = ring("a", "b", "c");

  private static Ring ring(String... names) {
    return Ring.of(List.of(names).stream().map(Node::of).toList(), 100);
  }

  private void store(int number) {
    keys.model(number).stored(keys.model(number).write(false));
  }

  private static boolean isTheNewNodes(Ring ring, int number) {
    return ring.nodes()
        .get(ring.locate(ring.keyHash().hash(ModelledKeys.name(number))))
        .name()
        .equals("c");
  }

  @Test
  void countsKeysThatWereThereApartFromThoseWrittenSince() {
    long present = 0;
    long written = 0;
    for (int i = 0; i < KEYS; i += 2) {
      store(i);
      present += isTheNewNodes(after, i) ? 1 : 0;
    }
    Inventory inventory = keys.inventory();
    for (int i = 1; i < KEYS; i += 4) {
      store(i);
      written += isTheNewNodes(after, i) ? 1 : 0;
    }
    store(0);
    assertThat(inventory.count()).isEqualTo(KEYS / 2);
    assertThat(present).isBetween(100L, 250L);
    assertThat(keys.movers(before, after, inventory)).isEqualTo(new Movers(present, written));
  }

  @Test
  void nothingMovesWithoutAChange() {
    store(1);
    assertThat(keys.movers(before, before, keys.inventory())).isEqualTo(new Movers(0, 0));
  }
}

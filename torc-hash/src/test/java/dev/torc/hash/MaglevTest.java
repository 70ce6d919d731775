package dev.torc.hash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.data.Offset.offset;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Envoy's vectors are in {@link DialectGoldenTest}. */
final class MaglevTest extends PlacementContract {

  @Override
  Placement placement(List<Node> nodes) {
    return Maglev.of(nodes);
  }

  @Override
  Placement with(Placement placement, Node node) {
    return ((Maglev) placement).add(node);
  }

  @Override
  Placement without(Placement placement, String name) {
    return ((Maglev) placement).remove(name);
  }

  /** Measured: 0.0034 for these names, as its Javadoc says. */
  @Override
  double needlessMovement() {
    return 0.005;
  }

  /** The table is filled anew. */
  @Override
  boolean nextDistinctTakesOver() {
    return false;
  }

  /** Entries are dealt in turns: each node is at most one off. */
  @Override
  double weightTolerance() {
    return 2.0 / Maglev.DEFAULT_TABLE_SIZE;
  }

  @Test
  void isNearlyEven() {
    for (double share : Maglev.of(nodes(100)).shares()) {
      assertThat(share).isCloseTo(0.01, offset(1.0 / Maglev.DEFAULT_TABLE_SIZE));
    }
  }

  @Test
  void aLargerTableMovesFewerKeys() {
    assertThat(movedNeedlessly(655_373)).isLessThan(movedNeedlessly(6553) / 2);
  }

  private static double movedNeedlessly(int tableSize) {
    Maglev before = Maglev.of(nodes(20), tableSize);
    PlacementDiff diff = PlacementDiff.between(before, before.remove("node-7"));
    return diff.moves().stream()
        .filter(move -> !"node-7".equals(move.from()))
        .mapToDouble(PlacementDiff.Move::share)
        .sum();
  }

  @Test
  void bothIndexingsHaveTheSameTable() {
    Maglev byTopBits = Maglev.of(nodes(7), 101);
    Maglev byRemainder = Maglev.envoy(nodes(7), 101);
    for (int entry = 0; entry < 101; entry++) {
      // The first hash of an entry: the least with hash × 101 / 2⁶⁴ = entry.
      long hash = entry == 0 ? 0 : Long.divideUnsigned(-1, 101) * entry + entry;
      assertThat(byTopBits.locate(hash)).isEqualTo(byRemainder.locate(entry));
    }
    assertThat(byTopBits.shares()).isEqualTo(byRemainder.shares());
  }

  @Test
  void refusesTablesThatAreNone() {
    for (int size : new int[] {-1, 0, 1, 4, 65_536, 5_000_013}) {
      assertThatThrownBy(() -> Maglev.of(nodes(2), size))
          .isInstanceOf(PlacementException.class)
          .hasMessage("tableSize: " + size + " (expected: a prime of at most 5000011)");
    }
    assertThatThrownBy(() -> Maglev.of(nodes(8), 7))
        .hasMessage("tableSize: 7 (expected: at least the number of nodes with a weight, 8)");
    assertThat(Maglev.of(nodes(7), 7).shares()).containsOnly(1.0 / 7);
    assertThatThrownBy(() -> Maglev.of(nodes(2)).remove("x"))
        .hasMessageContaining("\"x\" (expected: the name of one in the placement)");
  }
}

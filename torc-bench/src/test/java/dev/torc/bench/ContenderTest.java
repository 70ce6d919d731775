package dev.torc.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The adapters ask the libraries what they are meant to ask. */
final class ContenderTest {
  private static final int NODES = 40;
  private static final List<String> NAMES = NodeNames.of(NODES);
  private static final List<String> TEXTS = Arrays.asList(Key.texts()).subList(0, 1000);

  @ParameterizedTest
  @EnumSource
  void everyKeyGetsANodeAndEveryNodeAKey(Algorithm algorithm) {
    Contender contender = algorithm.over(NAMES);
    assertThat(byText(contender)).containsOnly(allNodes());
    if (algorithm.isMeasured(NODES, Key.LONG)) {
      assertThat(byHash(contender)).containsOnly(allNodes());
    } else {
      assertThatThrownBy(() -> contender.locate(1)).hasMessageContaining("hashes keys itself");
    }
  }

  @ParameterizedTest
  @EnumSource
  void theSameKeyGetsTheSameNode(Algorithm algorithm) {
    Contender contender = algorithm.over(NAMES);
    assertThat(byText(contender)).isEqualTo(byText(contender));
  }

  @ParameterizedTest
  @EnumSource(names = {"TREEMAP_RING", "BINARY_SEARCH_RING"})
  void plainRingsPlaceKeysAsTorcsRing(Algorithm algorithm) {
    Contender ring = Algorithm.TORC_RING.over(NAMES);
    Contender plain = algorithm.over(NAMES);
    assertThat(byHash(plain)).isEqualTo(byHash(ring));
    assertThat(byText(plain)).isEqualTo(byText(ring));
  }

  /** Only Maglev moves others too, and fewer than those. */
  @ParameterizedTest
  @EnumSource
  void aNodeMoreTakesItsShareAndLittleElseMoves(Algorithm algorithm) {
    if (Algorithm.BUILT.contains(algorithm)) {
      int[] before = byText(algorithm.over(NAMES));
      int[] after = byText(algorithm.over(NAMES).add(NodeNames.ANOTHER));
      long moved = IntStream.range(0, before.length).filter(i -> before[i] != after[i]).count();
      long gained = Arrays.stream(after).filter(node -> node == NODES).count();
      assertThat(gained).isBetween(5L, 100L);
      assertThat(moved).isBetween(gained, gained * 2);
    }
  }

  @Test
  void noPeerIsCalledTorc() {
    assertThat(Algorithm.values())
        .allSatisfy(algorithm ->
            assertThat(algorithm.label().contains("torc")).isEqualTo(algorithm.isTorc()));
  }

  private static int[] allNodes() {
    return IntStream.range(0, NODES).toArray();
  }

  private static int[] byHash(Contender contender) {
    return Arrays.stream(Key.hashes()).limit(TEXTS.size()).mapToInt(contender::locate).toArray();
  }

  private static int[] byText(Contender contender) {
    return TEXTS.stream().mapToInt(text -> contender.index(contender.locate(text))).toArray();
  }
}

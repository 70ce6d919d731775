package dev.torc.hash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.data.Offset.offset;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class BalanceTest {

  @Test
  void isRelativeToWeights() {
    Balance balance =
        Balance.of(Rendezvous.of(List.of(new Node("a", 1), new Node("b", 5), new Node("c", 0))));
    assertThat(balance.max()).isCloseTo(1, offset(1e-12));
    assertThat(balance.min()).isCloseTo(1, offset(1e-12));
    assertThat(balance.deviation()).isCloseTo(0, offset(1e-12));
    assertThat(Balance.of(Ring.of(List.of()))).isEqualTo(new Balance(0, 0, 0));
    // Three entries for two nodes.
    assertThat(Balance.of(Maglev.of(PlacementContract.nodes(2), 3)).max())
        .isCloseTo(4.0 / 3, offset(1e-12));
  }

  /**
   * The mean over 300 sets of names has a standard error of about a hundredth of the deviation of
   * max/avg, which is below 0.15 times it: 3 per cent are more than five of those.
   */
  @ParameterizedTest
  @CsvSource({"10, 160", "100, 160", "100, 20", "10, 40", "300, 8"})
  void expectsWhatRingsHave(int nodes, int points) {
    double sum = 0;
    for (int set = 0; set < 300; set++) {
      List<Node> names = new ArrayList<>();
      for (int i = 0; i < nodes; i++) {
        names.add(Node.of("set-" + set + "-" + i));
      }
      sum += Balance.of(Ring.of(names, points)).max();
    }
    double expected = Balance.expectedMax(nodes, points);
    assertThat(sum / 300).isCloseTo(expected, offset(0.03 * expected));
  }

  @Test
  void expectsKnownFigures() {
    assertThat(Balance.expectedMax(1, 1)).isEqualTo(1);
    assertThat(Balance.expectedMax(1000, 160)).isCloseTo(1.28, offset(0.02));
    // What a minimum ring of 1024 makes of 1000 hosts; one set of names had 4.72.
    assertThat(Balance.expectedMax(1000, 2)).isBetween(4.3, 5.2);
    assertThatThrownBy(() -> Balance.expectedMax(0, 1)).isInstanceOf(PlacementException.class);
  }

  @Test
  void warnsOfTooFewPoints() {
    assertThat(Ring.of(PlacementContract.nodes(100)).tooFewPoints()).isEmpty();
    assertThat(Ring.of(PlacementContract.nodes(1), 1).tooFewPoints()).isEmpty();
    assertThat(Ring.of(List.of()).tooFewPoints()).isEmpty();
    TooFewPoints warning = Ring.of(PlacementContract.nodes(100), 10).tooFewPoints().orElseThrow();
    assertThat(warning.pointsPerNode()).isEqualTo(10);
    assertThat(warning.expectedMax()).isBetween(1.8, 2.1);
    int advised = warning.advisedPointsPerNode();
    assertThat(Ring.of(PlacementContract.nodes(100), advised).tooFewPoints()).isEmpty();
    assertThat(Ring.of(PlacementContract.nodes(100), advised - 1).tooFewPoints()).isPresent();
  }
}

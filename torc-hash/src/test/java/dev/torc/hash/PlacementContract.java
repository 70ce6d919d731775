package dev.torc.hash;

import static java.util.stream.Collectors.toCollection;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.data.Offset.offset;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What every placement promises; an implementation's test says how one is built. */
abstract class PlacementContract {
  private static final int HASHES = 20_000;

  abstract Placement placement(List<Node> nodes);

  static List<Node> nodes(int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> Node.of("node-" + i))
        .collect(toCollection(ArrayList::new));
  }

  static long[] hashes(long seed) {
    return new SplittableRandom(seed).longs(HASHES).toArray();
  }

  @Test
  void isDeterministic() {
    Placement one = placement(nodes(10));
    Placement other = placement(nodes(10));
    for (long hash : hashes(1)) {
      assertThat(one.locate(hash)).isEqualTo(one.locate(hash)).isEqualTo(other.locate(hash));
    }
  }

  @Test
  void doesNotDependOnTheOrderOfNodes() {
    List<Node> shuffled = nodes(20);
    Placement sorted = placement(nodes(20));
    for (int seed = 0; seed < 5; seed++) {
      Collections.shuffle(shuffled, new Random(seed));
      Placement placement = placement(shuffled);
      assertThat(placement.nodes()).isEqualTo(sorted.nodes());
      for (long hash : hashes(seed)) {
        assertThat(placement.locate(hash)).isEqualTo(sorted.locate(hash));
      }
    }
  }

  @Test
  void ordersNodesByTheirUtf8Bytes() {
    // UTF-16 would put the fox, a surrogate pair, before U+FF5E.
    List<Node> nodes = List.of(Node.of("🦊"), Node.of("～"), Node.of("b"), Node.of("a"));
    assertThat(placement(nodes).nodes())
        .extracting(Node::name)
        .containsExactly("a", "b", "～", "🦊");
  }

  @Test
  void answersWithinTheNodes() {
    for (int count : new int[] {1, 2, 3, 17, 100}) {
      Placement placement = placement(nodes(count));
      for (long hash : hashes(count)) {
        assertThat(placement.locate(hash)).isBetween(0, count - 1);
      }
      for (long hash : new long[] {0, -1, Long.MIN_VALUE, Long.MAX_VALUE}) {
        assertThat(placement.locate(hash)).isBetween(0, count - 1);
      }
    }
  }

  @Test
  void sharesAddUpAndAreWhatKeysGet() {
    Placement placement = placement(List.of(new Node("a", 1), new Node("b", 2), new Node("c", 5)));
    double[] shares = placement.shares();
    assertThat(shares).hasSize(3);
    assertThat(shares[0] + shares[1] + shares[2]).isCloseTo(1, offset(1e-12));
    // G-test over 40 seeds: the sum of 40 statistics with 2 degrees of freedom is chi-squared with
    // 80; its 1 - 1e-6
    // quantile is 149.4 (R: qchisq(1 - 1e-6, 80)). The seeds are fixed, so the outcome is too.
    double g = 0;
    for (int seed = 0; seed < 40; seed++) {
      int[] counts = new int[3];
      for (long hash : hashes(seed)) {
        counts[placement.locate(hash)]++;
      }
      for (int node = 0; node < 3; node++) {
        g += 2 * counts[node] * Math.log(counts[node] / (HASHES * shares[node]));
      }
    }
    assertThat(g).isLessThan(149.4);
  }

  @Test
  void sharesFollowWeights() {
    // Over 200 rings of other names: the mean share of the heavy node, whose expectation is 3/6.
    // With 160 points a unit
    // one share has a standard deviation below 0.03, the mean of 200 below 0.0022; 5 of those are
    // allowed.
    double sum = 0;
    for (int i = 0; i < 200; i++) {
      String prefix = "r" + i + "-";
      Placement placement =
          placement(
              List.of(
                  new Node(prefix + "a", 1), new Node(prefix + "b", 2), new Node(prefix + "c", 3)));
      sum += placement.shares()[2];
    }
    assertThat(sum / 200).isBetween(0.5 - 0.011, 0.5 + 0.011);
  }

  @Test
  void nodesOfWeightZeroGetNoKeys() {
    Placement placement = placement(List.of(Node.of("a"), new Node("b", 0), Node.of("c")));
    assertThat(placement.nodes()).hasSize(3);
    assertThat(placement.shares()[1]).isZero();
    int[] distinct = new int[3];
    for (long hash : hashes(2)) {
      assertThat(placement.locate(hash)).isNotEqualTo(1);
      assertThat(placement.locate(hash, distinct)).isEqualTo(2);
    }
  }

  @Test
  void withoutNodesNobodyGetsAKey() {
    for (List<Node> nodes : List.of(List.<Node>of(), List.of(new Node("a", 0)))) {
      Placement placement = placement(nodes);
      assertThat(placement.locate(42)).isEqualTo(Placement.NO_NODE);
      assertThat(placement.locate(42, new int[2])).isZero();
      assertThat(placement.locate("key")).isNull();
      assertThat(placement.shares()).isEqualTo(new double[nodes.size()]);
    }
  }

  @Test
  void findsDistinctNodesStartingWithTheKeysOwn() {
    Placement placement = placement(nodes(12));
    for (int wanted : new int[] {1, 2, 5, 12}) {
      int[] distinct = new int[wanted];
      for (long hash : hashes(wanted)) {
        assertThat(placement.locate(hash, distinct)).isEqualTo(wanted);
        assertThat(distinct[0]).isEqualTo(placement.locate(hash));
        assertThat(IntStream.of(distinct).distinct().count()).isEqualTo(wanted);
      }
    }
    assertThat(placement.locate(7, new int[20])).isEqualTo(12);
    assertThat(placement.locate(7, new int[0])).isZero();
  }

  @Test
  void theNextDistinctNodeIsTheOneThatTakesOver() {
    List<Node> nodes = nodes(8);
    Placement all = placement(nodes);
    int[] two = new int[2];
    for (int gone = 0; gone < nodes.size(); gone++) {
      List<Node> rest = new ArrayList<>(all.nodes());
      Node removed = rest.remove(gone);
      Placement fewer = placement(rest);
      for (long hash : hashes(gone)) {
        all.locate(hash, two);
        Node expected =
            all.nodes().get(two[0]).equals(removed)
                ? all.nodes().get(two[1])
                : all.nodes().get(two[0]);
        assertThat(fewer.nodes().get(fewer.locate(hash))).isEqualTo(expected);
      }
    }
  }

  @Test
  void refusesTwoNodesOfOneName() {
    assertThatThrownBy(() -> placement(List.of(Node.of("a"), new Node("a", 2))))
        .isInstanceOf(PlacementException.class)
        .hasMessageContaining("\"a\" twice");
  }
}

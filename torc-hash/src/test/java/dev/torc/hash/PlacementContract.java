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

  /** The placement after a node came. Those with a history answer with it. */
  Placement with(Placement placement, Node node) {
    List<Node> more = new ArrayList<>(placement.nodes());
    more.add(node);
    return placement(more);
  }

  /** The placement after a node went. */
  Placement without(Placement placement, String name) {
    List<Node> fewer = new ArrayList<>(placement.nodes());
    fewer.removeIf(node -> node.name().equals(name));
    return placement(fewer);
  }

  /**
   * The share of keys that a change of one of 20 nodes may move between nodes it does not concern:
   * 0 where minimal disruption is promised.
   */
  double needlessMovement() {
    return 0;
  }

  /** Whether a node's keys go to the next distinct one when it goes. */
  boolean nextDistinctTakesOver() {
    return true;
  }

  /**
   * How far the mean share of a node may be from its weight over 200 sets of names: five standard
   * deviations of that mean.
   */
  abstract double weightTolerance();

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
    double sum = 0;
    for (int i = 0; i < 200; i++) {
      String prefix = "r" + i + "-";
      Placement placement =
          placement(
              List.of(
                  new Node(prefix + "a", 1), new Node(prefix + "b", 2), new Node(prefix + "c", 3)));
      sum += placement.shares()[2];
    }
    assertThat(sum / 200).isCloseTo(0.5, offset(weightTolerance()));
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
  void theNextDistinctNodeTakesOverIfPromised() {
    if (!nextDistinctTakesOver()) {
      return;
    }
    Placement all = placement(nodes(8));
    int[] two = new int[2];
    for (Node removed : all.nodes()) {
      Placement fewer = without(all, removed.name());
      for (long hash : hashes(removed.name().hashCode())) {
        all.locate(hash, two);
        Node owner = all.nodes().get(two[0]);
        Node expected = owner.equals(removed) ? all.nodes().get(two[1]) : owner;
        assertThat(fewer.nodes().get(fewer.locate(hash))).isEqualTo(expected);
      }
    }
  }

  @Test
  void removingAnyNodeMovesItsKeysAndNoOthers() {
    Placement all = placement(nodes(20));
    long needless = 0;
    for (Node removed : all.nodes()) {
      Placement fewer = without(all, removed.name());
      assertThat(fewer.nodes()).hasSize(19).doesNotContain(removed);
      for (long hash : hashes(removed.name().hashCode())) {
        String before = ownerOf(all, hash);
        needless += before.equals(removed.name()) || before.equals(ownerOf(fewer, hash)) ? 0 : 1;
      }
    }
    assertNeedless(needless, 20);
  }

  @Test
  void aNewNodeTakesKeysAndNoOthersMove() {
    Placement all = placement(nodes(20));
    long needless = 0;
    long taken = 0;
    for (int i = 0; i < 20; i++) {
      Placement more = with(all, Node.of("new-" + i));
      assertThat(more.nodes()).hasSize(21);
      for (long hash : hashes(i)) {
        String after = ownerOf(more, hash);
        taken += after.equals("new-" + i) ? 1 : 0;
        needless += after.equals("new-" + i) || after.equals(ownerOf(all, hash)) ? 0 : 1;
      }
    }
    // On average a share of 1/21; with 16 points a node the mean of 20 shares varies by 0.0027.
    assertThat((double) taken / HASHES / 20).isCloseTo(1.0 / 21, offset(0.0135));
    assertNeedless(needless, 20);
  }

  private void assertNeedless(long keys, int changes) {
    double share = (double) keys / HASHES / changes;
    assertThat(share).isLessThanOrEqualTo(needlessMovement());
    // The promise is no looser than it must be.
    assertThat(share).isGreaterThanOrEqualTo(needlessMovement() / 4);
  }

  private static String ownerOf(Placement placement, long hash) {
    return placement.nodes().get(placement.locate(hash)).name();
  }

  @Test
  void takesManyNodes() {
    Placement placement = placement(nodes(500));
    assertThat(placement.nodes()).hasSize(500);
    boolean[] seen = new boolean[500];
    for (long hash : hashes(8)) {
      seen[placement.locate(hash)] = true;
    }
    // A node of a 500th of the keys is missed by all 20 000 with a probability below 1e-15.
    assertThat(seen).doesNotContain(false);
  }

  @Test
  void refusesTwoNodesOfOneName() {
    assertThatThrownBy(() -> placement(List.of(Node.of("a"), new Node("a", 2))))
        .isInstanceOf(PlacementException.class)
        .hasMessageContaining("\"a\" twice");
  }
}

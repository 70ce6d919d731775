package dev.torc.hash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Admissions that leave nodes out. A search without an end would not heed an interrupt. */
@Timeout(value = 60, threadMode = ThreadMode.SEPARATE_THREAD)
final class BoundedLoadExclusionTest {

  private static List<Node> weighted(int count) {
    return IntStream.range(0, count).mapToObj(i -> new Node("node-" + i, 1 + i % 3)).toList();
  }

  /** One by each rule, over 20 nodes: more than are looked at first. */
  static Stream<BoundedLoad> byEachRule() {
    List<Node> nodes = weighted(20);
    Ring ring = Ring.of(nodes);
    return Stream.of(
        BoundedLoad.of(ring, 0.01),
        BoundedLoad.haproxy(ring, nodes, 101),
        BoundedLoad.envoy(ring, nodes, 100));
  }

  private static int[] loads(BoundedLoad bounded, int count) {
    return IntStream.range(0, count).map(bounded::load).toArray();
  }

  /** Others are left out for each request: from none to all of them. */
  @Property(tries = 100)
  void noNodeIsLeftOutAndAdmittedToNorAboveItsBound(
      @ForAll @IntRange(min = 1, max = 20) int count,
      @ForAll @DoubleRange(min = 0.01, max = 2) double epsilon,
      @ForAll @IntRange(min = 1, max = 5) int hotKeys,
      @ForAll long seed) {
    for (Placement placement : List.of(Ring.of(weighted(count)), Jump.of(weighted(count)))) {
      int[] weights = placement.nodes().stream().mapToInt(Node::weight).toArray();
      BoundedLoad bounded = BoundedLoad.of(placement, epsilon);
      SplittableRandom random = new SplittableRandom(seed);
      Deque<Integer> underWay = new ArrayDeque<>();
      for (int request = 0; request < 300; request++) {
        if (random.nextInt(4) == 0 && !underWay.isEmpty()) {
          bounded.release(underWay.removeFirst());
          continue;
        }
        double leftOut = random.nextDouble();
        boolean[] usable = new boolean[count];
        double usableWeights = 0;
        for (int i = 0; i < count; i++) {
          usable[i] = random.nextDouble() >= leftOut;
          usableWeights += usable[i] ? weights[i] : 0;
        }
        int[] before = loads(bounded, count);
        int node = bounded.acquire(Mix.of(random.nextInt(hotKeys)), i -> usable[i]);
        if (node == Placement.NO_NODE) {
          assertThat(usableWeights).isZero();
          assertThat(loads(bounded, count)).isEqualTo(before);
        } else {
          underWay.addLast(node);
          assertThat(usable[node]).isTrue();
          assertThat((double) bounded.load(node))
              .isLessThanOrEqualTo(
                  Math.ceil((1 + epsilon) * underWay.size() * (weights[node] / usableWeights)));
        }
        assertThat(bounded.total()).isEqualTo(underWay.size());
      }
      underWay.forEach(bounded::release);
      assertThat(loads(bounded, count)).containsOnly(0);
    }
  }

  @Property(tries = 100)
  void leavingNothingOutChangesNothing(
      @ForAll @IntRange(min = 1, max = 20) int count, @ForAll long seed) {
    List<Node> nodes = weighted(count);
    Ring ring = Ring.of(nodes);
    List<List<BoundedLoad>> pairs =
        List.of(
            List.of(BoundedLoad.of(ring, 0.1), BoundedLoad.of(ring, 0.1)),
            List.of(BoundedLoad.haproxy(ring, nodes, 110), BoundedLoad.haproxy(ring, nodes, 110)),
            List.of(BoundedLoad.envoy(ring, nodes, 110), BoundedLoad.envoy(ring, nodes, 110)));
    for (List<BoundedLoad> pair : pairs) {
      SplittableRandom random = new SplittableRandom(seed);
      for (int request = 0; request < 100; request++) {
        long hash = Mix.of(random.nextInt(3));
        assertThat(pair.get(0).acquire(hash, node -> true)).isEqualTo(pair.get(1).acquire(hash));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("byEachRule")
  void theOnlyUsableNodeTakesWhateverComes(BoundedLoad bounded) {
    for (int only = 0; only < 20; only++) {
      int one = only;
      for (int i = 1; i <= 300; i++) {
        assertThat(bounded.acquire(Mix.of(i), node -> node == one)).isEqualTo(one);
        assertThat(bounded.load(one)).isEqualTo(i);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("byEachRule")
  void withoutAUsableNodeNothingIsCounted(BoundedLoad bounded) {
    int node = bounded.acquire(1);
    assertThat(bounded.acquire(1, any -> false)).isEqualTo(Placement.NO_NODE);
    assertThat(bounded.total()).isEqualTo(1);
    assertThat(Arrays.stream(loads(bounded, 20)).sum()).isEqualTo(1);
    assertThat(bounded.load(node)).isEqualTo(1);
  }

  @ParameterizedTest
  @MethodSource("byEachRule")
  void aQuestionThatFailsCountsNothing(BoundedLoad bounded) {
    IntPredicate failing =
        node -> {
          throw new UnsupportedOperationException("node " + node);
        };
    assertThatThrownBy(() -> bounded.acquire(1, failing))
        .isInstanceOf(UnsupportedOperationException.class);
    assertThat(bounded.total()).isZero();
  }

  @Test
  void aNodeWithoutAWeightIsNotAskedAbout() {
    Ring ring = Ring.of(List.of(Node.of("a"), new Node("b", 0)));
    BoundedLoad bounded = BoundedLoad.of(ring, 1);
    assertThat(bounded.acquire(1, node -> node == 1)).isEqualTo(Placement.NO_NODE);
    assertThat(BoundedLoad.of(Ring.of(List.of()), 1).acquire(1, node -> true))
        .isEqualTo(Placement.NO_NODE);
  }

  @Test
  void whatItsNodeCannotTakeGoesToTheNextUsableOne() {
    Ring ring = Ring.of(PlacementContract.nodes(5));
    BoundedLoad bounded = BoundedLoad.of(ring, 0.01);
    long hash = 7;
    int[] order = new int[5];
    ring.locate(hash, order);
    IntPredicate usable = node -> node != order[0] && node != order[2];
    // While ⌈1.01 × m / 5⌉ is 1, and then by ⌈1.01 × m / 3⌉, which is 2.
    for (int expected : new int[] {order[1], order[3], order[4], order[1]}) {
      assertThat(bounded.acquire(hash, usable)).isEqualTo(expected);
    }
  }

  /** Two of four, and requests of one key: when both are full, the less full one takes the next. */
  @Test
  void envoysLeastFullOneIsAUsableOne() {
    List<Node> given = PlacementContract.nodes(4);
    Maglev maglev = Maglev.envoy(given, 101);
    BoundedLoad bounded = BoundedLoad.envoy(maglev, given, 100);
    long hash = 9;
    int own = maglev.locate(hash);
    int[] others =
        Arrays.stream(new EnvoyLoadRule(maglev, given, 100).candidates(maglev, hash, 4))
            .filter(node -> node != own)
            .toArray();
    for (int i = 0; i < 40; i++) {
      assertThat(bounded.acquire(hash, node -> node == others[1] || node == others[2]))
          .isIn(others[1], others[2]);
    }
    assertThat(bounded.load(others[1])).isBetween(19, 21);
    assertThat(bounded.load(others[2])).isBetween(19, 21);
  }

  /** Counters that say every node is full: it looks on until the last node is ejected. */
  @Test
  void theSearchEndsWhenTheLastUsableNodeGoes() {
    LoadCounters counters = LoadCounters.of(3);
    for (int node = 0; node < 3; node++) {
      counters.compareAndExchange(node, 0, Integer.MAX_VALUE);
    }
    BoundedLoad bounded = BoundedLoad.of(Ring.of(PlacementContract.nodes(3)), 0.25, counters);
    AtomicInteger asked = new AtomicInteger();
    assertThat(bounded.acquire(1, node -> asked.incrementAndGet() < 1000))
        .isEqualTo(Placement.NO_NODE);
    assertThat(asked).hasValueBetween(1000, 1003);
    assertThat(counters.total()).isZero();
  }
}

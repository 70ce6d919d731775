package dev.torc.hash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class BoundedLoadTest {

  private static List<Node> weighted(int count) {
    List<Node> nodes = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      nodes.add(new Node("node-" + i, 1 + i % 3));
    }
    return nodes;
  }

  /** The bound of the paper at each admission, with few hot keys and requests that come and go. */
  @Property(tries = 100)
  void noNodeIsAboveItsBoundWhenItAdmits(
      @ForAll @IntRange(min = 1, max = 20) int count,
      @ForAll @DoubleRange(min = 0.01, max = 2) double epsilon,
      @ForAll @IntRange(min = 1, max = 5) int hotKeys,
      @ForAll long seed) {
    for (Placement placement : List.of(Ring.of(weighted(count)), Jump.of(weighted(count)))) {
      BoundedLoad bounded = BoundedLoad.of(placement, epsilon);
      SplittableRandom random = new SplittableRandom(seed);
      Deque<Integer> underWay = new ArrayDeque<>();
      double weights = placement.nodes().stream().mapToInt(Node::weight).sum();
      for (int request = 0; request < 300; request++) {
        if (random.nextInt(4) == 0 && !underWay.isEmpty()) {
          bounded.release(underWay.removeFirst());
          continue;
        }
        int node = bounded.acquire(Mix.of(random.nextInt(hotKeys)));
        underWay.addLast(node);
        double part = placement.nodes().get(node).weight() / weights;
        assertThat((double) bounded.load(node))
            .isLessThanOrEqualTo(Math.ceil((1 + epsilon) * underWay.size() * part));
      }
      assertThat(bounded.total()).isEqualTo(underWay.size());
      underWay.forEach(bounded::release);
      for (int i = 0; i < count; i++) {
        assertThat(bounded.load(i)).isZero();
      }
      assertThat(bounded.total()).isZero();
    }
  }

  @Test
  void aKeyStaysOnItsNodeWhileThatHasRoom() {
    Ring ring = Ring.of(PlacementContract.nodes(10));
    BoundedLoad bounded = BoundedLoad.of(ring, 0.25);
    int moved = 0;
    for (long hash : PlacementContract.hashes(1)) {
      moved += bounded.acquire(hash) == ring.locate(hash) ? 0 : 1;
    }
    // Shares are within a quarter of the average nearly everywhere.
    assertThat(moved).isLessThan(PlacementContract.hashes(1).length / 20);
  }

  @Test
  void whatDoesNotFitGoesToTheNodeThatTakesOver() {
    Ring ring = Ring.of(PlacementContract.nodes(5));
    BoundedLoad bounded = BoundedLoad.of(ring, 0.01);
    long hash = 7;
    int[] distinct = new int[5];
    ring.locate(hash, distinct);
    // Up to four requests, ⌈1.01 × m / 5⌉ is 1.
    for (int i = 0; i < 4; i++) {
      assertThat(bounded.acquire(hash)).isEqualTo(distinct[i]);
    }
    // With the fifth it is 2, and there is room again where the key belongs.
    assertThat(bounded.acquire(hash)).isEqualTo(distinct[0]);
  }

  /** Requests of many keys, ten under way for each node: how many bounds are looked at for one. */
  @ParameterizedTest
  @ValueSource(ints = {10, 100, 1000})
  void admissionsLookAtFewNodesHoweverManyThereAre(int count) {
    Ring ring = Ring.of(PlacementContract.nodes(count));
    LoadRule rule = new ProportionalLoadRule(ring, 0.25);
    AtomicLong looks = new AtomicLong();
    BoundedLoad bounded =
        new BoundedLoad(
            ring,
            new LoadRule() {
              @Override
              public long capacity(int node, long underWay) {
                looks.incrementAndGet();
                return rule.capacity(node, underWay);
              }

              @Override
              public int[] weights() {
                return rule.weights();
              }

              @Override
              public LoadRule withWeights(int[] weights) {
                return rule.withWeights(weights);
              }
            });
    SplittableRandom random = new SplittableRandom(count);
    Deque<Integer> underWay = new ArrayDeque<>();
    int admissions = 40 * count;
    for (int i = 0; i < admissions; i++) {
      underWay.addLast(bounded.acquire(random.nextLong()));
      if (underWay.size() > 10 * count) {
        bounded.release(underWay.removeFirst());
      }
    }
    // Measured: 1.28, 1.33 and 1.35.
    assertThat((double) looks.get() / admissions).isBetween(1.0, 1.6);
  }

  @Test
  void countsOnlyWhatIsUnderWay() {
    BoundedLoad bounded = BoundedLoad.of(Ring.of(PlacementContract.nodes(2)), 1);
    assertThatThrownBy(() -> bounded.release(0))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("no request under way");
    assertThat(bounded.total()).isZero();
    BoundedLoad none = BoundedLoad.of(Ring.of(List.of(new Node("a", 0))), 1);
    assertThat(none.acquire(1)).isEqualTo(Placement.NO_NODE);
    assertThat(none.total()).isZero();
  }

  /** One node of 41 has nearly all of the weight, so that ketama gives no points to the others. */
  @Test
  @Timeout(value = 60, threadMode = ThreadMode.SEPARATE_THREAD)
  void noAdmissionWaitsForRoomOnNodesWithoutPoints() {
    List<Node> nodes = weighted(40);
    nodes.add(new Node("heavy", 10_000));
    Ring ring = Ring.of(nodes, Dialect.twemproxy(MemcachedHash.FNV1A_64));
    BoundedLoad bounded = BoundedLoad.of(ring, 0.001);
    for (int i = 0; i < 2000; i++) {
      assertThat(ring.nodes().get(bounded.acquire(Mix.of(i))).name()).isEqualTo("heavy");
    }
  }

  @Test
  void threadsLoseNoCountAndKeepTheBound() throws Exception {
    int threads = 8;
    int each = 20_000;
    Ring ring = Ring.of(PlacementContract.nodes(4));
    BoundedLoad bounded = BoundedLoad.of(ring, 0.5);
    CountDownLatch start = new CountDownLatch(1);
    List<Future<Integer>> runs = new ArrayList<>();
    ExecutorService executor = Executors.newFixedThreadPool(threads);
    try {
      for (int thread = 0; thread < threads; thread++) {
        long seed = thread;
        runs.add(
            executor.submit(() -> {
              start.await();
              SplittableRandom random = new SplittableRandom(seed);
              int highest = 0;
              for (int i = 0; i < each; i++) {
                int node = bounded.acquire(Mix.of(random.nextInt(2)));
                highest = Math.max(highest, bounded.load(node));
                bounded.release(node);
              }
              return highest;
            }));
      }
      start.countDown();
      for (Future<Integer> run : runs) {
        // With at most 8 under way a node of a quarter takes no more than 1.5 × 8 / 4.
        assertThat(run.get()).isBetween(1, 3);
      }
    } finally {
      executor.shutdownNow();
    }
    assertThat(bounded.total()).isZero();
    for (int i = 0; i < 4; i++) {
      assertThat(bounded.load(i)).isZero();
    }
  }

  /** From the C of lb_chash.c by hand: 3 servers of weights 1, 2 and 1, factor 150. */
  @Test
  void dealsSlotsOutAsHaproxyDoes() {
    List<Node> given = List.of(new Node("s1", 1), new Node("s2", 2), new Node("s3", 1));
    Ring ring =
        Ring.of(
            given,
            Dialect.haproxy(HaproxyHash.DEFAULT, java.util.Map.of("s1", 1, "s2", 2, "s3", 3)));
    HaproxyLoadRule rule = new HaproxyLoadRule(ring, given, 150);
    // 5 under way: ceil(7.5) = 8 slots, two for each unit of weight.
    assertThat(new long[] {rule.capacity(0, 5), rule.capacity(1, 5), rule.capacity(2, 5)})
        .containsExactly(2, 4, 2);
    // 6: 9 slots; the ninth goes where the running sum of weights × 1 / 4 reaches 1: to the last.
    assertThat(new long[] {rule.capacity(0, 6), rule.capacity(1, 6), rule.capacity(2, 6)})
        .containsExactly(2, 4, 3);
    // 7: 11 slots, a remainder of 3: 0, 2 and 1 of them.
    assertThat(new long[] {rule.capacity(0, 7), rule.capacity(1, 7), rule.capacity(2, 7)})
        .containsExactly(2, 6, 3);
    // 1: two slots for four units of weight, but one each at least.
    assertThat(new long[] {rule.capacity(0, 1), rule.capacity(1, 1), rule.capacity(2, 1)})
        .containsExactly(1, 1, 1);
    // Without s1 the weights are 2 and 1. 6: 9 slots, three a unit. 5: 8, two a unit and one more
    // each.
    LoadRule others = Objects.requireNonNull(rule.among(node -> node != 0));
    assertThat(new long[] {others.capacity(0, 6), others.capacity(1, 6), others.capacity(2, 6)})
        .containsExactly(0, 6, 3);
    assertThat(new long[] {others.capacity(0, 5), others.capacity(1, 5), others.capacity(2, 5)})
        .containsExactly(0, 5, 3);
    BoundedLoad bounded = BoundedLoad.haproxy(ring, given, 150);
    for (int i = 0; i < 100; i++) {
      int node = bounded.acquire(42);
      assertThat((long) bounded.load(node)).isLessThanOrEqualTo(rule.capacity(node, i + 1));
    }
    assertThatThrownBy(() -> BoundedLoad.haproxy(ring, given, 100))
        .hasMessage("balanceFactor: 100 (expected: per cent, above 100)");
    assertThatThrownBy(() -> BoundedLoad.haproxy(ring, given.subList(0, 2), 150))
        .hasMessageContaining("given: 2 nodes (expected: the 3 of the placement)");
  }

  /** The known first number of std::mt19937, and the ten thousandth, which C++ prescribes. */
  @Test
  void drawsAsCPlusPlusDoes() {
    MersenneTwister random = new MersenneTwister(5489);
    assertThat(Integer.toUnsignedLong(random.nextInt())).isEqualTo(3_499_211_612L);
    for (int i = 2; i < 10_000; i++) {
      random.nextInt();
    }
    assertThat(Integer.toUnsignedLong(random.nextInt())).isEqualTo(4_123_659_995L);
  }

  @Test
  void overflowsAsEnvoyDoes() {
    List<Node> given = PlacementContract.nodes(4);
    Maglev maglev = Maglev.envoy(given, 101);
    BoundedLoad bounded = BoundedLoad.envoy(maglev, given, 100);
    long hash = 9;
    int own = maglev.locate(hash);
    // One slot each; Envoy compares before it counts, so the second one still goes to its own.
    assertThat(bounded.acquire(hash)).isEqualTo(own);
    assertThat(bounded.acquire(hash)).isEqualTo(own);
    int[] order = new EnvoyLoadRule(maglev, given, 100).candidates(maglev, hash, 4);
    int[] others = java.util.Arrays.stream(order).filter(node -> node != own).toArray();
    assertThat(others).hasSize(3);
    assertThat(bounded.acquire(hash)).isEqualTo(others[0]);
    assertThat(bounded.acquire(hash)).isEqualTo(others[0]);
    assertThat(bounded.load(own)).isEqualTo(2);
    assertThatThrownBy(() -> BoundedLoad.envoy(maglev, given, 99))
        .hasMessage("balanceFactor: 99 (expected: per cent, at least 100)");
  }

  @Test
  void refusesBoundsThatAreNone() {
    for (double epsilon : new double[] {0, -1, Double.NaN, Double.POSITIVE_INFINITY}) {
      assertThatThrownBy(() -> BoundedLoad.of(Ring.of(PlacementContract.nodes(2)), epsilon))
          .isInstanceOf(PlacementException.class)
          .hasMessage("epsilon: " + epsilon + " (expected: a number above 0)");
    }
  }
}

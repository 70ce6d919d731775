package dev.torc.hash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

final class LoadCountersTest {

  /** The counters of some nodes: {@code indexes} says where each is in those of all. */
  private record Part(LoadCounters all, List<Integer> indexes) implements LoadCounters {
    @Override
    public int load(int node) {
      return all.load(indexes.get(node));
    }

    @Override
    public int compareAndExchange(int node, int expected, int next) {
      return all.compareAndExchange(indexes.get(node), expected, next);
    }

    @Override
    public long total() {
      return all.total();
    }

    @Override
    public long addToTotal(long delta) {
      return all.addToTotal(delta);
    }
  }

  private static List<Node> named(String... names) {
    return List.of(names).stream().map(Node::of).toList();
  }

  @Test
  void exchangeAsAtomicIntegersDo() {
    LoadCounters counters = LoadCounters.of(2);
    assertThat(counters.compareAndExchange(1, 0, 3)).isZero();
    assertThat(counters.compareAndExchange(1, 0, 5)).isEqualTo(3);
    assertThat(counters.load(1)).isEqualTo(3);
    assertThat(counters.load(0)).isZero();
    assertThat(counters.addToTotal(3)).isEqualTo(3);
    assertThat(counters.addToTotal(-1)).isEqualTo(2);
    assertThat(counters.total()).isEqualTo(2);
    assertThatThrownBy(() -> LoadCounters.of(-1))
        .isInstanceOf(PlacementException.class)
        .hasMessage("nodes: -1 (expected: 0 or more)");
  }

  /** A node in front of the others moves their indexes by one. */
  @Test
  void whatIsUnderWayCountsInTheNextPlacement() {
    LoadCounters all = LoadCounters.of(4);
    Ring ring = Ring.of(named("b", "c", "d"));
    BoundedLoad before = BoundedLoad.of(ring, 0.01, new Part(all, List.of(1, 2, 3)));
    long hash = 7;
    int first = before.acquire(hash);
    int second = before.acquire(hash);
    assertThat(second).isNotEqualTo(first);

    BoundedLoad after = BoundedLoad.of(ring.add(Node.of("a")), 0.01, all);
    assertThat(after.total()).isEqualTo(2);
    assertThat(after.load(first + 1)).isEqualTo(1);
    assertThat(after.load(second + 1)).isEqualTo(1);
    // ⌈1.01 × 3 / 4⌉ is 1, so it is for one of the other two.
    int third = after.acquire(hash);
    assertThat(third).isNotIn(first + 1, second + 1);
    assertThat(before.total()).isEqualTo(3);

    after.release(first + 1);
    assertThat(before.load(first)).isZero();
    assertThatThrownBy(() -> before.release(first)).isInstanceOf(IllegalStateException.class);
    before.release(second);
    after.release(third);
    assertThat(all.total()).isZero();
  }

  @Test
  void threadsInTwoPlacementsLoseNoCount() throws Exception {
    LoadCounters all = LoadCounters.of(4);
    List<BoundedLoad> both =
        List.of(
            BoundedLoad.of(Ring.of(named("b", "c", "d")), 0.25, new Part(all, List.of(1, 2, 3))),
            BoundedLoad.of(Ring.of(named("a", "b", "c", "d")), 0.25, all));
    ExecutorService executor = Executors.newFixedThreadPool(8);
    try {
      List<Future<?>> runs = new ArrayList<>();
      for (int thread = 0; thread < 8; thread++) {
        SplittableRandom random = new SplittableRandom(thread);
        runs.add(
            executor.submit(() -> {
              for (int i = 0; i < 10_000; i++) {
                serve(both, random);
              }
            }));
      }
      for (Future<?> run : runs) {
        run.get();
      }
    } finally {
      executor.shutdownNow();
    }
    assertThat(all.total()).isZero();
    for (int node = 0; node < 4; node++) {
      assertThat(all.load(node)).isZero();
    }
  }

  /** Admits by either, at times without a node, and releases by either. */
  private static void serve(List<BoundedLoad> both, SplittableRandom random) {
    int one = random.nextInt(2);
    long hash = Mix.of(random.nextInt(3));
    int leftOut = random.nextInt(6);
    int node = both.get(one).acquire(hash, candidate -> candidate != leftOut);
    // The first knows the nodes of the second but for the one in front of them.
    int inSecond = one == 0 ? node + 1 : node;
    int other = inSecond == 0 ? 1 : random.nextInt(2);
    both.get(other).release(other == 0 ? inSecond - 1 : inSecond);
  }
}

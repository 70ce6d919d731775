package dev.torc.routing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Draws by weight: of backends, and of indexes. */
final class WeightTest {
  private static final int DRAWS = 100_000;

  /**
   * How far from its share a count may be: five standard deviations, which one of a million counts
   * exceeds. Seeds are fixed, so that a run is like any other.
   */
  static double tolerance(double share, int draws) {
    return 5 * Math.sqrt(draws * share * (1 - share));
  }

  static void assertShares(int[] weights, int[] counts) {
    double total = IntStream.of(weights).asDoubleStream().sum();
    int draws = IntStream.of(counts).sum();
    for (int i = 0; i < weights.length; i++) {
      double share = weights[i] / total;
      assertThat(Math.abs(counts[i] - draws * share))
          .as("index %d of weight %d: %d of %d draws", i, weights[i], counts[i], draws)
          .isLessThanOrEqualTo(tolerance(share, draws));
    }
  }

  /** Gives the numbers of a list, in order. */
  private static Randomness scripted(long... numbers) {
    AtomicInteger next = new AtomicInteger();
    return () -> numbers[next.getAndIncrement()];
  }

  private static int[] drawn(int[] weights, long seed) {
    WeightedDraw draw = new WeightedDraw(weights, Lab.seeded(seed));
    int[] counts = new int[weights.length];
    for (int i = 0; i < DRAWS; i++) {
      counts[draw.next()]++;
    }
    return counts;
  }

  @Test
  void drawsInSharesOfTheWeights() {
    for (int[] weights :
        new int[][] {
          {1}, {1, 1}, {5, 1, 1}, {0, 3, 0, 0, 1, 0}, {90, 9, 1}, {1, 1000, 1}, {7, 7, 7, 7, 7}
        }) {
      for (long seed = 1; seed <= 5; seed++) {
        assertShares(weights, drawn(weights, seed));
      }
    }
  }

  @Test
  void sumsDoNotOverflow() {
    int[] weights = IntStream.range(0, 3000).map(i -> BackendRef.MAX_WEIGHT).toArray();
    WeightedDraw draw = new WeightedDraw(weights, scripted(0, -1L));
    assertThat(draw.next()).isZero();
    assertThat(draw.next()).isEqualTo(2999);
  }

  @Test
  void theEndsOfTheRangeAreTheEndsOfTheWeights() {
    for (int[] weights : new int[][] {{1, 0}, {0, 1}, {0, 1, 0}, {0, 0, 2, 0, 3, 0}}) {
      WeightedDraw draw = new WeightedDraw(weights, scripted(0, -1L));
      assertThat(weights[draw.next()]).isPositive();
      assertThat(weights[draw.next()]).isPositive();
    }
    assertThat(new WeightedDraw(new int[] {}, scripted()).isEmpty()).isTrue();
    assertThat(new WeightedDraw(new int[] {0, 0}, scripted()).isEmpty()).isTrue();
    assertThat(new WeightedDraw(new int[] {0, 1}, scripted()).isEmpty()).isFalse();
  }

  @Test
  void randomNumbersStayBelowTheirBound() {
    for (long bound : new long[] {1, 2, 3, 1000, (1L << 61) + 1}) {
      assertThat(scripted(0).nextBelow(bound)).isZero();
      assertThat(scripted(-1L).nextBelow(bound)).isEqualTo(bound - 1);
      assertThat(scripted(Long.MIN_VALUE).nextBelow(bound)).isEqualTo(bound / 2);
    }
  }

  private static Map<String, Integer> backends(int... weights) {
    List<BackendRef> refs = new ArrayList<>();
    for (int weight : weights) {
      refs.add(new BackendRef(new Service.Static("b" + refs.size()), 80, weight));
    }
    Route route = Route.of("r", "web", RouteRule.to(refs.toArray(BackendRef[]::new)));
    Router router = new Lab(RoutingConfig.of(List.of(route), List.of())).router;
    Map<String, Integer> counts = new HashMap<>();
    for (int i = 0; i < DRAWS; i++) {
      counts.merge(String.valueOf(router.route(Lab.get("http://web/")).backend()), 1, Integer::sum);
    }
    return counts;
  }

  @Test
  void backendsAreDrawnInSharesOfTheirWeights() {
    for (int[] weights :
        new int[][] {{1, 1}, {9, 1}, {0, 1, 0, 2, 0}, {1_000_000, 1_000_000, 1}, {0, 1}}) {
      Map<String, Integer> counts = backends(weights);
      int[] byIndex =
          IntStream.range(0, weights.length)
              .map(i -> counts.getOrDefault("b" + i + ":80", 0))
              .toArray();
      assertShares(weights, byIndex);
    }
  }

  @Test
  void aReferenceWithoutAPortTakesThatOfTheRequest() {
    BackendRef ref = new BackendRef(new Service.Static("b"), null, 1);
    Route route = Route.of("r", "web", RouteRule.to(ref));
    Router router = new Lab(RoutingConfig.of(List.of(route), List.of())).router;
    assertThat(router.route(Lab.get("http://web/")).backend()).hasToString("b:80");
    assertThat(router.route(Lab.get("https://web/")).backend()).hasToString("b:443");
    assertThat(router.route(Lab.get("http://web:8080/")).backend()).hasToString("b:8080");
  }
}

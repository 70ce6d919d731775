package dev.torc.routing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The policies that draw: Random and LeastRequest. */
final class RandomPoliciesTest {
  private static final int REQUESTS = 50_000;
  private static final LoadBalancer RANDOM = new LoadBalancer.Random();
  private static final LoadBalancer LEAST = new LoadBalancer.LeastRequest();

  private static Endpoint[] weighted(int... weights) {
    return IntStream.range(0, weights.length)
        .mapToObj(i -> Lab.weighted(i, weights[i]))
        .toArray(Endpoint[]::new);
  }

  private static int[] counts(Lab lab, int endpoints) {
    List<String> addresses = IntStream.range(0, endpoints).mapToObj(Lab::address).toList();
    int[] counts = new int[endpoints];
    RequestView request = Lab.user(1);
    for (int i = 0; i < REQUESTS; i++) {
      counts[addresses.indexOf(lab.where(request))]++;
    }
    return counts;
  }

  @Test
  void randomFollowsTheWeights() {
    for (int[] weights : new int[][] {{1, 1, 1}, {5, 1, 1}, {0, 7, 0, 1}, {1000, 1}}) {
      WeightTest.assertShares(weights, counts(Lab.of(RANDOM, weighted(weights)), weights.length));
    }
  }

  /** After ten draws in vain any usable one was taken, the neighbour of a heavy one most often. */
  @Test
  void theNeighbourOfADrainedEndpointGotItsShare() {
    for (LoadBalancer lb : new LoadBalancer[] {RANDOM, LEAST}) {
      List<Endpoint> endpoints = new ArrayList<>(List.of(weighted(0, 1, 2, 1)));
      endpoints.set(0, new Endpoint(Lab.endpoint(0).address(), 1000, null, true));
      Lab lab = Lab.of(lb, endpoints.toArray(Endpoint[]::new));
      WeightTest.assertShares(new int[] {0, 1, 2, 1}, counts(lab, 4));
    }
  }

  @Test
  void leastRequestFollowsTheWeightsWhenNobodyIsBusy() {
    WeightTest.assertShares(new int[] {3, 1, 0}, counts(Lab.of(LEAST, weighted(3, 1, 0)), 3));
  }

  /** Of two it draws the same one twice in a quarter of the cases: so the idle one has 3 in 4. */
  @Test
  void leastRequestPrefersTheLessBusy() {
    Lab lab = Lab.of(LEAST, Lab.endpoints(2));
    Attempt busy = lab.begin(Lab.user(1));
    int[] counts = counts(lab, 2);
    int busyOne = busy.endpoint().equals(Lab.endpoint(0)) ? 0 : 1;
    int[] weights = {3, 3};
    weights[busyOne] = 1;
    WeightTest.assertShares(weights, counts);
    busy.report(Outcome.CANCELLED);
    WeightTest.assertShares(new int[] {1, 1}, counts(lab, 2));
  }

  @Test
  void leastRequestKeepsLoadsNearTheWeights() {
    int[] weights = {1, 2, 3, 4};
    Lab lab = Lab.of(LEAST, weighted(weights));
    List<Attempt> underWay = new ArrayList<>();
    for (int i = 0; i < 1000; i++) {
      underWay.add(lab.begin(Lab.user(i)));
    }
    List<Integer> active = lab.active();
    for (int i = 0; i < weights.length; i++) {
      // Two choices keep the fullest within a few requests of the mean for its weight, where one
      // choice would stray by 30.
      assertThat(active.get(i)).isBetween(weights[i] * 100 - 15, weights[i] * 100 + 15);
    }
    underWay.forEach(attempt -> attempt.report(Outcome.CANCELLED));
    assertThat(lab.active()).containsOnly(0);
  }

  @Test
  void repetitionsDrawAmongTheUntriedByWeight() {
    Backend backend = Backend.of(Lab.WEB, RANDOM, weighted(1000, 1, 1));
    Lab lab = new Lab(Lab.retrying(backend, new Retry(List.of(503), 3, java.time.Duration.ZERO)));
    int[] seconds = new int[3];
    int firstWasHeavy = 0;
    for (int i = 0; i < 10_000; i++) {
      Selection selection = lab.router.select(Lab.user(i));
      Attempt first = Lab.next(selection);
      first.report(Outcome.NOT_SENT);
      if (!first.endpoint().equals(Lab.weighted(0, 1000))) {
        continue;
      }
      firstWasHeavy++;
      assertThat(selection.retry(Outcome.NOT_SENT, false, null)).isNotNull();
      Attempt second = Lab.next(selection);
      second.report(Outcome.CANCELLED);
      seconds[
          Arrays.asList(Lab.address(0), Lab.address(1), Lab.address(2))
              .indexOf(second.endpoint().address().toString())]++;
    }
    assertThat(firstWasHeavy).isGreaterThan(9000);
    WeightTest.assertShares(new int[] {0, 1, 1}, seconds);
  }
}

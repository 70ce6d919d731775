package dev.torc.routing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** Hashing with a bound on the requests under way. */
final class BoundTest {

  private static LoadBalancer bounded(int policy, double factor) {
    List<HashParam> params = List.of(Lab.BY_USER);
    LoadBound bound = new LoadBound(factor);
    return switch (policy) {
      case 0 -> new LoadBalancer.RingHash(null, null, null, null, params, bound);
      case 1 -> new LoadBalancer.RingHash(1024, null, null, null, params, bound);
      case 2 -> new LoadBalancer.Maglev(1009, params, bound);
      default -> new LoadBalancer.Rendezvous(params, bound);
    };
  }

  private static Endpoint[] weighted(int from, int to) {
    return IntStream.range(from, to)
        .mapToObj(i -> Lab.weighted(i, 1 + i % 3))
        .toArray(Endpoint[]::new);
  }

  /** Of requests to few keys, so that most endpoints are full; half way the endpoints change. */
  @Property(tries = 100)
  void noEndpointIsAdmittedToAboveItsShareTimesTheFactor(
      @ForAll @IntRange(min = 0, max = 3) int policy,
      @ForAll @DoubleRange(min = 1.01, max = 3) double factor,
      @ForAll @IntRange(min = 1, max = 12) int endpoints,
      @ForAll @IntRange(min = 1, max = 5) int keys,
      @ForAll long seed) {
    LoadBalancer lb = bounded(policy, factor);
    Lab lab = Lab.of(lb, weighted(0, endpoints));
    SplittableRandom random = new SplittableRandom(seed);
    List<Attempt> underWay = new ArrayList<>();
    for (int step = 0; step < 300; step++) {
      if (step == 150) {
        // One goes, if that leaves one, and two come: what the one had still counts in the total.
        lab.router.update(
            Lab.config(Backend.of(Lab.WEB, lb, weighted(endpoints > 1 ? 1 : 0, endpoints + 2))));
      }
      if (random.nextInt(3) == 0 && !underWay.isEmpty()) {
        underWay.remove(random.nextInt(underWay.size())).report(Outcome.responded(200));
        continue;
      }
      Attempt attempt = lab.begin(Lab.user(random.nextInt(keys)));
      underWay.add(attempt);
      List<EndpointStatus> statuses = lab.router.endpoints(Lab.WEB);
      double weights = statuses.stream().mapToInt(s -> s.endpoint().weight()).sum();
      EndpointStatus own =
          statuses.stream()
              .filter(status -> status.endpoint().equals(attempt.endpoint()))
              .findFirst()
              .orElseThrow();
      double most =
          Math.ceil(factor * underWay.size() * (own.endpoint().weight() / weights) + 1e-9);
      assertThat((double) own.active()).isLessThanOrEqualTo(most);
    }
    underWay.forEach(attempt -> attempt.report(Outcome.CANCELLED));
    assertThat(lab.active()).containsOnly(0);
  }

  @Test
  void withRoomTheKeysEndpointIsTaken() {
    Lab plain = Lab.of(LoadBalancer.RingHash.of(Lab.BY_USER), Lab.endpoints(5));
    Lab bounded = Lab.of(bounded(0, 1.25), Lab.endpoints(5));
    for (int i = 0; i < 500; i++) {
      assertThat(bounded.where(Lab.user(i))).isEqualTo(plain.where(Lab.user(i)));
    }
  }

  @Test
  void aHotKeyOverflowsToTheNextOfItsOrder() {
    Lab lab = Lab.of(bounded(0, 1.25), Lab.endpoints(4));
    List<Attempt> underWay = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      underWay.add(lab.begin(Lab.user("hot")));
    }
    // A quarter above 25 is 31.25, and the last of its order has what is left.
    List<Integer> loads = lab.active().stream().sorted().toList();
    assertThat(loads.get(0)).isLessThan(10);
    assertThat(loads.subList(1, 4)).allSatisfy(load -> assertThat(load).isBetween(30, 32));
    assertThat(lab.active().get(List.of(Lab.endpoints(4)).indexOf(underWay.get(0).endpoint())))
        .isEqualTo(32);
    underWay.forEach(attempt -> attempt.report(Outcome.CANCELLED));
    assertThat(lab.active()).containsOnly(0);
  }

  @Test
  void requestsCountedByAnotherPolicyAreInTheBound() {
    Lab lab = Lab.of(new LoadBalancer.RoundRobin(), Lab.endpoints(2));
    List<Attempt> underWay = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      underWay.add(lab.begin(Lab.user(i)));
    }
    lab.router.update(Lab.config(Backend.of(Lab.WEB, bounded(0, 1.01), Lab.endpoints(2))));
    for (int i = 0; i < 20; i++) {
      underWay.add(lab.begin(Lab.user("hot")));
    }
    assertThat(lab.active()).allSatisfy(active -> assertThat(active).isBetween(19, 21));
    underWay.forEach(attempt -> attempt.report(Outcome.CANCELLED));
    assertThat(lab.active()).containsOnly(0);
  }
}

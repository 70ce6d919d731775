package dev.torc.routing;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Endpoints that fail are left out for a while. */
final class OutlierTest {
  private static final Outcome FAILURE = Outcome.responded(500);
  private static final Outcome SUCCESS = Outcome.responded(200);
  private static final LoadBalancer RING = LoadBalancer.RingHash.of(Lab.BY_USER);
  private static final LoadBalancer TURNS = new LoadBalancer.RoundRobin();

  /** Five failures, 30 s, 5 min at most, half of the endpoints. */
  private static final OutlierDetection RULE = rule(5, 50);

  private static OutlierDetection rule(int failures, int percent) {
    return new OutlierDetection(failures, Duration.ofSeconds(30), Duration.ofMinutes(5), percent);
  }

  private static Backend backend(LoadBalancer lb, OutlierDetection rule, int endpoints) {
    return new Backend(Lab.WEB, lb, rule, List.of(Lab.endpoints(endpoints)));
  }

  private static Lab lab(LoadBalancer lb, OutlierDetection rule, int endpoints) {
    return new Lab(Lab.config(backend(lb, rule, endpoints)));
  }

  /** A user whose requests belong to an endpoint. */
  private static RequestView userOf(Lab lab, String address) {
    return IntStream.range(0, 10_000)
        .mapToObj(Lab::user)
        .filter(request -> lab.where(request).equals(address))
        .findFirst()
        .orElseThrow();
  }

  /** Sends a request that belongs to the endpoint of a number. */
  private static void fail(Lab lab, int number, int times) {
    RequestView request = userOf(lab, Lab.address(number));
    for (int i = 0; i < times; i++) {
      lab.send(request, FAILURE);
    }
  }

  private static Map<Integer, String> placed(Lab lab) {
    return IntStream.range(0, 500)
        .boxed()
        .collect(Collectors.toMap(key -> key, key -> lab.where(Lab.user(key))));
  }

  @Test
  void theFifthFailureInARowEjects() {
    Lab lab = lab(RING, RULE, 4);
    fail(lab, 0, 4);
    assertThat(lab.heard).isEmpty();
    fail(lab, 0, 1);
    assertThat(lab.heard).containsExactly("10.0.0.1:80 ejected for 30");
    assertThat(lab.status(0).ejected()).isEqualTo(Duration.ofSeconds(30));
    lab.pass(Duration.ofSeconds(10));
    assertThat(lab.status(0).ejected()).isEqualTo(Duration.ofSeconds(20));
    assertThat(placed(lab)).doesNotContainValue(Lab.address(0));
  }

  @Test
  void aSuccessInBetweenStartsTheCountAgain() {
    Lab lab = lab(RING, RULE, 4);
    RequestView request = userOf(lab, Lab.address(0));
    for (int i = 0; i < 10; i++) {
      fail(lab, 0, 4);
      lab.send(request, i % 2 == 0 ? SUCCESS : Outcome.responded(499));
    }
    assertThat(lab.heard).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(Outcome.Kind.class)
  void everyKindOfFailureCountsAndACancellationIsNone(Outcome.Kind kind) {
    Lab lab = lab(RING, RULE, 4);
    Outcome outcome = new Outcome(kind, kind == Outcome.Kind.RESPONDED ? 503 : 0);
    RequestView request = userOf(lab, Lab.address(0));
    fail(lab, 0, 4);
    lab.send(request, outcome);
    boolean ejected = kind != Outcome.Kind.CANCELLED;
    assertThat(lab.heard).hasSize(ejected ? 1 : 0);
    // Nor is it a success.
    fail(lab, ejected ? 1 : 0, ejected ? 0 : 1);
    assertThat(lab.heard).hasSize(1);
  }

  @Test
  void itsKeysGoToTheirSuccessorsAndComeBackExactly() {
    Lab lab = lab(RING, RULE, 5);
    Map<Integer, String> before = placed(lab);
    Lab without = Lab.of(RING, Lab.endpoint(1), Lab.endpoint(2), Lab.endpoint(3), Lab.endpoint(4));
    fail(lab, 0, 5);
    assertThat(placed(lab)).isEqualTo(placed(without));
    lab.pass(Duration.ofSeconds(30).minusNanos(1));
    assertThat(placed(lab)).isEqualTo(placed(without));
    lab.pass(Duration.ofNanos(1));
    assertThat(placed(lab)).isEqualTo(before);
    assertThat(lab.heard).containsExactly("10.0.0.1:80 ejected for 30", "10.0.0.1:80 returned");
  }

  @Test
  void everyEjectionIsLongerUpToTheLongest() {
    Lab lab = lab(RING, RULE, 4);
    List<Long> times = new ArrayList<>();
    RequestView request = userOf(lab, Lab.address(0));
    for (int i = 0; i < 13; i++) {
      fail(lab, 0, 5);
      times.add(lab.status(0).ejected().toSeconds());
      lab.pass(lab.status(0).ejected());
      lab.send(request, Outcome.CANCELLED);
    }
    assertThat(times)
        .containsExactly(30L, 60L, 90L, 120L, 150L, 180L, 210L, 240L, 270L, 300L, 300L, 300L, 300L);
    assertThat(lab.heard).hasSize(26);
  }

  /** After the fourth ejection and a rest, the next one is as long as if there had been fewer. */
  @ParameterizedTest
  @CsvSource({"0, 150", "29, 150", "30, 120", "59, 120", "60, 90", "120, 30", "100000, 30"})
  void everyBasicTimeInServiceForgetsOneEjection(int rest, long next) {
    Lab lab = lab(RING, RULE, 4);
    RequestView request = userOf(lab, Lab.address(0));
    for (int i = 0; i < 4; i++) {
      fail(lab, 0, 5);
      lab.pass(lab.status(0).ejected());
      lab.send(request, Outcome.CANCELLED);
    }
    lab.pass(Duration.ofSeconds(rest));
    fail(lab, 0, 5);
    assertThat(lab.status(0).ejected()).isEqualTo(Duration.ofSeconds(next));
  }

  @Test
  void aLongestTimeThatIsNoMultipleIsReached() {
    OutlierDetection odd =
        new OutlierDetection(1, Duration.ofSeconds(30), Duration.ofSeconds(70), 50);
    Lab lab = lab(RING, odd, 4);
    RequestView request = userOf(lab, Lab.address(0));
    List<Long> times = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      fail(lab, 0, 1);
      times.add(lab.status(0).ejected().toSeconds());
      lab.pass(lab.status(0).ejected());
      lab.send(request, Outcome.CANCELLED);
    }
    assertThat(times).containsExactly(30L, 60L, 70L, 70L);
    // The longest ones do not take longer to forget: two were counted, two rests forget them.
    lab.pass(Duration.ofSeconds(60));
    fail(lab, 0, 1);
    assertThat(lab.status(0).ejected()).isEqualTo(Duration.ofSeconds(30));
  }

  @ParameterizedTest
  @CsvSource({
    "10, 50, 5",
    "10, 100, 10",
    "10, 19, 1",
    "10, 20, 2",
    "10, 1, 1",
    "10, 0, 0",
    "2, 50, 1",
    "2, 1, 1",
    "1, 100, 0",
    "3, 50, 1"
  })
  void noMoreThanTheShareAreEjectedAndOneOfSeveralAlwaysMay(
      int endpoints, int percent, int ejected) {
    Lab lab = lab(TURNS, rule(1, percent), endpoints);
    for (int i = 0; i < 20 * endpoints; i++) {
      lab.send(Lab.user(i), FAILURE);
    }
    assertThat(lab.heard).hasSize(ejected);
    assertThat(IntStream.range(0, endpoints).filter(i -> !lab.status(i).ejected().isZero()))
        .hasSize(ejected);
  }

  @Test
  void whenOneReturnsTheNextMayBeEjected() {
    Lab lab = lab(RING, rule(2, 50), 2);
    RequestView zero = userOf(lab, Lab.address(0));
    RequestView one = userOf(lab, Lab.address(1));
    fail(lab, 0, 2);
    lab.send(one, FAILURE);
    lab.send(one, FAILURE);
    lab.send(one, FAILURE);
    assertThat(lab.heard).hasSize(1);
    lab.pass(Duration.ofSeconds(30));
    lab.send(zero, SUCCESS);
    // It has failed often enough before.
    lab.send(one, FAILURE);
    assertThat(lab.heard)
        .containsExactly(
            "10.0.0.1:80 ejected for 30", "10.0.0.1:80 returned", "10.0.0.2:80 ejected for 30");
  }

  @Test
  void failuresOfAnEjectedEndpointDoNotCount() {
    Lab lab = lab(RING, RULE, 4);
    RequestView request = userOf(lab, Lab.address(0));
    List<Attempt> slow = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      slow.add(lab.begin(request));
    }
    slow.subList(0, 5).forEach(attempt -> attempt.report(FAILURE));
    lab.pass(Duration.ofSeconds(10));
    slow.subList(5, 20).forEach(attempt -> attempt.report(FAILURE));
    assertThat(lab.heard).hasSize(1);
    assertThat(lab.status(0).ejected()).isEqualTo(Duration.ofSeconds(20));
    lab.pass(Duration.ofSeconds(20));
    fail(lab, 0, 4);
    assertThat(lab.status(0).ejected()).isZero();
    fail(lab, 0, 1);
    assertThat(lab.status(0).ejected()).isEqualTo(Duration.ofSeconds(60));
  }

  /** Nobody looked at it in between, and it was told as ejected twice. */
  @Test
  void anEjectionFollowedAnotherWithoutAReturn() {
    Lab lab = lab(RING, RULE, 4);
    RequestView request = userOf(lab, Lab.address(0));
    List<Attempt> slow = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      slow.add(lab.begin(request));
    }
    slow.subList(0, 5).forEach(attempt -> attempt.report(FAILURE));
    lab.pass(Duration.ofSeconds(31));
    slow.subList(5, 10).forEach(attempt -> attempt.report(FAILURE));
    assertThat(lab.heard)
        .containsExactly(
            "10.0.0.1:80 ejected for 30", "10.0.0.1:80 returned", "10.0.0.1:80 ejected for 60");
  }

  @Test
  void whenAllAreEjectedTheyServe() {
    for (LoadBalancer lb :
        List.of(
            RING,
            TURNS,
            new LoadBalancer.Random(),
            new LoadBalancer.LeastRequest(),
            new LoadBalancer.RingHash(
                null, null, null, null, List.of(Lab.BY_USER), new LoadBound(1.25)))) {
      Lab lab = lab(lb, rule(1, 100), 3);
      Map<Integer, String> before = placed(lab);
      for (int i = 0; i < 100; i++) {
        lab.send(Lab.user(i), FAILURE);
      }
      assertThat(lab.heard).as(lb.toString()).hasSize(3);
      Set<String> serving = new HashSet<>(placed(lab).values());
      assertThat(serving).as(lb.toString()).hasSize(3);
      if (lb.equals(RING)) {
        assertThat(placed(lab)).isEqualTo(before);
      }
      assertThat(lab.heard).hasSize(3);
      assertThat(lab.active()).containsOnly(0);
    }
  }

  @Test
  void aRepetitionGoesToAnEjectedOneOnlyIfAllOthersWereTried() {
    Backend backend = backend(RING, rule(1, 50), 3);
    Lab lab = new Lab(Lab.retrying(backend, new Retry(List.of(), 10, Duration.ZERO)));
    fail(lab, 0, 1);
    Selection selection = lab.router.select(Lab.user(1));
    List<String> tried = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      Attempt attempt = Lab.next(selection);
      tried.add(attempt.endpoint().address().toString());
      attempt.report(Outcome.CANCELLED);
    }
    assertThat(tried).containsExactlyInAnyOrder(Lab.address(0), Lab.address(1), Lab.address(2));
    assertThat(tried.get(2)).isEqualTo(Lab.address(0));
  }

  @Test
  void withoutARuleNobodyIsEjected() {
    Lab lab = Lab.of(RING, Lab.endpoints(3));
    for (int i = 0; i < 100; i++) {
      lab.send(Lab.user(i), FAILURE);
    }
    assertThat(lab.heard).isEmpty();
  }

  @Test
  void switchingDetectionOffLeftThemEjected() {
    Lab lab = lab(RING, RULE, 4);
    Map<Integer, String> before = placed(lab);
    fail(lab, 0, 5);
    lab.router.update(Lab.config(Backend.of(Lab.WEB, RING, Lab.endpoints(4))));
    assertThat(placed(lab)).isEqualTo(before);
    assertThat(lab.heard).containsExactly("10.0.0.1:80 ejected for 30", "10.0.0.1:80 returned");
  }

  /** Five of ten were ejected through requests of before, when only two were left. */
  @Test
  void requestsOfBeforeEjectedMoreThanTheShareOfThoseLeft() {
    Lab lab = lab(TURNS, rule(1, 50), 10);
    List<Attempt> slow = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      slow.add(lab.begin(Lab.user(i)));
    }
    lab.router.update(Lab.config(backend(TURNS, rule(1, 50), 2)));
    slow.forEach(attempt -> attempt.report(FAILURE));
    assertThat(lab.heard).hasSize(1);
    assertThat(lab.heard.get(0)).isIn("10.0.0.1:80 ejected for 30", "10.0.0.2:80 ejected for 30");
  }

  /** Of 20 endpoints five may be ejected at a time, whoever reports what. */
  @Test
  @Timeout(60)
  void threadsNeverEjectMoreThanTheShare() throws Exception {
    int threads = 4;
    AtomicInteger most = new AtomicInteger();
    Lab lab = lab(TURNS, rule(1, 25), 20);
    CyclicBarrier together = new CyclicBarrier(threads);
    ExecutorService executor = Executors.newFixedThreadPool(threads);
    try {
      List<Future<?>> all = new ArrayList<>();
      for (int thread = 0; thread < threads; thread++) {
        all.add(
            executor.submit(() -> {
              together.await();
              for (int i = 0; i < 3000; i++) {
                Lab.next(lab.router.select(Lab.user(i))).report(FAILURE);
                if (i % 50 == 0) {
                  int ejected =
                      (int)
                          lab.router.endpoints(Lab.WEB).stream()
                              .filter(status -> !status.ejected().isZero())
                              .count();
                  most.accumulateAndGet(ejected, Math::max);
                }
                if (i % 500 == 499) {
                  together.await();
                  lab.pass(Duration.ofSeconds(10));
                  together.await();
                }
              }
              return null;
            }));
      }
      for (Future<?> one : all) {
        one.get();
      }
    } finally {
      executor.shutdownNow();
    }
    assertThat(most.get()).isEqualTo(5);
    for (int number = 0; number < 20; number++) {
      String address = Lab.address(number) + " ";
      List<String> told = lab.heard.stream().filter(event -> event.startsWith(address)).toList();
      for (int i = 0; i < told.size(); i++) {
        assertThat(told.get(i)).contains(i % 2 == 0 ? "ejected" : "returned");
      }
    }
    assertThat(lab.router.endpoints(Lab.WEB)).allMatch(status -> status.active() == 0);
  }
}

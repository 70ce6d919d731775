package dev.torc.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.torc.hash.Node;
import dev.torc.hash.Placement;
import dev.torc.hash.Rendezvous;
import dev.torc.hash.Ring;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** When a request is tried again, where, and after which pause. */
final class RetryTest {
  private static final Duration BACKOFF = Duration.ofMillis(20);
  private static final Retry THRICE = new Retry(List.of(503, 429), 3, BACKOFF);
  private static final Outcome UNAVAILABLE = Outcome.responded(503);
  private static final LoadBalancer RING = LoadBalancer.RingHash.of(Lab.BY_USER);

  private static Lab lab(LoadBalancer lb, Retry retry, Endpoint... endpoints) {
    return new Lab(Lab.retrying(Backend.of(Lab.WEB, lb, endpoints), retry));
  }

  private static Lab lab(LoadBalancer lb, int attempts, int endpoints) {
    return lab(lb, new Retry(List.of(503), attempts, BACKOFF), Lab.endpoints(endpoints));
  }

  /** One attempt with its report; whether another one is allowed. */
  private static @Nullable Duration fail(Selection selection, Outcome outcome) {
    Lab.next(selection).report(outcome);
    return selection.retry(outcome, true, null);
  }

  /** All endpoints that a request tries if all fail without a connection. */
  private static List<String> walk(Lab lab, RequestView request) {
    Selection selection = lab.router.select(request);
    List<String> tried = new ArrayList<>();
    do {
      Attempt attempt = Lab.next(selection);
      tried.add(attempt.endpoint().address().toString());
      attempt.report(Outcome.NOT_SENT);
    } while (selection.retry(Outcome.NOT_SENT, false, null) != null);
    assertThat(selection.attempts()).isEqualTo(tried.size());
    return tried;
  }

  private static List<String> order(Placement placement, String key) {
    int[] order = new int[placement.nodes().size()];
    placement.locate(placement.keyHash().hash(key), order);
    return Arrays.stream(order).mapToObj(i -> placement.nodes().get(i).name()).toList();
  }

  @Test
  void aHashingPolicyWalksThePlacementsOrderOfDistinctEndpoints() {
    List<Node> nodes = Stream.of(Lab.endpoints(12)).map(e -> Node.of(e.key())).toList();
    Lab ring = lab(RING, 100, 12);
    Lab rendezvous = lab(LoadBalancer.Rendezvous.of(Lab.BY_USER), 100, 12);
    Lab bounded =
        lab(
            new LoadBalancer.RingHash(
                null, null, null, null, List.of(Lab.BY_USER), new LoadBound(100)),
            100,
            12);
    for (int key = 0; key < 200; key++) {
      List<String> order = order(Ring.of(nodes), "k" + key);
      assertThat(walk(ring, Lab.user("k" + key))).isEqualTo(order);
      assertThat(walk(bounded, Lab.user("k" + key))).isEqualTo(order);
      assertThat(walk(rendezvous, Lab.user("k" + key)))
          .isEqualTo(order(Rendezvous.of(nodes), "k" + key));
    }
    assertThat(ring.active()).containsOnly(0);
    assertThat(bounded.active()).containsOnly(0);
  }

  @Test
  void aHashingPolicyEndsWhenAllWereTried() {
    Lab lab = lab(RING, 100, 3);
    Selection selection = lab.router.select(Lab.user(1));
    assertThat(fail(selection, Outcome.NOT_SENT)).isNotNull();
    assertThat(fail(selection, Outcome.NOT_SENT)).isNotNull();
    assertThat(fail(selection, Outcome.NOT_SENT)).isNull();
    assertThat(selection.next()).isNull();
    assertThat(selection.attempts()).isEqualTo(3);
  }

  @Test
  void drainedOnesAreNotWaitedFor() {
    Lab lab =
        lab(
            RING,
            new Retry(List.of(), 100, BACKOFF),
            Lab.endpoint(0),
            Lab.drained(1),
            Lab.weighted(2, 0),
            Lab.endpoint(3));
    assertThat(walk(lab, Lab.user(1))).containsExactlyInAnyOrder(Lab.address(0), Lab.address(3));
  }

  @Test
  void otherPoliciesStartOver() {
    for (LoadBalancer lb :
        List.of(
            new LoadBalancer.RoundRobin(),
            new LoadBalancer.Random(),
            new LoadBalancer.LeastRequest())) {
      List<String> tried = walk(lab(lb, 10, 3), Lab.user(1));
      assertThat(tried).hasSize(10);
      for (int start = 0; start < 9; start += 3) {
        assertThat(new HashSet<>(tried.subList(start, start + 3))).as(lb.toString()).hasSize(3);
      }
    }
  }

  @Test
  void attemptsCountTheFirst() {
    assertThat(walk(lab(RING, 1, 5), Lab.user(1))).hasSize(1);
    assertThat(walk(lab(RING, 2, 5), Lab.user(1))).hasSize(2);
    assertThat(walk(lab(RING, 5, 5), Lab.user(1))).hasSize(5);
  }

  @Test
  void withoutARuleNothingIsTriedAgain() {
    Lab lab = Lab.of(RING, Lab.endpoints(3));
    Selection selection = lab.router.select(Lab.user(1));
    assertThat(fail(selection, Outcome.NOT_SENT)).isNull();
    // Who goes on nevertheless is given the next one.
    assertThat(selection.next()).isNotNull();
  }

  @ParameterizedTest
  @CsvSource({
    "RESPONDED, 503, true, true",
    "RESPONDED, 429, true, true",
    "RESPONDED, 500, false, false",
    "RESPONDED, 200, false, false",
    "NOT_SENT, 0, true, true",
    "BROKEN, 0, true, false",
    "TIMED_OUT, 0, true, false",
    "CANCELLED, 0, false, false",
  })
  void dependsOnTheOutcomeAndOnTheMethod(
      Outcome.Kind kind, int status, boolean ifIdempotent, boolean ifNot) {
    Outcome outcome = new Outcome(kind, status);
    assertThat(isRetried(outcome, true)).isEqualTo(ifIdempotent);
    assertThat(isRetried(outcome, false)).isEqualTo(ifNot);
  }

  private static boolean isRetried(Outcome outcome, boolean idempotent) {
    Selection selection = lab(RING, THRICE, Lab.endpoints(3)).router.select(Lab.user(1));
    Lab.next(selection).report(outcome);
    return selection.retry(outcome, idempotent, null) != null;
  }

  private static List<Duration> pauses(int repetition) {
    Lab lab = lab(new LoadBalancer.RoundRobin(), 100, 3);
    List<Duration> pauses = new ArrayList<>();
    for (int i = 0; i < 2000; i++) {
      Selection selection = lab.router.select(Lab.user(1));
      Duration pause = Duration.ZERO;
      for (int attempt = 0; attempt < repetition; attempt++) {
        pause = Objects.requireNonNull(fail(selection, Outcome.NOT_SENT));
      }
      pauses.add(pause);
      selection.end();
    }
    return pauses;
  }

  /**
   * Full jitter: anything from nothing to the bound. Of 2000 draws, none above or below 99 per cent
   * of the way has a chance of 0.99 to the 2000th, 2e-9.
   */
  @ParameterizedTest
  @CsvSource({"1, 1", "2, 2", "3, 4", "4, 8", "5, 10", "6, 10", "40, 10", "80, 10"})
  void pausesAreRandomUpToABoundThatDoubles(int repetition, int growth) {
    List<Duration> pauses = pauses(repetition);
    long bound = BACKOFF.toNanos() * growth;
    assertThat(pauses).allSatisfy(pause -> assertThat(pause.toNanos()).isBetween(0L, bound));
    assertThat(pauses).anySatisfy(p -> assertThat(p.toNanos()).isGreaterThan(bound * 99 / 100));
    assertThat(pauses).anySatisfy(p -> assertThat(p.toNanos()).isLessThan(bound / 100));
    double mean = pauses.stream().mapToLong(Duration::toNanos).average().orElse(0);
    // The mean of 2000 has a deviation of bound / sqrt(12 * 2000).
    assertThat(Math.abs(mean - bound / 2.0)).isLessThan(5 * bound / Math.sqrt(24_000));
  }

  @Test
  void withoutABackoffThereIsNoPause() {
    Lab lab = lab(RING, new Retry(List.of(), 5, Duration.ZERO), Lab.endpoints(3));
    Selection selection = lab.router.select(Lab.user(1));
    assertThat(fail(selection, Outcome.NOT_SENT)).isEqualTo(Duration.ZERO);
  }

  private static @Nullable Duration after(Duration retryAfter) {
    Selection selection = lab(RING, THRICE, Lab.endpoints(3)).router.select(Lab.user(1));
    Lab.next(selection).report(UNAVAILABLE);
    return selection.retry(UNAVAILABLE, true, retryAfter);
  }

  @Test
  void retryAfterIsWaitedForUpToAMinute() {
    assertThat(after(Duration.ofSeconds(1))).isEqualTo(Duration.ofSeconds(1));
    assertThat(after(Duration.ofSeconds(60))).isEqualTo(Duration.ofSeconds(60));
    assertThat(after(Duration.ofSeconds(60).plusNanos(1))).isNull();
    assertThat(after(Duration.ofDays(1))).isNull();
    assertThat(after(Duration.ZERO)).isBetween(Duration.ZERO, BACKOFF);
    assertThat(after(Duration.ofSeconds(-1))).isBetween(Duration.ZERO, BACKOFF);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 5, 200, 204, 301, 404, 500, 503, 599})
  void aFailureIsAStatusFrom500On(int status) {
    assertThat(Outcome.responded(status).isFailure()).isEqualTo(status >= 500);
    assertThat(Outcome.responded(status).isSuccess()).isEqualTo(status < 500);
  }

  @Test
  void whatCannotBeSentSaysSo() {
    assertThatThrownBy(() -> lab(RING, THRICE).router.select(Lab.user(1)).next())
        .isInstanceOf(RoutingException.NoReachableEndpoints.class);
  }
}

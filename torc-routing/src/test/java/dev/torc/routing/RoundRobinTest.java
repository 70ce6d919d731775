package dev.torc.routing;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The turns of endpoints. */
final class RoundRobinTest {
  private static final LoadBalancer ROUND_ROBIN = new LoadBalancer.RoundRobin();

  /**
   * The first is the example of nginx's commit "Upstream: smooth weighted round-robin balancing".
   */
  @ParameterizedTest
  @CsvSource({
    "5 1 1, 0 0 1 0 2 0 0",
    "1, 0",
    "7, 0",
    "1 1 1, 0 1 2",
    "10 10, 0 1",
    "4 2, 0 1 0",
    "1 2 3, 2 1 0 2 1 2",
    "0 2 0 1, 1 3 1",
    "3 3 1, 0 1 2 0 1 0 1",
  })
  void weightsMakeNginxsSmoothSequence(String weights, String sequence) {
    assertThat(RoundRobinBalancer.sequence(numbers(weights))).containsExactly(numbers(sequence));
  }

  private static int[] numbers(String text) {
    return Arrays.stream(text.split(" ")).mapToInt(Integer::parseInt).toArray();
  }

  @Test
  void withoutWeightsThereIsNoTurn() {
    assertThat(RoundRobinBalancer.sequence(new int[] {})).isEmpty();
    assertThat(RoundRobinBalancer.sequence(new int[] {0, 0})).isEmpty();
  }

  /** As ngx_http_upstream_get_peer does it, a peer at a time. */
  private static int[] nginx(int[] weights, int turns) {
    int total = IntStream.of(weights).sum();
    int[] current = new int[weights.length];
    int[] sequence = new int[turns];
    for (int turn = 0; turn < turns; turn++) {
      int best = -1;
      for (int i = 0; i < weights.length; i++) {
        if (weights[i] > 0) {
          current[i] += weights[i];
          best = best < 0 || current[i] > current[best] ? i : best;
        }
      }
      current[best] -= total;
      sequence[turn] = best;
    }
    return sequence;
  }

  @Test
  void isNginxsSequenceForAnyWeights() {
    SplittableRandom random = new SplittableRandom(1);
    for (int run = 0; run < 2000; run++) {
      int distinct = 1 + random.nextInt(12);
      int[] weights =
          random.ints(1 + random.nextInt(9), 0, distinct).map(weight -> weight * 7).toArray();
      int[] sequence = RoundRobinBalancer.sequence(weights);
      assertThat(sequence)
          .as("weights %s", Arrays.toString(weights))
          .isEqualTo(sequence.length == 0 ? sequence : nginx(weights, sequence.length));
    }
  }

  /** It took minutes: every turn was compared with every endpoint. */
  @Test
  @Timeout(20)
  void thousandsOfWeightedEndpointsHeldAnUpdateUp() {
    int[] weights = IntStream.range(0, 5000).map(i -> i % 3 == 0 ? 999 : 1000).toArray();
    int[] sequence = RoundRobinBalancer.sequence(weights);
    int[] counts = new int[weights.length];
    for (int index : sequence) {
      counts[index]++;
    }
    assertThat(counts).isEqualTo(weights);
  }

  @Test
  void endpointsTakeTurnsFromAnyOneOn() {
    Set<String> firsts = new HashSet<>();
    for (int seed = 0; seed < 40; seed++) {
      Lab lab = new Lab(Lab.config(Backend.of(Lab.WEB, ROUND_ROBIN, Lab.endpoints(3))), seed);
      List<String> turns = new ArrayList<>();
      for (int i = 0; i < 6; i++) {
        turns.add(lab.where(Lab.user(i)));
      }
      assertThat(new HashSet<>(turns)).hasSize(3);
      assertThat(turns.subList(3, 6)).isEqualTo(turns.subList(0, 3));
      firsts.add(turns.get(0));
    }
    assertThat(firsts).hasSize(3);
  }

  @Test
  void unspecifiedIsRoundRobin() {
    Lab lab = Lab.of(new LoadBalancer.Unspecified(), Lab.endpoints(2));
    assertThat(lab.where(Lab.user(1))).isNotEqualTo(lab.where(Lab.user(1)));
  }

  @Test
  void turnsGoOnAfterTheNumberOfTurnsOverflows() {
    Randomness atTheEnd = () -> -1L;
    RoundRobinBalancer balancer = new RoundRobinBalancer(new int[] {1, 1, 1}, atTheEnd);
    Lab lab = Lab.of(ROUND_ROBIN, Lab.endpoints(3));
    Selection selection = lab.router.select(Lab.user(1));
    assertThat(IntStream.range(0, 5).map(i -> balancer.choose(selection)))
        .containsExactly(2, 0, 1, 2, 0);
  }

  @Test
  void whoIsDrainedIsSkippedAndAnotherTakesTheTurn() {
    Lab lab =
        Lab.of(ROUND_ROBIN, Lab.endpoint(0), Lab.drained(1), Lab.weighted(2, 0), Lab.endpoint(3));
    List<String> turns = IntStream.range(0, 6).mapToObj(i -> lab.where(Lab.user(i))).toList();
    assertThat(turns.subList(0, 2)).containsExactlyInAnyOrder(Lab.address(0), Lab.address(3));
    assertThat(turns.subList(2, 4)).isEqualTo(turns.subList(0, 2));
  }

  /**
   * Whenever a request looks at the ejected endpoint, another one, as of another thread, takes the
   * turn of the usable one. It went to the ejected one then, or where others were drained, nowhere.
   */
  @Test
  void aRequestMissedTheOnlyUsableEndpoint() {
    OutlierDetection once =
        new OutlierDetection(1, Duration.ofSeconds(30), Duration.ofMinutes(5), 50);
    AtomicReference<Runnable> meanwhile = new AtomicReference<>(() -> {});
    Ticker ticker =
        () -> {
          // Not while it is at it itself.
          Runnable other = meanwhile.getAndSet(() -> {});
          other.run();
          meanwhile.set(other);
          return 0;
        };
    Router router =
        new Router(
            Lab.config(new Backend(Lab.WEB, ROUND_ROBIN, once, List.of(Lab.endpoints(2)))),
            ticker,
            Lab.seeded(1),
            RoutingListener.NONE);
    Attempt failing = Lab.next(router.select(Lab.user(1)));
    failing.report(Outcome.NOT_SENT);
    meanwhile.set(() -> Lab.next(router.select(Lab.user(1))).report(Outcome.CANCELLED));
    for (int i = 0; i < 20; i++) {
      Attempt attempt = Lab.next(router.select(Lab.user(1)));
      assertThat(attempt.endpoint()).isNotEqualTo(failing.endpoint());
      attempt.report(Outcome.CANCELLED);
    }
  }
}

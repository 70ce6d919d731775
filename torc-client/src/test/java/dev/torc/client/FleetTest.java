package dev.torc.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.torc.client.Fleet.Member;
import dev.torc.routing.EndpointStatus;
import dev.torc.routing.OutlierDetection;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/**
 * What a fleet goes through while requests never stop coming. Nothing here depends on time: the
 * clock of ejections is the test's, and who waits does so for a condition.
 */
final class FleetTest {
  private static long ejected(TorcClient client) {
    return client.endpoints(Routings.SHOP).stream().filter(s -> !s.ejected().isZero()).count();
  }

  private static Duration ejection(TorcClient client, Member member) {
    return client.endpoints(Routings.SHOP).stream()
        .filter(status -> status.endpoint().address().toString().equals(member.address()))
        .map(EndpointStatus::ejected)
        .findFirst()
        .orElseThrow();
  }

  @Test
  void killingOneOfFourMovesOnlyItsKeysAndItGetsThemBack() throws Exception {
    try (Fleet fleet = new Fleet(4)) {
      fleet.route(Fleet.ring(), null);
      fleet.start(TorcClient.builder());
      Map<String, String> before = fleet.owners();
      for (Member victim : fleet.members().subList(0, 2)) {
        Set<String> its = Fleet.of(victim, before);
        assertThat(its).isNotEmpty();

        victim.kill();
        Map<String, String> without = fleet.owners();
        assertThat(Fleet.moved(before, without)).isEqualTo(its);
        fleet.letPass();

        // A request whose answer came just before its end may have noted its key late.
        victim.keys().clear();
        victim.restart();
        assertThat(fleet.owners()).isEqualTo(before);
        fleet.letPass();
        assertThat(victim.keys()).isEqualTo(its);
      }
      assertThat(fleet.failures()).isEmpty();
    }
  }

  @Test
  void changingTheConfigurationFailsNoRequestAndMovesTheLeast() throws Exception {
    try (Fleet fleet = new Fleet(4)) {
      fleet.route(Fleet.ring(), null);
      fleet.start(TorcClient.builder());
      Map<String, String> before = fleet.owners();

      Member added = fleet.addMember();
      fleet.route(Fleet.ring(), null);
      Map<String, String> withFive = fleet.owners();
      Set<String> moved = Fleet.moved(before, withFive);
      // The least that can move is what the new one gets.
      int least = Fleet.of(added, withFive).size();
      assertThat(least).isPositive();
      assertThat(moved.size()).isLessThanOrEqualTo((int) Math.ceil(1.05 * least));
      fleet.letPass();

      fleet.route(Fleet.maglev(), null);
      Map<String, String> byMaglev = fleet.owners();
      assertThat(byMaglev).hasSameSizeAs(before);
      fleet.letPass();

      fleet.members().remove(added);
      fleet.route(Fleet.ring(), null);
      assertThat(fleet.owners()).isEqualTo(before);
      fleet.letPass();
      // What still was under way to it had its answer: only now it may go.
      added.kill();
      assertThat(fleet.failures()).isEmpty();
    }
  }

  @Test
  void replicasThatFailAreLeftOutForAWhileButNeverTooMany() throws Exception {
    AtomicLong now = new AtomicLong();
    Duration ejection = Duration.ofSeconds(30);
    OutlierDetection outlier = new OutlierDetection(3, ejection, Duration.ofMinutes(5), 50);
    try (Fleet fleet = new Fleet(4)) {
      fleet.route(Fleet.ring(), outlier);
      TorcClient client = fleet.start(TorcClient.builder().withTicker(now::get));
      Map<String, String> before = fleet.owners();
      Member sick = fleet.members().get(1);
      Set<String> its = Fleet.of(sick, before);

      sick.answerWith(503);
      await().atMost(Fleet.DEADLINE).until(() -> !ejection(client, sick).isZero());
      assertThat(ejected(client)).isEqualTo(1);
      assertThat(Fleet.moved(before, fleet.owners())).isEqualTo(its);

      sick.answerWith(200);
      fleet.letPass();
      assertThat(Fleet.moved(before, fleet.owners())).as("it is still left out").isEqualTo(its);
      now.addAndGet(ejection.toNanos());
      assertThat(fleet.owners()).isEqualTo(before);

      for (Member member : fleet.members().subList(0, 3)) {
        member.answerWith(503);
      }
      await().atMost(Fleet.DEADLINE).until(() -> ejected(client) == 2);
      Map<Long, Integer> seen = new HashMap<>();
      for (int i = 0; i < 10; i++) {
        fleet.letPass();
        seen.merge(ejected(client), 1, Integer::sum);
      }
      assertThat(seen.keySet()).as("half of four").isEqualTo(Set.of(2L));
      assertThat(Set.copyOf(fleet.owners().values()))
          .isEqualTo(Set.copyOf(List.of(fleet.members().get(3).address())));

      fleet.members().forEach(member -> member.answerWith(200));
      // A failure told only after the clock has moved on would eject the third one.
      fleet.letPass();
      // The second ejection of one may be the longer one.
      now.addAndGet(3 * ejection.toNanos());
      assertThat(fleet.owners()).isEqualTo(before);
      assertThat(fleet.failures()).isEmpty();
    }
  }
}

package dev.torc.cli.wineinfo;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What the demo tells is so, in whatever order requests arrive. */
final class StoryTest {
  private static final int PLAYS = 500;

  @Test
  void oneReplicaFailsAtTheSixthQueryOfEveryRecovery() {
    for (Policy policy : Policy.values()) {
      // It answers five in the seconds 0, 5 and 10, when it has just restarted.
      assertThat(new Stage(1, policy, Shop.WORKERS, 1).play()).isEqualTo(110 - 3 * 5);
    }
  }

  /** Of 110 requests, which the seeds deal to the workers each time in another way. */
  @Test
  void fourReplicasInTurnFailInEveryPlay() {
    for (long seed = 0; seed < PLAYS; seed++) {
      // Ten thousand plays had 31 to 70 failures.
      assertThat(new Stage(4, Policy.ROUND_ROBIN, Shop.WORKERS, seed).play()).isGreaterThan(20);
      assertThat(
              new Stage(4, Policy.ROUND_ROBIN, Shop.WORKERS, seed).playShuffled(new Random(seed)))
          .isGreaterThan(20);
    }
  }

  @Test
  void fourReplicasByQueryNeverFail() {
    for (long seed = 0; seed < PLAYS; seed++) {
      assertThat(new Stage(4, Policy.RING_HASH, Shop.WORKERS, seed).playShuffled(new Random(seed)))
          .isZero();
    }
  }

  @Test
  void theRingGivesTheReplicasTwoThreeOneAndFourQueries() {
    Stage stage = new Stage(4, Policy.RING_HASH, Shop.WORKERS, 1);
    stage.play();
    assertThat(stage.asked())
        .containsExactly(
            Set.of("rose", "white"),
            Set.of("france", "greece", "pinot%20noir"),
            Set.of("germany"),
            Set.of("australia", "italy", "portugal", "red"));
  }

  /** Python's requests, which wrote the first generator, has a plus for the space. */
  @Test
  void noReplicaGetsMoreThanItHoldsFromOtherGenerators() {
    Stage stage = new Stage(4, Policy.RING_HASH, Shop.WORKERS, 1);
    stage.play();
    stage.ask("pinot+noir");
    assertThat(stage.asked()).allSatisfy(queries -> assertThat(queries).hasSizeLessThan(6));
  }

  /**
   * Why the shop has workers. Ten requests a second that one client deals strictly in turn: replica
   * r of four gets those with the numbers r, r + 4, r + 8, …, that is the queries (r + 4k) mod 10.
   * As 4 and 10 share the factor 2, these are the five of r's parity, in every window and for ever:
   * exactly what a replica can hold.
   */
  @Test
  void oneClientThatKeepsItsTurnsNeverFailsByChanceAlone() {
    for (long seed = 0; seed < PLAYS; seed++) {
      Stage stage = new Stage(4, Policy.ROUND_ROBIN, 1, seed);
      assertThat(stage.play()).isZero();
      assertThat(stage.asked()).allSatisfy(queries -> assertThat(queries).hasSize(5));
    }
  }

  /** The order alone does it too: it is not the workers that make replicas fail. */
  @Test
  void oneClientFailsAsSoonAsTheOrderChanges() {
    for (long seed = 0; seed < PLAYS; seed++) {
      assertThat(new Stage(4, Policy.ROUND_ROBIN, 1, seed).playShuffled(new Random(seed)))
          .isPositive();
    }
  }
}

package dev.torc.cache;

import static org.assertj.core.api.Assertions.assertThat;

import dev.torc.cache.coordination.Change;
import dev.torc.cache.coordination.ChangeRequest;
import dev.torc.cache.coordination.ClusterState;
import dev.torc.cache.coordination.Event;
import dev.torc.cache.coordination.Member;
import dev.torc.cache.coordination.Pair;
import dev.torc.cache.coordination.Protocol;
import dev.torc.cache.coordination.Step;
import dev.torc.testkit.proxy.FaultProxy;
import dev.torc.testkit.proxy.Rule;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Changes that are cancelled exactly when a move is at a step, under load. */
final class ReshardingCancelTest {
  private static final int STILL = 1000;

  private final Shards shards = new Shards();

  @BeforeEach
  void open() {
    shards.redis();
    shards.redis();
    shards.redis();
    shards.open();
    shards.fill(STILL, "v");
    shards.redis();
  }

  @AfterEach
  void close() {
    shards.close();
  }

  private void cancelledWhen(List<Predicate<ClusterState>> moments) {
    try (CacheLoad load = CacheLoad.on(shards.cache(), 24, 150)) {
      for (Predicate<ClusterState> moment : moments) {
        double[] before = shards.cache().epoch().shares();
        Member added = shards.member();
        Resharding resharding = shards.cache().resharding();
        shards.steps().after(moment, () -> resharding.cancel(shards.state().nextChange() - 1));
        Change change = shards.made(ChangeRequest.add(added, 1));
        assertThat(change.status()).as("%s", change).isEqualTo(Change.Status.CANCELLED);
        assertThat(shards.state().layers()).as("%s", change).hasSize(1);
        Waiting.until(() -> shards.cache().epoch().nodes().size() == before.length);
        assertThat(shards.cache().epoch().shares()).isEqualTo(before);
        shards.assertTidy();
      }
      load.awaitAnswers(1000);
      assertThat(load.failures()).isEmpty();
      load.assertLinearizable();
    }
    shards.assertTidy();
    shards.assertFilled(STILL, "v");
  }

  @Test
  void beforeAnyMoveIsCommitted() {
    cancelledWhen(
        List.of(
            SteppingCoordinator.at(Step.Purge.class, 1),
            SteppingCoordinator.at(Step.Ready.class, 1),
            SteppingCoordinator.at(Step.Track.class, 1),
            SteppingCoordinator.at(Step.Copy.class, 1),
            SteppingCoordinator.at(Step.CatchUp.class, 1),
            SteppingCoordinator.at(Step.Hold.class, 1),
            SteppingCoordinator.at(Step.Finish.class, 1)));
  }

  @Test
  void afterAMoveWasCommitted() {
    cancelledWhen(
        List.of(
            SteppingCoordinator.at(Step.Clean.class, 1),
            SteppingCoordinator.at(Step.Done.class, 1),
            SteppingCoordinator.at(Step.Track.class, 1, 1),
            SteppingCoordinator.at(Step.Copy.class, 1, 1),
            SteppingCoordinator.at(Step.CatchUp.class, 1, 1),
            SteppingCoordinator.at(Step.Hold.class, 1, 2),
            SteppingCoordinator.at(Step.Finish.class, 1, 2)));
  }

  @Test
  void afterAllMovesWereCommitted() {
    cancelledWhen(List.of(SteppingCoordinator.at(Step.Clean.class, 1, 2)));
  }

  /** The record of a write that was under way came when the change's records were deleted. */
  @Test
  void aWriteThatIsUnderWayLeavesNoRecord() {
    try (Shards one = new Shards()) {
      one.redis();
      FaultProxy proxy = one.proxied();
      one.open();
      one.redis();
      Resharding resharding = one.cache().resharding();
      Rule.Trap trap = new Rule.Trap("late-value", 1);
      proxy.apply(trap);
      byte[] key = Shards.bytes(Shards.keysFor(1, 2, 100).get(0));
      List<CompletionStage<?>> writes = new ArrayList<>();
      one.steps()
          .after(
              SteppingCoordinator.at(Step.CatchUp.class, 1),
              () -> {
                writes.add(one.cache().set(key, Shards.bytes("late-value"), null));
                Waiting.until(() -> trap.caught() == 1);
                resharding.cancel(1);
              });
      long id = resharding.submit(ChangeRequest.add(one.member(), 1)).id();
      // Released only when the mark behind the write is on its way, or nobody waits for one.
      Waiting.until(() ->
          writes.size() == 1
              && (one.state().active() == null
                  || (SteppingCoordinator.at(Step.Release.class, 1).test(one.state())
                      && proxy.underWay() > 1)));
      proxy.lift(trap);
      assertThat(one.over(id).status()).isEqualTo(Change.Status.CANCELLED);
      Shards.get(writes.get(0));
      one.assertTidy();
    }
  }

  /** The scan for both moves ended with the first, and the other was taken for complete. */
  @Test
  void aMoveThatIsGivenUpDuringTheCopyDoesNotCutTheOthersShort() {
    try (Shards one = new Shards()) {
      one.redis();
      FaultProxy proxy = one.proxied();
      one.open();
      one.fill(5000, "v");
      one.redis();
      Member first = one.member();
      one.redis();
      Member second = one.member();
      Rule.Trap trap = new Rule.Trap("DUMP", 1);
      proxy.apply(trap);
      CompletableFuture<Void> givenUp =
          CompletableFuture.runAsync(() -> {
            Waiting.until(() -> trap.caught() == 1);
            one.steps()
                .update(state ->
                    Objects.requireNonNull(state)
                        .advance(
                            Objects.requireNonNull(state.way()),
                            new Pair(0, 1),
                            new Event.Failed("given up"),
                            Protocol.of(List.of("torc"))));
            proxy.lift(trap);
          });
      Change change =
          one.made(
              new ChangeRequest(List.of(first, second), List.of(), false, List.of(), null, false));
      Shards.get(givenUp);
      assertThat(change.status()).isEqualTo(Change.Status.FAILED);
      assertThat(change.reason()).isEqualTo("given up");
      one.assertFilled(5000, "v");
      one.assertTidy();
    }
  }
}

package dev.torc.cache;

import static org.assertj.core.api.Assertions.assertThat;

import dev.torc.cache.coordination.Change;
import dev.torc.cache.coordination.ChangeRequest;
import dev.torc.cache.coordination.ClusterState;
import dev.torc.cache.coordination.Coordinator;
import dev.torc.cache.coordination.Member;
import dev.torc.cache.coordination.Step;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnJre;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.api.io.TempDir;

/**
 * A cache that dies exactly when a state was written, with operations under way, and another that
 * takes its place: what was begun goes on.
 */
@DisabledOnJre(value = JRE.JAVA_17, disabledReason = "slow, and the same on every version")
final class ReshardingCrashTest {
  private static final int STILL = 1000;

  private static final List<Class<? extends Step>> STEPS =
      List.of(
          Step.Purge.class,
          Step.Ready.class,
          Step.Track.class,
          Step.Copy.class,
          Step.CatchUp.class,
          Step.Hold.class,
          Step.Finish.class,
          Step.Clean.class,
          Step.Done.class);

  private final Shards shards = new Shards();

  @AfterEach
  void close() {
    shards.close();
  }

  private void start(Coordinator coordinator) {
    shards.redis();
    shards.redis();
    shards.open(coordinator, false, builder -> builder);
    shards.fill(STILL, "v");
    shards.redis();
  }

  /** Dies when a state is written; tells what is needed to go on once it has. */
  private CountDownLatch dyingWhen(Predicate<ClusterState> moment) {
    CountDownLatch dead = new CountDownLatch(1);
    shards
        .steps()
        .after(
            moment,
            () -> {
              shards.crash();
              dead.countDown();
            });
    return dead;
  }

  private Change resumed(
      CacheLoad load,
      Predicate<ClusterState> moment,
      ChangeRequest request,
      Coordinator before,
      UnaryOperator<Coordinator> reopened) {
    CountDownLatch dead = dyingWhen(moment);
    long id = shards.state().nextChange();
    shards.cache().resharding().submit(request);
    Waiting.until(() -> dead.getCount() == 0);
    ShardedCache next = shards.open(reopened.apply(before), false, builder -> builder);
    load.goOnWith(next);
    return shards.over(id);
  }

  private void everyStep(
      List<Class<? extends Step>> steps, Coordinator first, UnaryOperator<Coordinator> reopened) {
    start(first);
    Coordinator[] kept = {first};
    UnaryOperator<Coordinator> keep = old -> kept[0] = reopened.apply(old);
    try (CacheLoad load = CacheLoad.on(shards.cache(), 24, 200)) {
      for (Class<? extends Step> step : steps) {
        load.awaitAnswers(200);
        Member added = shards.member();
        Change change =
            resumed(
                load, SteppingCoordinator.at(step, 1), ChangeRequest.add(added, 1), kept[0], keep);
        assertThat(change.status()).as("%s: %s", step, change).isEqualTo(Change.Status.COMMITTED);
        shards.committed(ChangeRequest.remove(added.index()));
        shards.assertTidy();
      }
      load.awaitAnswers(1000);
      load.assertLinearizable();
    }
    shards.assertTidy();
    shards.assertFilled(STILL, "v");
  }

  @Test
  void aChangeGoesOnFromEveryStep() {
    everyStep(STEPS, Coordinator.inMemory(), same -> same);
  }

  @Test
  void aChangeGoesOnFromAFolder(@TempDir Path folder) {
    everyStep(
        List.of(Step.Track.class, Step.Finish.class, Step.Clean.class),
        Coordinator.inFolder(folder),
        old -> {
          old.close();
          return Coordinator.inFolder(folder);
        });
  }

  @Test
  void aCancelledChangeGoesBackAllTheSame() {
    Coordinator coordinator = Coordinator.inMemory();
    start(coordinator);
    try (CacheLoad load = CacheLoad.on(shards.cache(), 24, 200)) {
      for (Class<? extends Step> step :
          List.of(Step.Release.class, Step.Undo.class, Step.Aborted.class)) {
        Resharding resharding = shards.cache().resharding();
        long id = shards.state().nextChange();
        shards
            .steps()
            .after(SteppingCoordinator.at(Step.Copy.class, 1), () -> resharding.cancel(id));
        Change change =
            resumed(
                load,
                SteppingCoordinator.at(step, 1),
                ChangeRequest.add(shards.member(), 1),
                coordinator,
                same -> same);
        assertThat(change.status()).as("%s: %s", step, change).isEqualTo(Change.Status.CANCELLED);
        shards.assertTidy();
      }
      load.awaitAnswers(1000);
      load.assertLinearizable();
    }
    shards.assertTidy();
    shards.assertFilled(STILL, "v");
  }

  @Test
  void aChangeThatGoesBackGoesOn() {
    Coordinator coordinator = Coordinator.inMemory();
    start(coordinator);
    Predicate<ClusterState> goesBack =
        state -> state.active() != null && state.active().status() == Change.Status.REVERTING;
    try (CacheLoad load = CacheLoad.on(shards.cache(), 24, 200)) {
      for (Class<? extends Step> step :
          List.of(Step.Purge.class, Step.Copy.class, Step.Hold.class, Step.Clean.class)) {
        Resharding resharding = shards.cache().resharding();
        long id = shards.state().nextChange();
        shards
            .steps()
            .after(SteppingCoordinator.at(Step.Clean.class, 1), () -> resharding.cancel(id));
        Change change =
            resumed(
                load,
                SteppingCoordinator.at(step, 1).and(goesBack),
                ChangeRequest.add(shards.member(), 1),
                coordinator,
                same -> same);
        assertThat(change.status()).as("%s: %s", step, change).isEqualTo(Change.Status.CANCELLED);
        shards.assertTidy();
      }
      load.awaitAnswers(1000);
      load.assertLinearizable();
    }
    shards.assertTidy();
    shards.assertFilled(STILL, "v");
  }
}

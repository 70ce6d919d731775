package dev.torc.cache;

import static org.assertj.core.api.Assertions.assertThat;

import dev.torc.cache.coordination.Change;
import dev.torc.cache.coordination.ChangeRequest;
import dev.torc.cache.coordination.Coordinator;
import dev.torc.cache.coordination.Member;
import dev.torc.cache.coordination.Safeguard;
import dev.torc.cache.coordination.Step;
import dev.torc.testkit.RedisProcess;
import dev.torc.testkit.proxy.FaultProxy;
import dev.torc.testkit.proxy.Rule;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Changes from when they are asked for until they are forgotten. */
final class ReshardingLifeTest {
  private static final int KEYS = 1000;

  private final Shards shards = new Shards();

  @AfterEach
  void close() {
    shards.close();
  }

  private void open(UnaryOperator<ReshardingSettings> settings) {
    shards.open(builder -> builder.withResharding(settings.apply(ReshardingSettings.DEFAULTS)));
    shards.fill(KEYS, "v");
  }

  @Test
  void aChangeThatBecameImpossibleFailsAndTheNextIsMade() {
    shards.redis();
    shards.redis();
    open(defaults -> defaults);
    shards.redis();
    Member added = shards.member();
    Resharding resharding = shards.cache().resharding();
    CountDownLatch submitted = new CountDownLatch(1);
    shards
        .steps()
        .after(
            SteppingCoordinator.at(Step.Purge.class, 1),
            () -> {
              Change second = resharding.submit(ChangeRequest.weight(added.index(), 3));
              Change third = resharding.submit(ChangeRequest.weight(0, 2));
              resharding.cancel(1);
              assertThat(second.id()).isEqualTo(2);
              assertThat(third.id()).isEqualTo(3);
              submitted.countDown();
            });
    shards.made(ChangeRequest.add(added, 1));
    Waiting.until(() -> submitted.getCount() == 0);
    assertThat(shards.over(1).status()).isEqualTo(Change.Status.CANCELLED);
    Change impossible = shards.over(2);
    assertThat(impossible.status()).isEqualTo(Change.Status.FAILED);
    assertThat(impossible.reason()).contains("node " + added.index());
    assertThat(shards.over(3).status()).isEqualTo(Change.Status.COMMITTED);
    shards.assertFilled(KEYS, "v");
    shards.assertTidy();
  }

  @Test
  void theLastHundredChangesAreKept() {
    shards.redis();
    open(defaults -> defaults);
    Resharding resharding = shards.cache().resharding();
    List<Change> submitted = new ArrayList<>();
    // In two halves, as no more than a hundred may wait.
    for (int half = 0; half < 2; half++) {
      for (int i = 0; i < 55; i++) {
        submitted.add(resharding.submit(ChangeRequest.weight(0, 1)));
      }
      shards.over(submitted.get(submitted.size() - 1).id());
    }
    Change last = submitted.get(submitted.size() - 1);
    assertThat(shards.over(last.id()).status()).isEqualTo(Change.Status.COMMITTED);
    assertThat(resharding.changes()).hasSize(100);
    assertThat(resharding.change(submitted.get(0).id())).isNull();
    assertThat(Shards.get(resharding.whenOver(submitted.get(0).id()))).isNull();
    assertThat(Shards.get(resharding.whenOver(last.id()))).isEqualTo(resharding.change(last.id()));
    assertThat(resharding.pace()).isEqualTo(Resharding.Pace.NONE);
  }

  @Test
  void paceIsThatOfTheCopy() {
    shards.redis();
    open(defaults ->
        new ReshardingSettings(
            2000, defaults.holdLimit(), defaults.nodeTimeout(), defaults.safeguards()));
    shards.redis();
    List<Resharding.Pace> paces = new ArrayList<>();
    Resharding resharding = shards.cache().resharding();
    shards
        .steps()
        .after(SteppingCoordinator.at(Step.CatchUp.class, 1), () -> paces.add(resharding.pace()));
    Change change = shards.committed(ChangeRequest.add(shards.member(), 1));
    assertThat(paces).hasSize(1);
    assertThat((double) paces.get(0).expectedKeys())
        .isBetween(0.8 * change.progress().moved(), 1.25 * change.progress().moved());
    // As fast as permitted at the most: the first two batches go at once.
    assertThat(paces.get(0).keysPerSecond()).isPositive();
  }

  @Test
  void indexesAreNeverGivenAgain(@TempDir Path folder) {
    shards.redis();
    Set<Integer> seen = new HashSet<>();
    for (int life = 0; life < 2; life++) {
      ShardedCache cache = shards.open(Coordinator.inFolder(folder), true, builder -> builder);
      List<CompletableFuture<Integer>> reserved = new ArrayList<>();
      for (int i = 0; i < 5; i++) {
        reserved.add(CompletableFuture.supplyAsync(() -> cache.resharding().reserveIndex()));
      }
      reserved.forEach(index -> assertThat(seen.add(index.join())).isTrue());
      cache.close();
    }
    assertThat(seen).hasSize(10).doesNotContain(0);
  }

  @Test
  void closingDuringAChangeEndsAllThreads() {
    shards.redis();
    open(defaults -> defaults);
    RedisProcess added = shards.redis();
    // A step that does not end by itself.
    CountDownLatch copying = new CountDownLatch(1);
    shards
        .steps()
        .after(
            SteppingCoordinator.at(Step.Copy.class, 1),
            () -> {
              added.pause();
              copying.countDown();
            });
    Set<Thread> before = threads();
    shards.cache().resharding().submit(ChangeRequest.add(shards.member(), 1));
    Waiting.until(() -> copying.getCount() == 0);
    CompletableFuture<Void> closed = CompletableFuture.runAsync(() -> shards.cache().close());
    assertThat(closed.orTimeout(60, TimeUnit.SECONDS)).succeedsWithin(Duration.ofSeconds(60));
    assertThat(before).isNotEmpty();
    Waiting.until(() -> before.stream().noneMatch(Thread::isAlive));
  }

  private static Set<Thread> threads() {
    Set<Thread> own = new HashSet<>();
    for (Thread thread : Thread.getAllStackTraces().keySet()) {
      if (thread.getName().startsWith("torc-")) {
        own.add(thread);
      }
    }
    return own;
  }

  @Test
  void operationsGoOnWhenTheDestinationStopsInAHold() {
    shards.redis();
    shards.open(builder ->
        builder
            .withCommandTimeout(Duration.ofSeconds(5))
            .withResharding(
                new ReshardingSettings(
                    0, Duration.ofMillis(100), Duration.ofSeconds(60), Safeguard.all())));
    shards.fill(KEYS, "v");
    RedisProcess added = shards.redis();
    List<String> moving = Shards.keysFor(1, 2, KEYS);
    CountDownLatch stopped = new CountDownLatch(1);
    shards
        .steps()
        .before(
            SteppingCoordinator.at(Step.Finish.class, 1),
            () -> {
              added.pause();
              stopped.countDown();
            });
    Resharding resharding = shards.cache().resharding();
    long id = resharding.submit(ChangeRequest.add(shards.member(), 1)).id();
    Waiting.until(() -> stopped.getCount() == 0);
    // Were they held for as long as the destination is stopped, this would not end.
    for (String key : moving) {
      assertThat(shards.read(key)).isEqualTo(key.replace("key-", "v"));
      shards.set(key, "later");
    }
    added.resume();
    assertThat(shards.over(id).status()).isEqualTo(Change.Status.COMMITTED);
    moving.forEach(key -> assertThat(shards.read(key)).isEqualTo("later"));
    shards.assertTidy();
  }

  /** Operations would fail or wait after the flip until there is a connection. */
  @Test
  void nothingMovesBeforeOperationsCanReachTheDestination() {
    shards.redis();
    open(defaults -> defaults);
    shards.redis();
    FaultProxy proxy = shards.proxied();
    Rule.Trap trap = new Rule.Trap(":data", Integer.MAX_VALUE);
    proxy.apply(trap);
    AtomicBoolean lifted = new AtomicBoolean();
    List<Boolean> committed = new ArrayList<>();
    shards
        .steps()
        .after(SteppingCoordinator.at(Step.Clean.class, 1), () -> committed.add(lifted.get()));
    shards
        .steps()
        .after(
            SteppingCoordinator.at(Step.Track.class, 1),
            () -> {
              CompletableFuture<Void> unused =
                  CompletableFuture.runAsync(() -> {
                    Waiting.until(() -> trap.caught() > 0);
                    shards.fill(KEYS, "w");
                    lifted.set(true);
                    proxy.lift(trap);
                  });
            });
    shards.committed(ChangeRequest.add(shards.member(), 1));
    assertThat(committed).containsExactly(true);
    shards.assertFilled(KEYS, "w");
    shards.assertTidy();
  }

  @Test
  void noConnectionOfAChangeIsLeftWhenItIsOver() {
    RedisProcess source = shards.redis();
    open(defaults -> defaults);
    RedisProcess added = shards.redis();
    shards.committed(ChangeRequest.add(shards.member(), 1));
    Waiting.until(() ->
        List.of(source, added).stream()
            .map(server -> RedisCommands.call(server, "CLIENT", "LIST"))
            .noneMatch(list -> list.contains(":copy ") || list.contains(":fence ")));
  }
}

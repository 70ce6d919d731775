package dev.torc.cache;

import static org.assertj.core.api.Assertions.assertThat;

import dev.torc.cache.coordination.Change;
import dev.torc.cache.coordination.ChangeRequest;
import dev.torc.cache.coordination.Safeguard;
import dev.torc.cache.coordination.Step;
import dev.torc.testkit.RedisProcess;
import dev.torc.testkit.proxy.FaultProxy;
import dev.torc.testkit.proxy.Rule;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What goes wrong without each part of the protocol, and does not with it: what is done is the same
 * both times.
 *
 * <pre>{@code
 * node 0 ── key ──▶ node 1, which is added
 * }</pre>
 */
final class SafeguardTest {
  private static final int KEYS = 300;

  private final Shards shards = new Shards();

  @AfterEach
  void close() {
    shards.close();
  }

  /** A cache with one node that has {@value #KEYS} keys, and a server to be added. */
  private void open(boolean guarded, Safeguard safeguard, UnaryOperator<ShardedCacheBuilder> more) {
    ReshardingSettings settings =
        new ReshardingSettings(0, Duration.ofMillis(200), Duration.ofSeconds(30), Safeguard.all());
    shards.open(builder ->
        more.apply(builder.withResharding(guarded ? settings : settings.without(safeguard))));
    shards.fill(KEYS, "old-");
  }

  private ChangeRequest add() {
    return ChangeRequest.add(shards.member(), 1);
  }

  /** One of the keys that node 1 will have. */
  private String moving() {
    return shards.keyMoving(0, 1);
  }

  private static String oldValue(String key) {
    return key.replace("key-", "old-");
  }

  private CompletableFuture<?> write(String key, String value) {
    return shards.cache().set(Shards.bytes(key), Shards.bytes(value), null).toCompletableFuture();
  }

  private long submitted() {
    return shards.cache().resharding().submit(add()).id();
  }

  private void awaitCommit(long id) {
    assertThat(shards.over(id).status()).isEqualTo(Change.Status.COMMITTED);
    shards.awaitAdoption();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void withoutPurgeAnOldValueReappears(boolean guarded) {
    shards.redis();
    open(guarded, Safeguard.PURGE, builder -> builder);
    RedisProcess added = shards.redis();
    for (int i = KEYS; i < 2 * KEYS; i++) {
      RedisCommands.call(added, "SET", "key-" + i, "ghost");
    }
    shards.committed(add());
    int ghosts = 0;
    for (int i = KEYS; i < 2 * KEYS; i++) {
      ghosts += "ghost".equals(shards.read("key-" + i)) ? 1 : 0;
    }
    if (guarded) {
      assertThat(ghosts).isZero();
    } else {
      assertThat(ghosts).isPositive();
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void withoutTrackingAWriteDuringTheCopyIsLost(boolean guarded) {
    shards.redis();
    open(guarded, Safeguard.TRACKING, builder -> builder);
    shards.redis();
    String[] key = new String[1];
    shards
        .steps()
        .after(
            SteppingCoordinator.at(Step.CatchUp.class, 1),
            () -> {
              key[0] = moving();
              Shards.get(write(key[0], "new"));
            });
    awaitCommit(submitted());
    assertThat(shards.read(key[0])).isEqualTo(guarded ? "new" : oldValue(key[0]));
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void withoutTheBarrierAWriteThatWasUnderWayIsLost(boolean guarded) {
    shards.redis();
    FaultProxy proxy = shards.proxied();
    open(guarded, Safeguard.BARRIER, builder -> builder);
    shards.redis();
    long[] submitted = new long[1];
    CompletableFuture<?>[] write = new CompletableFuture<?>[1];
    String[] key = new String[1];
    Rule.Trap trap = new Rule.Trap("late-value", 1);
    proxy.apply(trap);
    shards
        .steps()
        .after(
            SteppingCoordinator.at(Step.Ready.class, 1),
            () -> {
              key[0] = moving();
              write[0] = write(key[0], "late-value");
              Waiting.until(() -> trap.caught() == 1);
            });
    shards
        .steps()
        .after(
            SteppingCoordinator.at(guarded ? Step.Track.class : Step.CatchUp.class, 1),
            () -> proxy.lift(trap));
    submitted[0] = submitted();
    awaitCommit(submitted[0]);
    Shards.get(write[0]);
    assertThat(shards.read(key[0])).isEqualTo(guarded ? "late-value" : oldValue(key[0]));
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void withoutTheHoldAWriteBehindTheLastCopyIsLost(boolean guarded) {
    shards.redis();
    open(guarded, Safeguard.HOLD, builder -> builder);
    shards.redis();
    String[] key = new String[1];
    CompletableFuture<?>[] write = new CompletableFuture<?>[1];
    shards
        .steps()
        .before(
            SteppingCoordinator.at(Step.Clean.class, 1),
            () -> {
              key[0] = moving();
              write[0] = write(key[0], "new");
              if (!guarded) {
                Shards.get(write[0]);
              }
            });
    awaitCommit(submitted());
    Shards.get(write[0]);
    assertThat(shards.read(key[0])).isEqualTo(guarded ? "new" : oldValue(key[0]));
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void withoutTheDrainAWriteThatWasUnderWayIsLost(boolean guarded) {
    shards.redis();
    FaultProxy proxy = shards.proxied();
    open(guarded, Safeguard.DRAIN, builder -> builder);
    shards.redis();
    CompletableFuture<?>[] write = new CompletableFuture<?>[1];
    String[] key = new String[1];
    Rule.Trap trap = new Rule.Trap("late-value", 1);
    proxy.apply(trap);
    shards
        .steps()
        .after(
            SteppingCoordinator.at(Step.CatchUp.class, 1),
            () -> {
              key[0] = moving();
              write[0] = write(key[0], "late-value");
              Waiting.until(() -> trap.caught() == 1);
            });
    if (guarded) {
      // The hold ends without a commit; the write is copied before the next one.
      shards
          .steps()
          .after(
              SteppingCoordinator.at(Step.Hold.class, 1),
              () ->
                  shards
                      .steps()
                      .after(
                          SteppingCoordinator.at(Step.CatchUp.class, 1), () -> proxy.lift(trap)));
    } else {
      shards.steps().after(SteppingCoordinator.at(Step.Done.class, 1), () -> proxy.lift(trap));
    }
    awaitCommit(submitted());
    Shards.get(write[0]);
    assertThat(shards.read(key[0])).isEqualTo(guarded ? "late-value" : oldValue(key[0]));
  }

  private static int connections(RedisProcess server, String purpose) {
    return (int)
        RedisCommands.call(server, "CLIENT", "LIST")
            .lines()
            .filter(line -> line.contains(purpose + " "))
            .count();
  }

  private static ShardedCacheBuilder impatient(ShardedCacheBuilder builder) {
    return builder.withCommandTimeout(Duration.ofMillis(500));
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void withoutTheGatewaysFenceALateWriteIsSeenAndVanishes(boolean guarded) {
    RedisProcess source = shards.redis();
    FaultProxy proxy = shards.proxied();
    open(guarded, Safeguard.GATEWAY_FENCE, SafeguardTest::impatient);
    String key = Shards.keysFor(1, 2, KEYS).get(0);
    int usual = connections(source, ":data");
    Rule.Trap trap = new Rule.Trap("late-value", 1);
    proxy.apply(trap);
    assertThat(write(key, "late-value")).failsWithin(Duration.ofSeconds(60));
    // The client has given the connection up, and the server does not know.
    Waiting.until(() -> connections(source, ":data") > usual);
    shards.redis();
    @Nullable String[] seen = new String[1];
    shards
        .steps()
        .after(
            SteppingCoordinator.at(Step.CatchUp.class, 1),
            () -> {
              int open = proxy.connections();
              proxy.lift(trap);
              Waiting.until(() -> proxy.connections() < open);
              seen[0] = shards.read(key);
            });
    awaitCommit(submitted());
    assertThat(seen[0]).isEqualTo(guarded ? oldValue(key) : "late-value");
    assertThat(shards.read(key)).isEqualTo(oldValue(key));
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void withoutTheCopiersFenceALateCopyOverwritesANewerValue(boolean guarded) {
    shards.redis();
    open(guarded, Safeguard.COPIER_FENCE, SafeguardTest::impatient);
    shards.redis();
    FaultProxy proxy = shards.proxied();
    Rule.Trap trap = new Rule.Trap("RESTORE", 1);
    proxy.apply(trap);
    awaitCommit(submitted());
    assertThat(trap.caught()).isEqualTo(1);
    List<String> moved = Shards.keysFor(1, 2, KEYS);
    moved.forEach(key -> shards.set(key, "new"));
    int open = proxy.connections();
    proxy.lift(trap);
    Waiting.until(() -> proxy.connections() < open);
    // Some of the first batch, at least.
    long overwritten = moved.stream().filter(key -> !"new".equals(shards.read(key))).count();
    if (guarded) {
      assertThat(overwritten).isZero();
    } else {
      assertThat(overwritten).isPositive();
    }
  }

  @Test
  void aWriteToAStoppedSourceDoesNotComeBackAfterTheFlip() {
    RedisProcess source = shards.redis();
    open(true, Safeguard.GATEWAY_FENCE, SafeguardTest::impatient);
    shards.redis();
    source.pause();
    String key = Shards.keysFor(1, 2, KEYS).get(0);
    assertThat(write(key, "late")).failsWithin(Duration.ofSeconds(60));
    Waiting.until(() -> failsUnsent("key-0"));
    long id = submitted();
    source.resume();
    awaitCommit(id);
    // It ran before the copy or not at all.
    assertThat(shards.read(key)).isIn("late", oldValue(key));
    shards.set(key, "new");
    shards.committed(ChangeRequest.remove(1));
    assertThat(shards.read(key)).isEqualTo("new");
    shards.assertTidy();
  }

  private boolean failsUnsent(String key) {
    try {
      shards.read(key);
      return false;
    } catch (CacheException e) {
      return e.kind() == CacheException.Kind.UNAVAILABLE;
    }
  }
}

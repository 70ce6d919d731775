package dev.torc.cache;

import static org.assertj.core.api.Assertions.assertThat;

import dev.torc.cache.coordination.Change;
import dev.torc.cache.coordination.ChangeRequest;
import dev.torc.cache.coordination.Safeguard;
import dev.torc.cache.coordination.Step;
import dev.torc.config.HostPort;
import dev.torc.testkit.RedisProcess;
import dev.torc.testkit.proxy.FaultProxy;
import dev.torc.testkit.proxy.Rule;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnJre;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.api.io.TempDir;

/**
 * Nodes that fail, lose what they had or refuse what a change needs, exactly when a move is at a
 * step: the change fails and says why, and the source has its keys as before.
 */
@DisabledOnJre(value = JRE.JAVA_17, disabledReason = "slow, and the same on every version")
final class ReshardingFaultTest {
  private static final int KEYS = 1000;

  private final Shards shards = new Shards();

  @AfterEach
  void close() {
    shards.close();
  }

  /** Nodes may be away for a moment only. */
  private void open() {
    ReshardingSettings settings =
        new ReshardingSettings(0, Duration.ofMillis(500), Duration.ofSeconds(3), Safeguard.all());
    shards.open(builder -> builder.withResharding(settings).withCommandTimeout(SECOND));
    shards.fill(KEYS, "v");
  }

  private static final Duration SECOND = Duration.ofSeconds(1);

  /** Fails to add the last server as node 1 to node 0, because of what happens at a step. */
  private Change failingAt(Class<? extends Step> step, Runnable fault) {
    shards.steps().after(SteppingCoordinator.at(step, 1), fault);
    return shards.failed(ChangeRequest.add(shards.member(), 1));
  }

  private void assertAsBefore() {
    assertThat(shards.state().layers()).hasSize(1);
    shards.assertFilled(KEYS, "v");
    shards.assertTidy();
  }

  @Test
  void destinationIsKilledDuringTheCopy() {
    shards.redis();
    open();
    RedisProcess added = shards.redis();
    Change change = failingAt(Step.Copy.class, added::kill);
    assertThat(change.reason()).contains(String.valueOf(added.address().getPort()));
    added.start();
    assertAsBefore();
  }

  @Test
  void destinationIsKilledInAHold() {
    shards.redis();
    open();
    RedisProcess added = shards.redis();
    // Before it is written: after that, the commit may be faster than the kill.
    shards.steps().before(SteppingCoordinator.at(Step.Finish.class, 1), added::kill);
    Change change = shards.failed(ChangeRequest.add(shards.member(), 1));
    assertThat(change.reason()).contains(String.valueOf(added.address().getPort()));
    added.start();
    assertAsBefore();
  }

  @Test
  void destinationComesBackWithOldData(@TempDir Path folder) {
    shards.redis();
    open();
    RedisProcess added = shards.redis("--dir", folder.toString());
    Change change =
        failingAt(
            Step.CatchUp.class,
            () -> {
              RedisCommands.call(added, "SAVE");
              added.kill();
              added.start();
            });
    assertThat(change.reason()).contains("has lost what was copied");
    assertAsBefore();
  }

  @Test
  void destinationIsFlushed() {
    shards.redis();
    open();
    RedisProcess added = shards.redis();
    Change change = failingAt(Step.CatchUp.class, () -> RedisCommands.call(added, "FLUSHALL"));
    assertThat(change.reason()).contains("has lost what was copied");
    assertAsBefore();
  }

  private void assertLost() {
    for (int i = 0; i < KEYS; i++) {
      assertThat(shards.read("key-" + i)).isNull();
    }
    shards.assertTidy();
  }

  @Test
  void sourceIsKilledDuringTheCopy() {
    RedisProcess source = shards.redis();
    open();
    shards.redis();
    Change change = failingAt(Step.Copy.class, source::kill);
    assertThat(change.reason()).contains(String.valueOf(source.address().getPort()));
    source.start();
    awaitAnswers();
    assertLost();
  }

  /** Waits until all event loops have a connection again: callers are spread over them. */
  private void awaitAnswers() {
    Waiting.until(() -> {
      for (int i = 0; i < 2 * Runtime.getRuntime().availableProcessors(); i++) {
        try {
          shards.read("key-0");
        } catch (CacheException e) {
          return false;
        }
      }
      return true;
    });
  }

  @Test
  void sourceComesBackEmpty() {
    RedisProcess source = shards.redis();
    open();
    shards.redis();
    Change change =
        failingAt(
            Step.CatchUp.class,
            () -> {
              source.kill();
              source.start();
            });
    assertThat(change.reason()).contains("the record of writes is gone");
    awaitAnswers();
    assertLost();
  }

  @Test
  void sourceComesBackWithOldData(@TempDir Path folder) {
    RedisProcess source = shards.redis("--dir", folder.toString());
    open();
    shards.redis();
    String key = Shards.keysFor(1, 2, KEYS).get(0);
    Change change =
        failingAt(
            Step.CatchUp.class,
            () -> {
              RedisCommands.call(source, "SAVE");
              shards.set(key, "forgotten");
              source.kill();
              source.start();
            });
    assertThat(change.reason()).contains("the record of writes is gone");
    awaitAnswers();
    // It was emptied before it was let in: nothing of it is older than what was read.
    assertLost();
  }

  /** The copy and the record of writes are at the former address: nothing of them counts. */
  @Test
  void sourceIsFoundAtAnotherAddress() {
    RedisProcess source = shards.redis();
    open();
    shards.redis();
    try (RedisProcess other =
        RedisProcess.started(
            "--replicaof", "127.0.0.1", Integer.toString(source.address().getPort()))) {
      Change change =
          failingAt(
              Step.CatchUp.class,
              () -> {
                Waiting.until(() -> Shards.keys(other).size() >= KEYS);
                RedisCommands.call(other, "REPLICAOF", "NO", "ONE");
                shards
                    .cache()
                    .resharding()
                    .readdress(
                        0,
                        new HostPort(other.address().getHostString(), other.address().getPort()));
              });
      assertThat(change.reason()).contains("node 0 is at " + other.address().getHostString());
      awaitAnswers();
      for (int i = 0; i < KEYS; i++) {
        assertThat(shards.read("key-" + i)).isEqualTo("v" + i);
      }
    }
  }

  @Test
  void destinationIsFoundAtAnotherAddress() {
    shards.redis();
    open();
    shards.redis();
    try (RedisProcess other = RedisProcess.started()) {
      Change change =
          failingAt(
              Step.CatchUp.class,
              () ->
                  shards
                      .cache()
                      .resharding()
                      .readdress(
                          1,
                          new HostPort(
                              other.address().getHostString(), other.address().getPort())));
      assertThat(change.reason()).contains("node 1 is at ");
      shards.assertFilled(KEYS, "v");
    }
  }

  @Test
  void sourceIsFlushed() {
    RedisProcess source = shards.redis();
    open();
    shards.redis();
    Change change = failingAt(Step.Copy.class, () -> RedisCommands.call(source, "FLUSHALL"));
    assertThat(change.reason()).contains("the record of writes is gone");
    assertLost();
  }

  private static void deleteRecords(RedisProcess source) {
    Shards.keys(source).stream()
        .filter(key -> key.contains(":written:"))
        .forEach(key -> RedisCommands.call(source, "DEL", key));
  }

  @Test
  void recordOfWritesIsDeleted() {
    RedisProcess source = shards.redis();
    open();
    shards.redis();
    Change change = failingAt(Step.CatchUp.class, () -> deleteRecords(source));
    assertThat(change.reason()).contains("the record of writes is gone");
    assertAsBefore();
  }

  /** The next round began with a new record, as if nothing had been written before. */
  @Test
  void recordOfWritesIsDeletedJustBeforeItIsRenamed() {
    RedisProcess source = shards.redis();
    FaultProxy proxy = shards.proxied();
    open();
    shards.redis();
    List<String> moving = Shards.keysFor(1, 2, KEYS + 1000).subList(0, 700);
    Rule.Trap trap = new Rule.Trap("RENAME", 1);
    proxy.apply(trap);
    shards
        .steps()
        .after(
            SteppingCoordinator.at(Step.CatchUp.class, 1),
            () -> {
              setAll(moving, "later");
              CompletableFuture<Void> unused =
                  CompletableFuture.runAsync(() -> {
                    Waiting.until(() -> trap.caught() == 1);
                    deleteRecords(source);
                    proxy.lift(trap);
                  });
            });
    Change change = shards.made(ChangeRequest.add(shards.member(), 1));
    moving.forEach(key -> assertThat(shards.read(key)).as(key).isEqualTo("later"));
    assertThat(change.status()).isEqualTo(Change.Status.FAILED);
    assertThat(change.reason()).contains("the record of writes is gone");
    shards.assertTidy();
  }

  private void setAll(List<String> keys, String value) {
    List<CompletableFuture<?>> writes = new ArrayList<>();
    for (String key : keys) {
      writes.add(
          shards.cache().set(Shards.bytes(key), Shards.bytes(value), null).toCompletableFuture());
    }
    Shards.get(CompletableFuture.allOf(writes.toArray(CompletableFuture<?>[]::new)));
  }

  @Test
  void sourceIsFull() {
    RedisProcess source = shards.redis();
    open();
    shards.redis();
    List<String> moving = Shards.keysFor(1, 2, KEYS);
    List<Boolean> deleted = new ArrayList<>();
    List<Object> refusals = new ArrayList<>();
    Change change =
        failingAt(
            Step.CatchUp.class,
            () -> {
              RedisCommands.call(source, "CONFIG", "SET", "maxmemory", "1");
              byte[] key = Shards.bytes(moving.get(0));
              try {
                Shards.get(shards.cache().set(key, key, null));
              } catch (CacheException e) {
                refusals.add(e.kind());
              }
              deleted.add(Shards.get(shards.cache().delete(key)).value());
            });
    assertThat(refusals).containsExactly(CacheException.Kind.FULL);
    assertThat(deleted).containsExactly(true);
    assertThat(change.reason()).contains("OOM");
    RedisCommands.call(source, "CONFIG", "SET", "maxmemory", "0");
    assertThat(shards.read(moving.get(0))).isNull();
    shards.set(moving.get(0), moving.get(0).replace("key-", "v"));
    assertAsBefore();
  }

  @Test
  void destinationIsFull() {
    shards.redis();
    open();
    RedisProcess added = shards.redis();
    Change change =
        failingAt(
            Step.Copy.class, () -> RedisCommands.call(added, "CONFIG", "SET", "maxmemory", "1"));
    assertThat(change.reason())
        .contains("OOM")
        .contains("node 1 (127.0.0.1:" + added.address().getPort());
    assertAsBefore();
  }

  @Test
  void destinationWouldBeFull() {
    shards.redis();
    open();
    List<CompletableFuture<?>> writes = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      byte[] key = Shards.bytes("large-" + i);
      writes.add(shards.cache().set(key, new byte[100_000], null).toCompletableFuture());
    }
    CompletableFuture.allOf(writes.toArray(CompletableFuture<?>[]::new)).join();
    RedisProcess added = shards.redis("--maxmemory", "3mb");
    Change refused = shards.failed(ChangeRequest.add(shards.member(), 1));
    assertThat(refused.reason()).contains("node 1 (").contains("maxmemory").contains("force");
    assertThat(refused.progress().keys()).isZero();
    Change forced = shards.failed(ChangeRequest.add(shards.member(), 1).forced());
    assertThat(forced.reason()).contains("OOM");
    RedisCommands.call(added, "CONFIG", "SET", "maxmemory", "100mb");
    assertAsBefore();
    shards.committed(ChangeRequest.add(shards.member(), 1));
    shards.assertFilled(KEYS, "v");
    shards.assertTidy();
  }

  @Test
  void destinationTakesNothingThatTheSourceDumps() {
    shards.redis();
    open();
    shards.redis();
    FaultProxy proxy = shards.proxied();
    proxy.apply(new Rule.Replace("redis_version:6.2.11", "redis_version:6.0.16"));
    // Whatever is dumped has another checksum when it arrives.
    proxy.apply(new Rule.Replace("probe", "prove"));
    Change change = shards.failed(ChangeRequest.add(shards.member(), 1));
    assertThat(change.reason()).contains("6.0.16").contains("6.2.11").contains("does not take");
    assertThat(change.progress().keys()).isZero();
    assertAsBefore();
  }

  @Test
  void nodesThatRefuseToEndConnectionsAreNotPartOfChanges() {
    RedisProcess source = shards.redis();
    open();
    RedisProcess added = shards.redis();
    AtomicBoolean begun = new AtomicBoolean();
    shards.steps().after(SteppingCoordinator.at(Step.Ready.class, 1), () -> begun.set(true));
    for (RedisProcess server : List.of(source, added)) {
      for (String permitted : List.of("+ping", "+client|id", "+client|list")) {
        RedisCommands.call(server, "ACL", "SETUSER", "default", "-client", permitted);
        if (permitted.equals("+client|list")) {
          RedisCommands.call(server, "ACL", "SETUSER", "default", "+client|id", "+client|setname");
        }
        Change change = shards.failed(ChangeRequest.add(shards.member(), 1));
        assertThat(change.reason()).contains("NOPERM").containsIgnoringCase("client");
      }
      RedisCommands.call(server, "ACL", "SETUSER", "default", "+client");
    }
    assertThat(begun).isFalse();
    assertAsBefore();
    shards.committed(ChangeRequest.add(shards.member(), 1));
  }
}

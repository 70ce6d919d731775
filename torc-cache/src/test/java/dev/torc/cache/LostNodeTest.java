package dev.torc.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.torc.cache.coordination.Change;
import dev.torc.cache.coordination.ChangeRequest;
import dev.torc.cache.coordination.Safeguard;
import dev.torc.cache.coordination.Step;
import dev.torc.testkit.RedisProcess;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Nodes that are given up with their keys. */
final class LostNodeTest {
  private static final int KEYS = 600;

  private final Shards shards = new Shards();

  @AfterEach
  void close() {
    shards.close();
  }

  private void open() {
    ReshardingSettings settings =
        new ReshardingSettings(0, Duration.ofMillis(500), Duration.ofSeconds(3), Safeguard.all());
    shards.open(
        builder -> builder.withResharding(settings).withCommandTimeout(Duration.ofMillis(500)));
    shards.fill(KEYS, "v");
  }

  /** Which of the keys each node has. */
  private Map<String, Integer> owners() {
    Map<String, Integer> owners = new HashMap<>();
    for (int i = 0; i < KEYS; i++) {
      String key = "key-" + i;
      owners.put(key, shards.cache().epoch().ownerOf(Shards.bytes(key)).index());
    }
    return owners;
  }

  private void assertOnlyGone(int lost, Map<String, Integer> owners) {
    owners.forEach((key, owner) ->
        assertThat(shards.read(key))
            .as("%s of node %s", key, owner)
            .isEqualTo(owner == lost ? null : key.replace("key-", "v")));
  }

  private void assertUnavailable(String key) {
    assertThatExceptionOfType(CacheException.class)
        .isThrownBy(() -> shards.read(key))
        .extracting(CacheException::kind)
        .isIn(CacheException.Kind.UNAVAILABLE, CacheException.Kind.TIMED_OUT);
  }

  @Test
  void keysOfAKilledNodeBecomeMissesAndOthersStay() {
    RedisProcess lost = shards.redis();
    RedisProcess one = shards.redis();
    RedisProcess other = shards.redis();
    open();
    Map<String, Integer> owners = owners();
    List<String> ofLost =
        owners.keySet().stream().filter(key -> owners.getOrDefault(key, -1) == 0).toList();
    // What an earlier life may have left where the keys go now.
    for (String key : ofLost) {
      RedisCommands.call(one, "SET", key, "ghost");
      RedisCommands.call(other, "SET", key, "ghost");
    }
    lost.kill();
    assertUnavailable(ofLost.get(0));
    shards.committed(ChangeRequest.lost(0));
    assertOnlyGone(0, owners);
    for (String key : ofLost) {
      shards.set(key, "again");
      assertThat(shards.read(key)).isEqualTo("again");
    }
  }

  @Test
  void aStoppedNodeIsGivenUpWhatItDoesLater() {
    RedisProcess lost = shards.redis();
    shards.redis();
    shards.redis();
    open();
    Map<String, Integer> owners = owners();
    lost.pause();
    String key = shards.keyOn(0);
    assertUnavailable(key);
    var late = shards.cache().set(Shards.bytes(key), Shards.bytes("late"), null);
    shards.committed(ChangeRequest.lost(0));
    assertThat(late.toCompletableFuture()).failsWithin(Duration.ofSeconds(60));
    shards.set(key, "new");
    lost.resume();
    Waiting.until(() -> RedisCommands.call(lost, "PING").contains("PONG"));
    assertThat(shards.read(key)).isEqualTo("new");
    owners.remove(key);
    assertOnlyGone(0, owners);
  }

  @Test
  void aNodeIsGivenUpAfterAChangeStoppedHalfWay() {
    RedisProcess lost = shards.redis();
    shards.redis();
    open();
    shards.redis();
    Resharding resharding = shards.cache().resharding();
    // Its keys have gone in part; it is needed to go back.
    shards
        .steps()
        .after(
            SteppingCoordinator.at(Step.Clean.class, 1),
            () -> {
              lost.kill();
              resharding.cancel(1);
            });
    Change stuck = shards.failed(ChangeRequest.add(shards.member(), 1));
    assertThat(stuck.reason()).contains("cancelled").contains("it could not go back");
    assertThat(shards.state().layers()).hasSizeGreaterThan(1);
    Map<String, Integer> mixed = owners();
    assertThat(mixed.values()).contains(0, 1, 2);
    assertUnavailable(
        mixed.keySet().stream()
            .filter(key -> mixed.getOrDefault(key, -1) == 0)
            .findFirst()
            .orElseThrow());
    shards.committed(ChangeRequest.lost(0));
    assertThat(shards.state().layers()).hasSize(1);
    assertOnlyGone(0, mixed);
  }

  @Test
  void aGivenUpNodeComesBackAsAnother() {
    shards.redis();
    shards.redis();
    RedisProcess lost = shards.redis();
    open();
    Map<String, Integer> owners = owners();
    shards.committed(ChangeRequest.lost(2));
    assertThat(Shards.keys(lost)).isNotEmpty();
    assertOnlyGone(2, owners);
    shards.committed(ChangeRequest.add(shards.member(), 1));
    assertOnlyGone(2, owners);
  }
}

package dev.torc.cache;

import static org.assertj.core.api.Assertions.assertThat;

import dev.torc.cache.coordination.Change;
import dev.torc.cache.coordination.ChangeRequest;
import dev.torc.cache.coordination.ClusterState;
import dev.torc.cache.coordination.Pair;
import dev.torc.cache.coordination.Phase;
import dev.torc.cache.coordination.Safeguard;
import dev.torc.cache.coordination.Step;
import dev.torc.cache.internal.InternalKeys;
import dev.torc.testkit.RedisProcess;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnJre;
import org.junit.jupiter.api.condition.JRE;

/** Writes that are faster than the copy, as the record of a move shows them. */
@DisabledOnJre(value = JRE.JAVA_17, disabledReason = "slow, and the same on every version")
final class OutrunTest {
  private static final int KEYS = 6000;
  private static final Pair MOVE = new Pair(0, 1);

  private final Shards shards = new Shards();
  private final AtomicBoolean ending = new AtomicBoolean();
  private final AtomicBoolean slowed = new AtomicBoolean();
  private CompletableFuture<Void> writing = CompletableFuture.completedFuture(null);

  @AfterEach
  void close() {
    ending.set(true);
    writing.join();
    shards.close();
  }

  /** Records every key as written, again and again: far faster than a round copies them. */
  private void record(RedisProcess source) {
    ClusterState state = shards.state();
    Change active = Objects.requireNonNull(state.active());
    String record =
        new String(
            new InternalKeys(state.cluster(), active.id()).written(MOVE),
            StandardCharsets.US_ASCII);
    String[] command =
        Stream.concat(Stream.of("SADD", record), Shards.keysFor(1, 2, KEYS).stream())
            .toArray(String[]::new);
    writing =
        CompletableFuture.runAsync(() -> {
          while (!ending.get()) {
            RedisCommands.call(source, command);
          }
        });
  }

  @Test
  void writesThatOutrunTheCopyAreSlowedDownAndThenTheChangeIsGivenUp() {
    RedisProcess source = shards.redis();
    ReshardingSettings slowCopy =
        new ReshardingSettings(
            60_000, Duration.ofSeconds(1), Duration.ofSeconds(30), Safeguard.all());
    shards.open(builder -> builder.withResharding(slowCopy));
    shards.fill(KEYS, "v");
    shards.redis();
    shards.steps().after(SteppingCoordinator.at(Step.CatchUp.class, 1), () -> record(source));
    CompletableFuture<Void> written = new CompletableFuture<>();
    shards
        .steps()
        .after(
            state -> phases(state).contains(Phase.SLOWED),
            () -> {
              slowed.set(true);
              // Slower, and served all the same.
              shards
                  .cache()
                  .set(Shards.bytes("key-1"), Shards.bytes("v1"), null)
                  .whenComplete((served, error) -> written.complete(null));
            });
    shards
        .steps()
        .before(
            SteppingCoordinator.at(Step.Release.class, 1),
            () -> {
              ending.set(true);
              writing.join();
            });
    Change change = shards.failed(ChangeRequest.add(shards.member(), 1));
    assertThat(change.reason()).contains("writes outrun the copy from node 0");
    assertThat(slowed).isTrue();
    Shards.get(written);
    assertThat(change.progress().rounds()).isGreaterThanOrEqualTo(20);
    shards.assertFilled(KEYS, "v");
    shards.assertTidy();
  }

  private static List<Phase> phases(ClusterState state) {
    Change active = state.active();
    return active == null
        ? List.of()
        : active.moves().stream().map(move -> move.step().phase()).toList();
  }
}

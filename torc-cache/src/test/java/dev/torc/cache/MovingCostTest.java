package dev.torc.cache;

import static org.assertj.core.api.Assertions.assertThat;

import dev.torc.cache.coordination.ChangeRequest;
import dev.torc.cache.coordination.Safeguard;
import dev.torc.cache.coordination.Step;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a recorder is told of writes that are recorded and of operations that are held back. */
final class MovingCostTest {
  private static final int KEYS = 300;

  /** One of the keys that the added node will have. */
  private final String moving = Shards.keysFor(1, 2, KEYS).get(0);

  private final Shards shards = new Shards();
  private final Costs costs = new Costs();

  private static final class Costs implements CacheRecorder {
    final AtomicInteger tracked = new AtomicInteger();
    final AtomicInteger heldBack = new AtomicInteger();
    final AtomicInteger released = new AtomicInteger();
    final List<Long> holds = new CopyOnWriteArrayList<>();

    @Override
    public void completed(
        CacheNode node, Operation operation, CacheException.@Nullable Kind failure, long nanos) {}

    @Override
    public void tracked(int writes) {
      tracked.addAndGet(writes);
    }

    @Override
    public void heldBack() {
      heldBack.incrementAndGet();
    }

    @Override
    public void released(int operations) {
      released.addAndGet(operations);
    }

    @Override
    public void holdEnded(long nanos) {
      holds.add(nanos);
    }
  }

  @BeforeEach
  void open() {
    shards.redis();
    // No hold ends by itself, however slow the machine is.
    shards.open(builder ->
        builder
            .withRecorder(costs)
            .withResharding(
                new ReshardingSettings(
                    0, Duration.ofSeconds(60), Duration.ofSeconds(60), Safeguard.all())));
    shards.fill(KEYS, "v");
    shards.redis();
  }

  @AfterEach
  void close() {
    shards.close();
  }

  @Test
  void writesOfAMoveAreCountedAndOthersAreNot() {
    String staying = Shards.keysFor(0, 2, KEYS).get(0);
    shards
        .steps()
        .after(
            SteppingCoordinator.at(Step.Copy.class, 1),
            () -> {
              shards.set(moving, "1");
              shards.set(moving, "2");
              shards.read(moving);
              shards.set(staying, "3");
            });
    shards.committed(ChangeRequest.add(shards.member(), 1));
    assertThat(costs.tracked).hasValue(2);
    shards.set(moving, "4");
    assertThat(costs.tracked).hasValue(2);
  }

  @Test
  void operationsThatWaitForAHoldAreCounted() {
    List<CompletionStage<?>> waiting = new ArrayList<>();
    shards
        .steps()
        .before(
            SteppingCoordinator.at(Step.Finish.class, 1),
            () -> {
              for (int i = 0; i < 3; i++) {
                waiting.add(shards.cache().get(Shards.bytes(moving)));
              }
              Waiting.until(() -> costs.heldBack.get() == 3);
              assertThat(costs.released).hasValue(0);
            });
    shards.committed(ChangeRequest.add(shards.member(), 1));
    waiting.forEach(Shards::get);
    assertThat(costs.heldBack).hasValue(3);
    assertThat(costs.released).hasValue(3);
    Waiting.until(() -> !costs.holds.isEmpty());
    assertThat(costs.holds).allMatch(nanos -> nanos > 0);
  }
}

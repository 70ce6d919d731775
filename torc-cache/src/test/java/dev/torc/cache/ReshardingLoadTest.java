package dev.torc.cache;

import static org.assertj.core.api.Assertions.assertThat;

import dev.torc.cache.coordination.Change;
import dev.torc.cache.coordination.ChangeRequest;
import dev.torc.cache.coordination.Layer;
import dev.torc.cache.coordination.Member;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Changes of the ring while clients read and write without a pause. */
final class ReshardingLoadTest {
  private static final int STILL = 2000;
  private static final int BUSY = 200;
  private static final int CLIENTS = 24;

  private final Shards shards = new Shards();

  @AfterEach
  void close() {
    shards.close();
  }

  private void underLoad(Supplier<List<ChangeRequest>> requests) {
    shards.redis();
    shards.redis();
    shards.redis();
    ShardedCache cache = shards.open();
    shards.fill(STILL, "v");
    try (CacheLoad load = CacheLoad.on(cache, CLIENTS, BUSY)) {
      load.awaitAnswers(1000);
      for (ChangeRequest request : requests.get()) {
        Epoch before = cache.epoch();
        Change change = shards.committed(request);
        Waiting.until(() -> cache.epoch().number() == change.epoch());
        assertThat(change.epoch() - before.number()).isEqualTo(change.moves().size());
        assertThat(change.progress().moved()).isLessThanOrEqualTo(moving(before, cache.epoch()));
      }
      load.awaitAnswers(1000);
      assertThat(load.failures()).isEmpty();
      load.assertLinearizable();
    }
    shards.assertTidy();
    shards.assertFilled(STILL, "v");
  }

  /** How many keys may be copied for another owner: some of them are not there at a time. */
  private static long moving(Epoch before, Epoch after) {
    List<String> names = new ArrayList<>();
    for (int i = 0; i < STILL; i++) {
      names.add("key-" + i);
    }
    for (int i = 0; i < BUSY; i++) {
      names.add("load-" + i);
    }
    long moving =
        names.stream()
            .map(Shards::bytes)
            .filter(key -> before.ownerOf(key).index() != after.ownerOf(key).index())
            .count();
    return moving + moving / 20;
  }

  @Test
  void aNodeIsAddedAndRemoved() {
    underLoad(() -> {
      shards.redis();
      return List.of(ChangeRequest.add(shards.member(), 1), ChangeRequest.remove(1));
    });
  }

  @Test
  void twoNodesAreAddedAtOnce() {
    underLoad(() -> {
      shards.redis();
      Member one = shards.member();
      shards.redis();
      Member other = shards.member();
      return List.of(
          new ChangeRequest(
              List.of(one, other),
              List.of(),
              false,
              List.of(new Layer.Weight(other.index(), 2)),
              null,
              false));
    });
  }

  @Test
  void weightsAndPointsGoUpAndDown() {
    underLoad(() ->
        List.of(
            ChangeRequest.weight(1, 3),
            ChangeRequest.points(150),
            ChangeRequest.points(60),
            ChangeRequest.weight(1, 0)));
  }

  @Test
  void changesThatWaitAreMadeOneAfterTheOther() {
    shards.redis();
    shards.redis();
    ShardedCache cache = shards.open();
    shards.fill(STILL, "v");
    try (CacheLoad load = CacheLoad.on(cache, CLIENTS, BUSY)) {
      shards.redis();
      Member added = shards.member();
      Resharding resharding = cache.resharding();
      Change first = resharding.submit(ChangeRequest.add(added, 1));
      Change second = resharding.submit(ChangeRequest.weight(added.index(), 3));
      Change third = resharding.submit(ChangeRequest.remove(0));
      for (Change change : List.of(first, second, third)) {
        assertThat(shards.over(change.id()).status()).isEqualTo(Change.Status.COMMITTED);
      }
      load.awaitAnswers(1000);
      assertThat(load.failures()).isEmpty();
      load.assertLinearizable();
    }
    shards.assertTidy();
    shards.assertFilled(STILL, "v");
  }
}

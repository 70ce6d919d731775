package dev.torc.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.torc.cache.CacheNode;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

final class FullWritesTest {
  private long now;
  private int alarms;
  private final FullWrites writes = new FullWrites(1 << 20, () -> now);

  private CompletableFuture<Boolean> full(int node, long waited) {
    CacheNode found =
        new CacheNode(node, "n" + node, InetSocketAddress.createUnresolved("h", 1), 1);
    return writes.full(found, 10, waited).toCompletableFuture();
  }

  @Test
  void nobodyWaitsUnlessSomebodyMakesRoom() {
    assertThat(full(0, 0)).isCompletedWithValue(false);
    writes.admit(100, () -> alarms++);
    CompletableFuture<Boolean> waiting = full(0, 0);
    assertThat(waiting).isNotDone();
    assertThat(alarms).isEqualTo(1);
    writes.admit(0, () -> {});
    writes.giveUp();
    assertThat(waiting).isCompletedWithValue(false);
    assertThat(full(0, 0)).isCompletedWithValue(false);
  }

  @Test
  void thoseOfANodeThatHasRoomAreTriedAgain() {
    writes.admit(100, () -> {});
    CompletableFuture<Boolean> first = full(0, 0);
    CompletableFuture<Boolean> second = full(1, 0);
    assertThat(writes.nodes()).containsExactlyInAnyOrder(0, 1);
    writes.retry(node -> node == 1);
    assertThat(second).isCompletedWithValue(true);
    assertThat(first).isNotDone();
    assertThat(writes.nodes()).containsExactly(0);
  }

  /** However often it is tried again, the whole time counts. */
  @Test
  void patienceEnds() {
    writes.admit(100, () -> {});
    CompletableFuture<Boolean> first = full(0, 0);
    CompletableFuture<Boolean> again = full(0, 60);
    now = 40;
    writes.expire();
    assertThat(again).isCompletedWithValue(false);
    assertThat(first).isNotDone();
    now = 100;
    writes.expire();
    assertThat(first).isCompletedWithValue(false);
    assertThat(writes.isEmpty()).isTrue();
  }

  @Test
  void theyHoldSoMuchMemoryAtMost() {
    writes.admit(100, () -> {});
    CacheNode node = new CacheNode(0, "n0", InetSocketAddress.createUnresolved("h", 1), 1);
    CompletableFuture<Boolean> large = writes.full(node, 1 << 20, 0).toCompletableFuture();
    assertThat(full(0, 0)).isCompletedWithValue(false);
    assertThat(large).isNotDone();
    writes.retry(one -> true);
    assertThat(large).isCompletedWithValue(true);
    assertThat(full(0, 0)).isNotDone();
  }

  @Test
  void notAnyNumberWaits() {
    writes.admit(100, () -> {});
    List<CompletableFuture<Boolean>> all = new ArrayList<>();
    for (int i = 0; i < FullWrites.MAX_WAITING; i++) {
      all.add(full(0, 0));
    }
    assertThat(all).noneMatch(CompletableFuture::isDone);
    assertThat(full(0, 0)).isCompletedWithValue(false);
    writes.retry(node -> true);
    assertThat(all).allMatch(CompletableFuture::isDone);
    assertThat(full(0, 0)).isNotDone();
  }
}

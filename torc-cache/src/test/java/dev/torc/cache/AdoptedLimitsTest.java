package dev.torc.cache;

import static dev.torc.cache.CacheException.Kind.OVERLOADED;
import static dev.torc.cache.CacheException.Kind.TOO_LARGE;
import static dev.torc.cache.OpenCaches.failureOf;
import static dev.torc.cache.OpenCaches.get;
import static dev.torc.cache.OpenCaches.kindOf;
import static dev.torc.cache.OpenCaches.over;
import static dev.torc.cache.Shards.bytes;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.torc.cache.coordination.ChangeRequest;
import dev.torc.testkit.RedisProcess;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Limits that change while the cache runs, on real Redis servers. */
final class AdoptedLimitsTest {
  private static final int LOOPS = Runtime.getRuntime().availableProcessors();
  private static final CacheLimits DEFAULTS = CacheLimits.DEFAULTS;

  private final OpenCaches caches = new OpenCaches();
  private final Shards shards = new Shards();

  @AfterEach
  void closeAll() throws Exception {
    caches.close();
    shards.close();
  }

  private static CacheLimits values(int bytes) {
    return new CacheLimits(DEFAULTS.maxPendingCommands(), DEFAULTS.maxPendingBytes(), bytes);
  }

  private static void adopt(ShardedCache cache, CacheLimits limits) {
    cache.adopt(limits).toCompletableFuture().orTimeout(10, SECONDS).join();
  }

  /** On each event loop: whoever is on none of them takes turns. */
  private static void assertDelivered(ShardedCache cache, String key, int length) {
    for (int i = 0; i < LOOPS; i++) {
      assertThat(get(cache.get(bytes(key))).value()).hasSize(length);
    }
  }

  private static void assertTooLarge(ShardedCache cache, String key) {
    for (int i = 0; i < LOOPS; i++) {
      assertThat(failureOf(cache.get(bytes(key)))).isEqualTo(TOO_LARGE);
    }
  }

  private static void assertLongest(ShardedCache cache, int bytes) {
    get(cache.set(bytes("longest"), new byte[bytes], null));
    assertDelivered(cache, "longest", bytes);
    assertThatThrownBy(() -> cache.set(bytes("longer"), new byte[bytes + 1], null))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("value: " + (bytes + 1) + " bytes (expected: at most " + bytes + ")");
  }

  private static long connections(RedisProcess server) {
    return RedisCommands.call(server, "CLIENT", "LIST")
        .lines()
        .filter(line -> line.contains(":data "))
        .map(line -> line.replaceFirst(".*?\\bid=(\\d+) .*", "$1"))
        .mapToLong(Long::parseLong)
        .sum();
  }

  @Test
  void theLongestValueChangesOnOpenConnections() {
    RedisProcess server = caches.redis();
    ShardedCache cache = caches.cache(over(server).withMaxValueBytes(10));
    assertLongest(cache, 10);
    RedisCommands.call(server, "SET", "foreign", "x".repeat(1000));
    assertTooLarge(cache, "foreign");
    long before = connections(server);
    adopt(cache, values(1000));
    assertDelivered(cache, "foreign", 1000);
    assertLongest(cache, 1000);
    adopt(cache, values(999));
    assertTooLarge(cache, "foreign");
    assertLongest(cache, 999);
    adopt(cache, values(1000));
    assertDelivered(cache, "foreign", 1000);
    // The same connections all the time.
    assertThat(connections(server)).isEqualTo(before);
  }

  @Test
  void connectionsThatAreMadeAnewHaveTheLimitsOfNow() {
    RedisProcess server = caches.redis();
    ShardedCache cache = caches.cache(over(server).withMaxValueBytes(10));
    RedisCommands.call(server, "SET", "foreign", "x".repeat(1000));
    assertTooLarge(cache, "foreign");
    adopt(cache, values(1000));
    long before = connections(server);
    RedisCommands.call(server, "CLIENT", "KILL", "TYPE", "normal");
    Waiting.until(() -> connections(server) > before && succeeds(cache));
    assertDelivered(cache, "foreign", 1000);
  }

  private static boolean succeeds(ShardedCache cache) {
    for (int i = 0; i < LOOPS; i++) {
      if (cache
          .exists(bytes("k"))
          .toCompletableFuture()
          .handle((served, error) -> error != null)
          .join()) {
        return false;
      }
    }
    return true;
  }

  @Test
  void connectionsToAddedNodesHaveTheLimitsOfNow() {
    shards.redis();
    ShardedCache cache = shards.open(builder -> builder.withMaxValueBytes(10));
    adopt(cache, values(1000));
    for (int i = 0; i < 50; i++) {
      get(cache.set(bytes("k" + i), new byte[1000], null));
    }
    shards.redis();
    shards.committed(ChangeRequest.add(shards.member(), 1));
    boolean[] served = new boolean[2];
    for (int i = 0; i < 50; i++) {
      assertDelivered(cache, "k" + i, 1000);
      served[get(cache.get(bytes("k" + i))).node().index()] = true;
    }
    assertThat(served).containsExactly(true, true);
    adopt(cache, values(10));
    for (int i = 0; i < 50; i++) {
      assertTooLarge(cache, "k" + i);
    }
  }

  /** As many on each event loop as go round. */
  private static List<CompletableFuture<?>> reads(ShardedCache cache, int onEach) {
    List<CompletableFuture<?>> reads = new ArrayList<>();
    for (int i = 0; i < onEach * LOOPS; i++) {
      reads.add(cache.get(bytes("k")).toCompletableFuture());
    }
    return reads;
  }

  /** How many were refused because of others that wait; all others were served. */
  private static long refused(List<CompletableFuture<?>> reads) {
    long refused = 0;
    for (CompletableFuture<?> read : reads) {
      Throwable error = read.orTimeout(30, SECONDS).handle((served, failure) -> failure).join();
      if (error != null) {
        assertThat(kindOf(error)).isEqualTo(OVERLOADED);
        refused++;
      }
    }
    return refused;
  }

  @Test
  void whatMayWaitChangesOnOpenConnections() {
    RedisProcess server = caches.redis();
    ShardedCache cache =
        caches.cache(
            over(server).withMaxPending(50, 1 << 20).withCommandTimeout(Duration.ofMinutes(1)));
    assertThat(refused(reads(cache, 1))).isZero();
    server.pause();
    List<CompletableFuture<?>> first = reads(cache, 51);
    adopt(cache, new CacheLimits(80, 1 << 20, 1 << 20));
    List<CompletableFuture<?>> more = reads(cache, 31);
    // Lower than what waits: that stays, and nothing comes to it.
    adopt(cache, new CacheLimits(20, 1 << 20, 1 << 20));
    List<CompletableFuture<?>> surplus = reads(cache, 2);
    assertThat(refused(surplus)).isEqualTo(2L * LOOPS);
    server.resume();
    assertThat(refused(first)).isEqualTo(LOOPS);
    assertThat(refused(more)).isEqualTo(LOOPS);
    server.pause();
    List<CompletableFuture<?>> later = reads(cache, 21);
    adopt(cache, new CacheLimits(1000, 1, 1 << 20));
    List<CompletableFuture<?>> bytes = reads(cache, 1);
    server.resume();
    assertThat(refused(later)).isEqualTo(LOOPS);
    assertThat(refused(bytes)).isEqualTo(LOOPS);
    server.pause();
    List<CompletableFuture<?>> alone = reads(cache, 3);
    server.resume();
    assertThat(refused(alone)).isEqualTo(2L * LOOPS);
  }

  /** Whoever asks for several changes at once has the last one. */
  @Test
  void theLastOfManyStays() {
    RedisProcess server = caches.redis();
    ShardedCache cache = caches.cache(over(server));
    RedisCommands.call(server, "SET", "foreign", "x".repeat(78));
    List<CompletionStage<Void>> adopted = new ArrayList<>();
    for (int i = 0; i < 1000; i++) {
      adopted.add(cache.adopt(values(i % 2 == 0 ? 10 : 100_000)));
    }
    adopt(cache, values(77));
    assertThat(adopted).allMatch(stage -> stage.toCompletableFuture().isDone());
    assertLongest(cache, 77);
    assertTooLarge(cache, "foreign");
  }

  @Test
  void aChangeOfTheRingCanCopyEveryValueThatIsTaken() {
    int most = 127 << 20;
    ShardedCache cache = caches.cache(over(caches.redis()));
    assertThatThrownBy(() -> cache.adopt(values(most + 1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "maxValueBytes: %d (expected: at most %d, which can be copied)", most + 1, most);
    assertLongest(cache, DEFAULTS.maxValueBytes());
    adopt(cache, values(most));
    ShardedCache large = caches.cache(over(caches.redis()).withMaxValueBytes(200 << 20));
    adopt(large, values(10));
    adopt(large, values(200 << 20));
    assertThatThrownBy(() -> large.adopt(values((200 << 20) + 1)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aClosedCacheHasNoLimitsToChange() {
    ShardedCache cache = caches.cache(over(caches.redis()));
    cache.close();
    adopt(cache, values(5));
  }
}

package dev.torc.cache;

import static dev.torc.cache.CacheException.Kind.OVERLOADED;
import static dev.torc.cache.CacheException.Kind.TIMED_OUT;
import static dev.torc.cache.CacheException.Kind.UNAVAILABLE;
import static dev.torc.cache.OpenCaches.failureOf;
import static dev.torc.cache.OpenCaches.get;
import static dev.torc.cache.OpenCaches.kindOf;
import static dev.torc.cache.OpenCaches.over;
import static dev.torc.cache.Shards.bytes;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.torc.testkit.RedisProcess;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The cache when a Redis server is down, silent or slow. */
final class ShardedCacheFailureTest {
  private final OpenCaches caches = new OpenCaches();

  @AfterEach
  void closeAll() throws Exception {
    caches.close();
  }

  @Test
  void aNodeThatIsDownFailsItsKeysOnlyAndComesBackWithoutARestart() {
    RedisProcess lost = caches.redis();
    RedisProcess kept = caches.redis();
    ShardedCache cache = caches.cache(over(lost, kept));
    byte[] ofLost = keyOf(cache, 0);
    byte[] ofKept = keyOf(cache, 1);
    get(cache.set(ofKept, bytes("v"), null));
    lost.kill();
    await().atMost(5, SECONDS).until(() -> failsWith(cache.get(ofLost), UNAVAILABLE));
    assertThat(get(cache.get(ofKept)).value()).isEqualTo(bytes("v"));
    lost.start();
    await().atMost(10, SECONDS).until(() -> succeeds(cache.get(ofLost)));
  }

  @Test
  void aNodeThatIsDownAtTheStartIsReachedLater() {
    RedisProcess late = caches.redis();
    late.kill();
    ShardedCache cache = caches.cache(over(late));
    assertThat(failureOf(cache.get(bytes("k")))).isEqualTo(UNAVAILABLE);
    late.start();
    await().atMost(10, SECONDS).until(() -> succeeds(cache.get(bytes("k"))));
  }

  @Test
  void aSilentNodeTimesOutAndAnswersAreNotMixedUpAfterwards() {
    RedisProcess server = caches.redis();
    ShardedCache cache = caches.cache(over(server).withCommandTimeout(Duration.ofMillis(400)));
    for (int i = 0; i < 20; i++) {
      get(cache.set(bytes("k" + i), bytes("v" + i), null));
    }
    server.pause();
    assertThat(failureOf(cache.get(bytes("k1")))).isEqualTo(TIMED_OUT);
    server.resume();
    for (int i = 0; i < 20; i++) {
      byte[] key = bytes("k" + i);
      assertThat(get(cache.get(key)).value()).isEqualTo(bytes("v" + i));
    }
  }

  @Test
  void aNodeThatStaysSilentIsDisconnectedAndReachedAgain() {
    RedisProcess server = caches.redis();
    ShardedCache cache = caches.cache(over(server).withCommandTimeout(Duration.ofMillis(100)));
    get(cache.set(bytes("k"), bytes("v"), null));
    long before = connectionsReceived(server);
    server.pause();
    for (int i = 0; i < 20; i++) {
      // The kernel accepts connections for the stopped server, so new ones are silent too.
      assertThat(failureOf(cache.get(bytes("k")))).isIn(TIMED_OUT, UNAVAILABLE);
    }
    server.resume();
    // Each event loop has a connection of its own, and they take turns.
    int loops = Runtime.getRuntime().availableProcessors();
    await()
        .atMost(10, SECONDS)
        .until(() -> IntStream.range(0, loops).allMatch(i -> succeeds(cache.get(bytes("k")))));
    assertThat(get(cache.get(bytes("k"))).value()).isEqualTo(bytes("v"));
    assertThat(connectionsReceived(server)).isGreaterThan(before + 1);
  }

  private static long connectionsReceived(RedisProcess server) {
    return RedisCommands.call(server, "INFO", "stats")
        .lines()
        .filter(line -> line.startsWith("total_connections_received:"))
        .mapToLong(line -> Long.parseLong(line.substring(line.indexOf(':') + 1)))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void refusesMoreThanMayWait() {
    RedisProcess server = caches.redis();
    ShardedCache cache = caches.cache(over(server).withMaxPending(50, 1 << 20));
    get(cache.set(bytes("k"), bytes("v"), null));
    server.pause();
    int overloaded = 0;
    List<CompletionStage<?>> reads = new ArrayList<>();
    for (int i = 0; i < 50 * Runtime.getRuntime().availableProcessors() + 10; i++) {
      reads.add(cache.get(bytes("k")));
    }
    for (CompletionStage<?> read : reads) {
      CacheException.Kind kind = failureOf(read);
      overloaded += kind == OVERLOADED ? 1 : 0;
    }
    server.resume();
    assertThat(overloaded).isEqualTo(10);
    await().atMost(5, SECONDS).until(() -> succeeds(cache.get(bytes("k"))));
  }

  private static byte[] keyOf(ShardedCache cache, int index) {
    return IntStream.range(0, 10_000)
        .mapToObj(i -> bytes("probe-" + i))
        .filter(key -> cache.epoch().ownerOf(key).index() == index)
        .findFirst()
        .orElseThrow();
  }

  private static boolean succeeds(CompletionStage<?> stage) {
    return stage.toCompletableFuture().handle((served, error) -> error == null).join();
  }

  private static boolean failsWith(CompletionStage<?> stage, CacheException.Kind kind) {
    return stage
        .toCompletableFuture()
        .handle((served, error) -> error != null && kindOf(error) == kind)
        .join();
  }
}

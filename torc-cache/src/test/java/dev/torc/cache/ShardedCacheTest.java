package dev.torc.cache;

import static dev.torc.cache.CacheException.Kind.FULL;
import static dev.torc.cache.CacheException.Kind.REFUSED;
import static dev.torc.cache.CacheException.Kind.TOO_LARGE;
import static dev.torc.cache.CacheException.Kind.UNAVAILABLE;
import static dev.torc.cache.CacheException.Kind.WRONG_TYPE;
import static dev.torc.cache.OpenCaches.failureOf;
import static dev.torc.cache.OpenCaches.get;
import static dev.torc.cache.OpenCaches.kindOf;
import static dev.torc.cache.OpenCaches.over;
import static dev.torc.cache.Shards.bytes;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.torc.cache.CacheRecorder.Operation;
import dev.torc.hash.Node;
import dev.torc.hash.Ring;
import dev.torc.testkit.RedisProcess;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The cache on real Redis servers. */
final class ShardedCacheTest {
  private final OpenCaches caches = new OpenCaches();

  @AfterEach
  void closeAll() throws Exception {
    caches.close();
  }

  @Test
  void storesReadsAndDeletes() {
    ShardedCache cache = caches.cache(over(caches.redis()));
    byte[] key = bytes("key");
    assertThat(get(cache.get(key)).value()).isNull();
    assertThat(get(cache.exists(key)).value()).isFalse();
    assertThat(get(cache.delete(key)).value()).isFalse();
    get(cache.set(key, bytes("value"), null));
    assertThat(get(cache.get(key)).value()).isEqualTo(bytes("value"));
    assertThat(get(cache.exists(key)).value()).isTrue();
    assertThat(get(cache.put(key, bytes("other"), null)).value()).isFalse();
    assertThat(get(cache.delete(key)).value()).isTrue();
    assertThat(get(cache.put(key, bytes("again"), null)).value()).isTrue();
    assertThat(get(cache.get(key)).value()).isEqualTo(bytes("again"));
  }

  @Test
  void takesAnyBytes() {
    ShardedCache cache = caches.cache(over(caches.redis()));
    byte[] all = new byte[256];
    for (int i = 0; i < all.length; i++) {
      all[i] = (byte) i;
    }
    byte[] big = new byte[1 << 20];
    Arrays.fill(big, (byte) '\r');
    for (byte[] value : List.of(all, new byte[0], big)) {
      get(cache.set(all, value, null));
      assertThat(get(cache.get(all)).value()).isEqualTo(value);
    }
  }

  @Test
  void sendsEachKeyToTheNodeOfTheRing() {
    RedisProcess[] servers = {caches.redis(), caches.redis(), caches.redis()};
    ShardedCache cache = caches.cache(over(servers));
    Ring ring = Ring.of(List.of(Node.of("node-2"), Node.of("node-0"), Node.of("node-1")));
    int[] keysPerNode = new int[3];
    for (int i = 0; i < 300; i++) {
      String key = "key-" + i;
      Served<@Nullable Void> served = get(cache.set(bytes(key), bytes("v"), null));
      Node owner = ring.locate(key);
      assertThat(owner).isNotNull();
      assertThat(served.node().name()).isEqualTo(owner.name());
      assertThat(served.epoch()).isEqualTo(1);
      keysPerNode[served.node().index()]++;
    }
    // What the cache says is what the servers hold.
    for (int i = 0; i < 3; i++) {
      try (NodeObserver observer =
          cache.observe(ObserverSettings.DEFAULTS.every(Duration.ofMillis(50)))) {
        Observation seen = observer.firstObservation().toCompletableFuture().join();
        assertThat(seen.nodes().get(i).keys()).isEqualTo(keysPerNode[i]).isPositive();
      }
    }
  }

  @Test
  void expiresKeys() {
    ShardedCache cache = caches.cache(over(caches.redis()));
    byte[] key = bytes("short-lived");
    get(cache.set(key, bytes("v"), Duration.ofMillis(150)));
    assertThat(get(cache.get(key)).value()).isNotNull();
    await().atMost(5, SECONDS).until(() -> get(cache.get(key)).value() == null);
    get(cache.put(key, bytes("v"), Duration.ofMillis(150)));
    await().atMost(5, SECONDS).until(() -> get(cache.get(key)).value() == null);
  }

  @Test
  void pipelinesManyCallersInOrder() {
    ShardedCache cache = caches.cache(over(caches.redis(), caches.redis()));
    List<CompletableFuture<?>> writes = new ArrayList<>();
    for (int i = 0; i < 5000; i++) {
      writes.add(cache.set(bytes("k" + i), bytes("v" + i), null).toCompletableFuture());
    }
    CompletableFuture.allOf(writes.toArray(CompletableFuture<?>[]::new)).join();
    List<CompletableFuture<Served<byte @Nullable []>>> reads = new ArrayList<>();
    for (int i = 0; i < 5000; i++) {
      reads.add(cache.get(bytes("k" + i)).toCompletableFuture());
    }
    for (int i = 0; i < 5000; i++) {
      assertThat(reads.get(i).join().value()).isEqualTo(bytes("v" + i));
    }
  }

  @Test
  void usesOneConnectionPerNodeAndEventLoop() {
    RedisProcess server = caches.redis();
    ShardedCache cache = caches.cache(over(server).withClientName("counted"));
    List<CompletableFuture<?>> writes = new ArrayList<>();
    for (int i = 0; i < 1000; i++) {
      writes.add(cache.set(bytes("k" + i), bytes("v"), null).toCompletableFuture());
    }
    CompletableFuture.allOf(writes.toArray(CompletableFuture<?>[]::new)).join();
    assertThat(
            RedisCommands.call(server, "CLIENT", "LIST")
                .lines()
                .filter(l -> l.matches(".* name=torc:[0-9a-f]+:counted:data .*")))
        .hasSize(Runtime.getRuntime().availableProcessors());
  }

  @Test
  void saysWhenANodeIsFull() {
    ShardedCache cache =
        caches.cache(over(caches.redis("--maxmemory", "3mb", "--maxmemory-policy", "noeviction")));
    byte[] value = new byte[100_000];
    CacheException.Kind kind = null;
    for (int i = 0; i < 100 && kind == null; i++) {
      CompletableFuture<?> write = cache.set(bytes("k" + i), value, null).toCompletableFuture();
      kind = write.handle((served, error) -> error == null ? null : kindOf(error)).join();
    }
    assertThat(kind).isEqualTo(FULL);
    assertThat(failureOf(cache.put(bytes("new"), value, null))).isEqualTo(FULL);
    assertThat(get(cache.get(bytes("k0"))).value()).isEqualTo(value);
  }

  @Test
  void leavesForeignTypesAndForeignSizesAlone() {
    RedisProcess server = caches.redis();
    ShardedCache cache = caches.cache(over(server).withMaxValueBytes(1000));
    RedisCommands.call(server, "LPUSH", "list", "x");
    RedisCommands.call(server, "SET", "long", "x".repeat(1001));
    assertThat(failureOf(cache.get(bytes("list")))).isEqualTo(WRONG_TYPE);
    assertThat(failureOf(cache.get(bytes("long")))).isEqualTo(TOO_LARGE);
    assertThat(get(cache.exists(bytes("list"))).value()).isTrue();
    RedisCommands.call(server, "SET", "fits", "x".repeat(1000));
    assertThat(get(cache.get(bytes("fits"))).value()).hasSize(1000);
  }

  @Test
  void refusesWhatItCannotStore() {
    ShardedCache cache = caches.cache(over(caches.redis()).withMaxValueBytes(10));
    assertThatThrownBy(() -> cache.set(bytes("k"), new byte[11], null))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("value: 11 bytes (expected: at most 10)");
    assertThatThrownBy(() -> cache.set(bytes("k"), new byte[1], Duration.ofNanos(5)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("at least 1 ms");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "+OK\r\n+QUEUED\r\n+QUEUED\r\n*2\r\n:0\r\n-ERR not now\r\n",
        "+OK\r\n+QUEUED\r\n+QUEUED\r\n*2\r\n:0\r\n$1\r\nx\r\n",
        "+OK\r\n+QUEUED\r\n+QUEUED\r\n*0\r\n",
        "+OK\r\n+QUEUED\r\n+QUEUED\r\n*1\r\n:0\r\n",
        "+OK\r\n+QUEUED\r\n+QUEUED\r\n*-1\r\n",
        "+OK\r\n+QUEUED\r\n+QUEUED\r\n+OK\r\n",
      })
  void aTransactionThatWasNotDoneIsNotServed(String answer) throws Exception {
    ScriptedServer server = caches.closing(new ScriptedServer(answer));
    ShardedCache cache =
        caches.cache(ShardedCache.over(List.of(new CacheNode(0, "a", server.address(), 1))));
    assertThat(failureOf(cache.put(bytes("k"), bytes("v"), null))).isEqualTo(REFUSED);
  }

  @Test
  void recordsOutcomes() {
    record Event(int node, Operation operation, CacheException.@Nullable Kind failure) {}
    Collection<Event> events = new ConcurrentLinkedQueue<>();
    RedisProcess server = caches.redis();
    ShardedCache cache =
        caches.cache(
            over(server)
                .withRecorder((node, operation, failure, nanos) -> {
                  assertThat(nanos).isPositive();
                  events.add(new Event(node.index(), operation, failure));
                }));
    get(cache.get(bytes("k")));
    RedisCommands.call(server, "LPUSH", "list", "x");
    assertThat(failureOf(cache.get(bytes("list")))).isEqualTo(WRONG_TYPE);
    await()
        .atMost(5, SECONDS)
        .untilAsserted(() ->
            assertThat(events)
                .containsExactly(
                    new Event(0, Operation.GET, null), new Event(0, Operation.GET, WRONG_TYPE)));
  }

  @Test
  void operationsFailAfterClose() {
    ShardedCache cache = caches.cache(over(caches.redis()));
    get(cache.get(bytes("k")));
    cache.close();
    assertThat(failureOf(cache.get(bytes("k")))).isEqualTo(UNAVAILABLE);
  }

  @Test
  void refusesNodesThatMakeNoRing() {
    CacheNode node = new CacheNode(0, "a", InetSocketAddress.createUnresolved("127.0.0.1", 1), 0);
    assertThatThrownBy(() -> ShardedCache.over(List.of(node)).open())
        .hasMessageContaining("at least one with a weight above 0");
    assertThatThrownBy(() -> ShardedCache.over(List.of()).open())
        .hasMessageContaining("at least one with a weight above 0");
    assertThatThrownBy(
            () -> ShardedCache.over(List.of(node, new CacheNode(0, "b", node.address(), 1))).open())
        .hasMessageContaining("each index once");
    assertThatThrownBy(
            () -> ShardedCache.over(List.of(node, new CacheNode(1, "a", node.address(), 1))).open())
        .hasMessageContaining("each name once");
  }
}

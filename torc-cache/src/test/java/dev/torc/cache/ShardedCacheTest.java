package dev.torc.cache;

import static dev.torc.cache.CacheException.Kind.FULL;
import static dev.torc.cache.CacheException.Kind.OVERLOADED;
import static dev.torc.cache.CacheException.Kind.REFUSED;
import static dev.torc.cache.CacheException.Kind.TIMED_OUT;
import static dev.torc.cache.CacheException.Kind.TOO_LARGE;
import static dev.torc.cache.CacheException.Kind.UNAVAILABLE;
import static dev.torc.cache.CacheException.Kind.WRONG_TYPE;
import static java.nio.charset.StandardCharsets.UTF_8;
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
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The cache on real Redis servers. */
final class ShardedCacheTest {
  private final List<AutoCloseable> open = new ArrayList<>();

  @AfterEach
  void closeAll() throws Exception {
    for (int i = open.size() - 1; i >= 0; i--) {
      open.get(i).close();
    }
  }

  private RedisProcess redis(String... options) {
    RedisProcess redis = RedisProcess.started(options);
    open.add(redis);
    return redis;
  }

  private ShardedCache cache(ShardedCacheBuilder builder) {
    ShardedCache cache = builder.open();
    open.add(cache);
    return cache;
  }

  private static ShardedCacheBuilder over(RedisProcess... servers) {
    return ShardedCache.over(
        IntStream.range(0, servers.length)
            .mapToObj(i -> new CacheNode(i, "node-" + i, servers[i].address(), 1))
            .toList());
  }

  private static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }

  private static <T extends @Nullable Object> Served<T> get(CompletionStage<Served<T>> stage) {
    return stage.toCompletableFuture().orTimeout(10, SECONDS).join();
  }

  private static CacheException.Kind failureOf(CompletionStage<?> stage) {
    try {
      stage.toCompletableFuture().orTimeout(10, SECONDS).join();
      throw new AssertionError("served");
    } catch (CompletionException e) {
      return kindOf(e);
    }
  }

  @Test
  void storesReadsAndDeletes() {
    ShardedCache cache = cache(over(redis()));
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
    ShardedCache cache = cache(over(redis()));
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
    RedisProcess[] servers = {redis(), redis(), redis()};
    ShardedCache cache = cache(over(servers));
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
      try (NodeObserver observer = cache.observe(Duration.ofMillis(50))) {
        Observation seen = observer.firstObservation().toCompletableFuture().join();
        assertThat(seen.nodes().get(i).keys()).isEqualTo(keysPerNode[i]).isPositive();
      }
    }
  }

  @Test
  void expiresKeys() {
    ShardedCache cache = cache(over(redis()));
    byte[] key = bytes("short-lived");
    get(cache.set(key, bytes("v"), Duration.ofMillis(150)));
    assertThat(get(cache.get(key)).value()).isNotNull();
    await().atMost(5, SECONDS).until(() -> get(cache.get(key)).value() == null);
    get(cache.put(key, bytes("v"), Duration.ofMillis(150)));
    await().atMost(5, SECONDS).until(() -> get(cache.get(key)).value() == null);
  }

  @Test
  void pipelinesManyCallersInOrder() {
    ShardedCache cache = cache(over(redis(), redis()));
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
    RedisProcess server = redis();
    ShardedCache cache = cache(over(server).withClientName("counted"));
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
  void aNodeThatIsDownFailsItsKeysOnlyAndComesBackWithoutARestart() {
    RedisProcess lost = redis();
    RedisProcess kept = redis();
    ShardedCache cache = cache(over(lost, kept));
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
    RedisProcess late = redis();
    late.kill();
    ShardedCache cache = cache(over(late));
    assertThat(failureOf(cache.get(bytes("k")))).isEqualTo(UNAVAILABLE);
    late.start();
    await().atMost(10, SECONDS).until(() -> succeeds(cache.get(bytes("k"))));
  }

  @Test
  void aSilentNodeTimesOutAndAnswersAreNotMixedUpAfterwards() {
    RedisProcess server = redis();
    ShardedCache cache = cache(over(server).withCommandTimeout(Duration.ofMillis(400)));
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
    RedisProcess server = redis();
    ShardedCache cache = cache(over(server).withCommandTimeout(Duration.ofMillis(100)));
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
    RedisProcess server = redis();
    ShardedCache cache = cache(over(server).withMaxPending(50, 1 << 20));
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

  @Test
  void saysWhenANodeIsFull() {
    ShardedCache cache =
        cache(over(redis("--maxmemory", "3mb", "--maxmemory-policy", "noeviction")));
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
    RedisProcess server = redis();
    ShardedCache cache = cache(over(server).withMaxValueBytes(1000));
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
    ShardedCache cache = cache(over(redis()).withMaxValueBytes(10));
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
    ScriptedServer server = new ScriptedServer(answer);
    open.add(server);
    ShardedCache cache =
        cache(ShardedCache.over(List.of(new CacheNode(0, "a", server.address(), 1))));
    assertThat(failureOf(cache.put(bytes("k"), bytes("v"), null))).isEqualTo(REFUSED);
  }

  @Test
  void recordsOutcomes() {
    record Event(int node, Operation operation, CacheException.@Nullable Kind failure) {}
    Collection<Event> events = new ConcurrentLinkedQueue<>();
    RedisProcess server = redis();
    ShardedCache cache =
        cache(
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
    ShardedCache cache = cache(over(redis()));
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

  private static CacheException.Kind kindOf(Throwable error) {
    Throwable cause = error instanceof CompletionException ? error.getCause() : error;
    return ((CacheException) Objects.requireNonNull(cause)).kind();
  }
}

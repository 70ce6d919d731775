package dev.torc.cache;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.torc.cache.coordination.Change;
import dev.torc.cache.coordination.ChangeRequest;
import dev.torc.cache.coordination.ClusterState;
import dev.torc.cache.coordination.Coordinator;
import dev.torc.cache.coordination.Member;
import dev.torc.cache.coordination.Pair;
import dev.torc.cache.coordination.Topology;
import dev.torc.config.HostPort;
import dev.torc.hash.Node;
import dev.torc.hash.Ring;
import dev.torc.testkit.RedisProcess;
import dev.torc.testkit.proxy.FaultProxy;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A cache over real Redis servers whose ring is changed, and what is looked at afterwards. The
 * servers of a new cache have the indexes 0, 1, …, in the order in which they were started.
 */
final class Shards implements AutoCloseable {
  private final Deque<Runnable> open = new ArrayDeque<>();
  private final Deque<FreezableTicker> tickers = new ArrayDeque<>();
  private final Map<InetSocketAddress, RedisProcess> byAddress = new HashMap<>();
  private final List<InetSocketAddress> addresses = new ArrayList<>();
  private @Nullable SteppingCoordinator steps;
  private @Nullable FreezableTicker ticker;
  private @Nullable ShardedCache cache;

  /** Starts a server. */
  RedisProcess redis(String... options) {
    RedisProcess server = RedisProcess.started(options);
    open.push(server::close);
    byAddress.put(server.address(), server);
    addresses.add(server.address());
    return server;
  }

  /** Puts a proxy before the server that was started last; the cache knows that alone. */
  FaultProxy proxied() {
    InetSocketAddress server = addresses.remove(addresses.size() - 1);
    FaultProxy proxy = FaultProxy.to(server);
    open.push(proxy::close);
    RedisProcess process = byAddress.get(server);
    if (process != null) {
      byAddress.put(proxy.address(), process);
    }
    addresses.add(proxy.address());
    return proxy;
  }

  /** Opens the cache over the servers that there are, which then are those of the cache. */
  ShardedCache open(UnaryOperator<ShardedCacheBuilder> settings) {
    return open(Coordinator.inMemory(), true, settings);
  }

  /** The same with a coordinator that outlives the cache, or is closed with it. */
  ShardedCache open(Coordinator kept, boolean closes, UnaryOperator<ShardedCacheBuilder> settings) {
    FreezableTicker clock = new FreezableTicker();
    SteppingCoordinator view = new SteppingCoordinator(kept, clock, closes);
    List<CacheNode> nodes =
        IntStream.range(0, addresses.size())
            .mapToObj(i -> new CacheNode(i, "node-" + i, addresses.get(i), 1))
            .toList();
    ShardedCacheBuilder builder =
        ShardedCache.over(nodes)
            .withPointsPerNode(100)
            .withTicker(clock)
            .withCommandTimeout(Duration.ofSeconds(10))
            .withCoordinator(view);
    ShardedCache opened = settings.apply(builder).open();
    open.push(opened::close);
    tickers.push(clock);
    this.ticker = clock;
    this.steps = view;
    this.cache = opened;
    return opened;
  }

  /** Opens the cache over the servers that there are. */
  ShardedCache open() {
    return open(builder -> builder);
  }

  ShardedCache cache() {
    if (cache == null) {
      throw new IllegalStateException("no cache yet");
    }
    return cache;
  }

  /** Acts at steps of changes of the cache that was opened last. */
  SteppingCoordinator steps() {
    if (steps == null) {
      throw new IllegalStateException("no cache yet");
    }
    return steps;
  }

  /** Ends the cache that was opened last as a kill of its process would, but for its sockets. */
  void crash() {
    if (ticker == null) {
      throw new IllegalStateException("no cache yet");
    }
    ticker.freeze();
  }

  ClusterState state() {
    ClusterState state = steps().state();
    if (state == null) {
      throw new IllegalStateException("no state");
    }
    return state;
  }

  /** A node to be added, on the server that was started last. */
  Member member() {
    int index = cache().resharding().reserveIndex();
    InetSocketAddress address = addresses.get(addresses.size() - 1);
    return new Member(
        index, "node-" + index, new HostPort(address.getHostString(), address.getPort()));
  }

  /** Makes a change and waits until it is over, however it ends. */
  Change made(ChangeRequest request) {
    return over(cache().resharding().submit(request).id());
  }

  /** Makes a change that is to succeed. */
  Change committed(ChangeRequest request) {
    Change change = made(request);
    assertThat(change.status()).as("%s", change).isEqualTo(Change.Status.COMMITTED);
    awaitAdoption();
    return change;
  }

  /** Waits until a change is over. */
  Change over(long id) {
    Change change = get(cache().resharding().whenOver(id));
    if (change == null) {
      throw new IllegalStateException("change " + id + " is not known");
    }
    return change;
  }

  /** Makes a change that is to fail and leave no trace. */
  Change failed(ChangeRequest request) {
    Change change = made(request);
    assertThat(change.status()).as("%s", change).isEqualTo(Change.Status.FAILED);
    awaitAdoption();
    return change;
  }

  /** Waits until the cache routes by the state: it follows what is kept. */
  void awaitAdoption() {
    Waiting.until(() -> {
      Epoch epoch = cache().epoch();
      return epoch.number() == state().epoch()
          && epoch.nodes().stream()
              .map(CacheNode::index)
              .toList()
              .equals(state().members().stream().map(Member::index).toList());
    });
  }

  /** Waits for an outcome. */
  static <T extends @Nullable Object> T get(CompletionStage<T> stage) {
    try {
      return stage.toCompletableFuture().get(90, SECONDS);
    } catch (ExecutionException e) {
      throw e.getCause() instanceof RuntimeException cause ? cause : new IllegalStateException(e);
    } catch (TimeoutException | InterruptedException e) {
      throw new AssertionError("no outcome in 90 s", e);
    }
  }

  static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }

  void set(String key, String value) {
    get(cache().set(bytes(key), bytes(value), null));
  }

  /** The value, {@code null} if there is none. */
  @Nullable String read(String key) {
    byte[] value = get(cache().get(bytes(key))).value();
    return value == null ? null : new String(value, UTF_8);
  }

  /** Stores {@code key-0}, {@code key-1}, …. */
  void fill(int keys, String value) {
    List<CompletableFuture<?>> writes = new ArrayList<>();
    for (int i = 0; i < keys; i++) {
      writes.add(cache().set(bytes("key-" + i), bytes(value + i), null).toCompletableFuture());
    }
    get(CompletableFuture.allOf(writes.toArray(CompletableFuture<?>[]::new)));
  }

  /** Checks that all of them are there. */
  void assertFilled(int keys, String value) {
    for (int i = 0; i < keys; i++) {
      assertThat(read("key-" + i)).as("key-%s", i).isEqualTo(value + i);
    }
  }

  /** The first of those keys that a node owns. */
  String keyOn(int node) {
    return IntStream.iterate(0, i -> i + 1)
        .mapToObj(i -> "key-" + i)
        .filter(key -> cache().epoch().ownerOf(bytes(key)).index() == node)
        .findFirst()
        .orElseThrow();
  }

  /** Those of so many keys that a node owns when the nodes have the same weight. */
  static List<String> keysFor(int node, int nodes, int keys) {
    Ring ring =
        Ring.of(IntStream.range(0, nodes).mapToObj(i -> Node.of("node-" + i)).toList(), 100);
    return IntStream.range(0, keys)
        .mapToObj(i -> "key-" + i)
        .filter(key -> Node.of("node-" + node).equals(ring.locate(key)))
        .toList();
  }

  /** The first of those keys that a change which is made takes to a node from another. */
  String keyMoving(int from, int to) {
    Topology topology = Topology.of(state());
    return IntStream.iterate(0, i -> i + 1)
        .mapToObj(i -> "key-" + i)
        .filter(
            key -> new Pair(from, to).equals(topology.pairOf(topology.keyHash().hash(bytes(key)))))
        .findFirst()
        .orElseThrow();
  }

  /** The keys of a server, of printable characters. */
  static List<String> keys(RedisProcess server) {
    String[] lines = RedisCommands.call(server, "KEYS", "*").split("\r\n", -1);
    List<String> keys = new ArrayList<>();
    int count = Integer.parseInt(lines[0].substring(1));
    for (int i = 0; i < count; i++) {
      keys.add(lines[2 * i + 2]);
    }
    return keys;
  }

  /** Every key lies on its owner alone, and nothing of the changes is left on any server. */
  void assertTidy() {
    awaitAdoption();
    Epoch epoch = cache().epoch();
    Map<InetSocketAddress, CacheNode> nodes = new HashMap<>();
    epoch.nodes().forEach(node -> nodes.put(node.address(), node));
    byAddress.forEach((address, server) -> {
      if (addresses.contains(address)) {
        CacheNode node = nodes.get(address);
        for (String key : keys(server)) {
          if (key.equals(ShardedCache.INTERNAL_PREFIX + "emptied")) {
            // It stays, for whoever finds the server started anew later.
            continue;
          }
          assertThat(key).as("on %s", address).doesNotStartWith(ShardedCache.INTERNAL_PREFIX);
          assertThat(node).as("%s has %s", address, key).isNotNull();
          assertThat(epoch.ownerOf(bytes(key))).as("owner of %s", key).isEqualTo(node);
        }
      }
    });
  }

  @Override
  public void close() {
    tickers.forEach(FreezableTicker::thaw);
    for (Runnable close = open.poll(); close != null; close = open.poll()) {
      close.run();
    }
  }
}

package dev.torc.cache;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.torc.cache.CacheRecorder.Operation;
import dev.torc.cache.coordination.ClusterState;
import dev.torc.cache.coordination.Coordinator;
import dev.torc.cache.coordination.Pair;
import dev.torc.cache.coordination.Safeguard;
import dev.torc.cache.internal.Command;
import dev.torc.cache.internal.ConnectionNames;
import dev.torc.cache.internal.ConnectionSettings;
import dev.torc.cache.internal.InternalKeys;
import dev.torc.cache.internal.Reply;
import dev.torc.cache.resharding.Gate;
import dev.torc.cache.resharding.Resharder;
import dev.torc.hash.KeyHash;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.util.concurrent.EventExecutor;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The cache over {@link Lane}s: one per event loop, each with a connection to every node. */
final class RedisShardedCache implements ShardedCache {
  private static final byte[] GET = ascii("GET");
  private static final byte[] SET = ascii("SET");
  private static final byte[] PX = ascii("PX");
  private static final byte[] EXISTS = ascii("EXISTS");

  /** Not {@code DEL}: freeing a large foreign value would stop the node. */
  private static final byte[] UNLINK = ascii("UNLINK");

  private final EventLoopGroup loops;
  private final boolean ownLoops;

  /** As the cache was opened: lanes and {@link #maxValueBytes} have the limits of now. */
  private final ConnectionSettings settings;

  private final ConnectionNames names;
  private final CacheRecorder recorder;
  private final KeyHash keyHash;
  private final boolean tracking;
  private final List<Lane> lanes;
  private final EventLoop observing;
  private final AtomicInteger nextLane = new AtomicInteger();
  private final List<NodeObserver> observers = new CopyOnWriteArrayList<>();
  private final Map<Pair, String> untracked = new ConcurrentHashMap<>();
  private final Resharder resharder;
  private final AtomicBoolean closed = new AtomicBoolean();
  private volatile View view;
  private volatile int maxValueBytes;
  private CompletableFuture<Void> adopted = CompletableFuture.completedFuture(null);

  RedisShardedCache(
      Coordinator coordinator,
      ClusterState state,
      EventLoopGroup loops,
      boolean ownLoops,
      CacheSettings made) {
    this.loops = loops;
    this.ownLoops = ownLoops;
    this.names = new ConnectionNames(state.cluster(), made.connections().clientName());
    this.settings = made.connections().named(names.data());
    this.maxValueBytes = settings.maxBulkBytes();
    this.recorder = made.recorder();
    this.tracking = made.resharding().safeguards().contains(Safeguard.TRACKING);
    View first = new View(state, null, tracking);
    this.view = first;
    this.keyHash = first.topology().keyHash();
    this.resharder =
        new Resharder(
            coordinator,
            new LaneGate(),
            names,
            made.connections(),
            made.resharding(),
            made.restarted() == RestartedNodes.TRUSTED,
            made.emptiable(),
            made.clock());
    List<Lane> opened = new ArrayList<>();
    for (EventExecutor executor : loops) {
      opened.add(
          new Lane(
              (EventLoop) executor,
              first,
              settings,
              made.resharding(),
              untracked::putIfAbsent,
              resharder::met,
              made.fullNodes(),
              recorder));
    }
    this.lanes = List.copyOf(opened);
    this.observing = (EventLoop) loops.iterator().next();
    resharder.start();
  }

  @Override
  public CompletionStage<Served<byte @Nullable []>> get(byte[] key) {
    return run(Operation.GET, key, List.of(Command.of(GET, key)), false, RedisShardedCache::bulk);
  }

  @Override
  public CompletionStage<Served<@Nullable Void>> set(
      byte[] key, byte[] value, @Nullable Duration timeToLive) {
    return run(
        Operation.SET,
        key,
        List.of(setCommand(key, value, timeToLive)),
        true,
        RedisShardedCache::ok);
  }

  @Override
  public CompletionStage<Served<Boolean>> put(
      byte[] key, byte[] value, @Nullable Duration timeToLive) {
    return run(
        Operation.PUT,
        key,
        List.of(Command.of(EXISTS, key), setCommand(key, value, timeToLive)),
        true,
        RedisShardedCache::wasNew);
  }

  @Override
  public CompletionStage<Served<Boolean>> delete(byte[] key) {
    return run(
        Operation.DELETE, key, List.of(Command.of(UNLINK, key)), true, RedisShardedCache::isOne);
  }

  @Override
  public CompletionStage<Served<Boolean>> exists(byte[] key) {
    return run(
        Operation.EXISTS, key, List.of(Command.of(EXISTS, key)), false, RedisShardedCache::isOne);
  }

  private Command setCommand(byte[] key, byte[] value, @Nullable Duration timeToLive) {
    int longest = maxValueBytes;
    if (value.length > longest) {
      throw new IllegalArgumentException(
          "value: " + value.length + " bytes (expected: at most " + longest + ")");
    }
    if (timeToLive == null) {
      return Command.of(SET, key, value);
    }
    if (timeToLive.toMillis() < 1) {
      throw new IllegalArgumentException(
          "timeToLive: " + timeToLive + " (expected: at least 1 ms)");
    }
    return Command.of(SET, key, value, PX, ascii(Long.toString(timeToLive.toMillis())));
  }

  private <T extends @Nullable Object> CompletionStage<Served<T>> run(
      Operation kind,
      byte[] key,
      List<Command> commands,
      boolean isWrite,
      Function<Reply, T> decoder) {
    if (key.length == 0 || InternalKeys.isInternal(key)) {
      throw new IllegalArgumentException(
          "key: "
              + key.length
              + " bytes (expected: at least one, and not "
              + INTERNAL_PREFIX
              + " as its beginning)");
    }
    KeyOperation<T> operation =
        new KeyOperation<>(
            kind, key, keyHash.hash(key), commands, isWrite, decoder, recorder, settings.ticker());
    Lane lane = lane();
    lane.execute(() -> lane.dispatch(operation));
    return operation.result();
  }

  /**
   * The caller's own event loop if it is one of ours, so that a request never changes thread; else
   * the next.
   */
  private Lane lane() {
    Thread current = Thread.currentThread();
    for (Lane lane : lanes) {
      if (lane.isCurrent(current)) {
        return lane;
      }
    }
    return lanes.get(Math.floorMod(nextLane.getAndIncrement(), lanes.size()));
  }

  private static byte @Nullable [] bulk(Reply reply) {
    return ((Reply.Bulk) reply).bytes();
  }

  private static @Nullable Void ok(Reply reply) {
    var unused = (Reply.Simple) reply;
    return null;
  }

  private static boolean isOne(Reply reply) {
    return ((Reply.Int) reply).value() == 1;
  }

  /** Of {@code EXISTS} and {@code SET} in a transaction: whether the key was not there before. */
  private static boolean wasNew(Reply reply) {
    List<Reply> elements = ((Reply.Array) reply).elements();
    if (elements == null || elements.size() != 2) {
      throw new IllegalArgumentException("a transaction of two commands has two replies");
    }
    ok(elements.get(1));
    return ((Reply.Int) elements.get(0)).value() == 0;
  }

  @Override
  public synchronized CompletionStage<Void> adopt(CacheLimits limits) {
    if (limits.maxValueBytes() > settings.maxCopiedBytes()) {
      throw new IllegalArgumentException(
          "maxValueBytes: "
              + limits.maxValueBytes()
              + " (expected: at most "
              + settings.maxCopiedBytes()
              + ", which can be copied)");
    }
    // One after the other: the last is the one that stays.
    adopted = adopted.thenCompose(former -> inForce(limits));
    return adopted.minimalCompletionStage();
  }

  /**
   * Values are taken by the new limit last: a longer one that is stored can be read on any lane.
   */
  private CompletableFuture<Void> inForce(CacheLimits limits) {
    if (closed.get()) {
      return CompletableFuture.completedFuture(null);
    }
    ConnectionSettings next =
        settings.limited(
            limits.maxPendingCommands(), limits.maxPendingBytes(), limits.maxValueBytes());
    return onAll(
            lane -> {
              lane.limit(next);
              return CompletableFuture.completedFuture(null);
            })
        .thenRun(() -> maxValueBytes = limits.maxValueBytes());
  }

  @Override
  public Epoch epoch() {
    return view.epoch();
  }

  @Override
  public Resharding resharding() {
    return resharder;
  }

  @Override
  public NodeObserver observe(ObserverSettings how) {
    NodeObserver observer =
        NodeObserver.start(
            view.epoch().nodes(),
            observing,
            settings.named(names.observe()),
            how,
            down -> lanes.forEach(lane -> lane.execute(() -> lane.down(down))));
    observers.add(observer);
    View now = view;
    observer.follow(now.epoch().nodes(), now::internalKeysOn);
    return observer;
  }

  @Override
  public void close() {
    if (closed.getAndSet(true)) {
      return;
    }
    resharder.close();
    lanes.forEach(lane -> lane.execute(lane::close));
    if (ownLoops) {
      loops.shutdownGracefully();
    }
  }

  private static byte[] ascii(String text) {
    return text.getBytes(US_ASCII);
  }

  /** Completes when the tasks of all lanes have. */
  private CompletableFuture<Void> onAll(Function<Lane, CompletableFuture<?>> task) {
    List<CompletableFuture<?>> all = new ArrayList<>();
    for (Lane lane : lanes) {
      CompletableFuture<Object> one = new CompletableFuture<>();
      all.add(one);
      lane.execute(() ->
          task.apply(lane)
              .whenComplete((value, error) -> {
                if (error == null) {
                  one.complete(value);
                } else {
                  one.completeExceptionally(error);
                }
              }));
    }
    return CompletableFuture.allOf(all.toArray(CompletableFuture<?>[]::new));
  }

  /** What a change asks of all lanes. */
  private final class LaneGate implements Gate {

    @Override
    public CompletableFuture<Void> adopt(ClusterState state) {
      View next = new View(state, view, tracking);
      untracked.keySet().removeIf(pair -> !next.isTracked(pair));
      return onAll(
              lane -> {
                lane.adopt(next);
                return CompletableFuture.completedFuture(null);
              })
          .thenRun(() -> {
            view = next;
            observers.forEach(
                observer -> observer.follow(next.epoch().nodes(), next::internalKeysOn));
          });
    }

    @Override
    public CompletableFuture<Set<Long>> mark(int node) {
      Set<Long> ids = ConcurrentHashMap.newKeySet();
      return onAll(lane -> lane.mark(node).thenAccept(ids::add)).thenApply(done -> Set.copyOf(ids));
    }

    @Override
    public CompletableFuture<Void> disconnect(int node) {
      return onAll(lane -> lane.disconnected(node));
    }

    @Override
    public @Nullable String untracked(Pair move) {
      return untracked.get(move);
    }

    @Override
    public void held(long nanos) {
      recorder.holdEnded(nanos);
    }
  }
}

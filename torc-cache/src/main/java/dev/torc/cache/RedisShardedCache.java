package dev.torc.cache;

import dev.torc.cache.CacheRecorder.Operation;
import dev.torc.cache.internal.Command;
import dev.torc.cache.internal.ConnectionException;
import dev.torc.cache.internal.ConnectionSettings;
import dev.torc.cache.internal.RedisConnection;
import dev.torc.cache.internal.Reply;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.util.concurrent.EventExecutor;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The cache over {@link RedisConnection}s: one per node and event loop. */
final class RedisShardedCache implements ShardedCache {
  private static final byte[] GET = ascii("GET");
  private static final byte[] SET = ascii("SET");
  private static final byte[] PX = ascii("PX");
  private static final byte[] EXISTS = ascii("EXISTS");

  /** Not {@code DEL}: freeing a large foreign value would stop the node. */
  private static final byte[] UNLINK = ascii("UNLINK");

  private final Epoch epoch;
  private final EventLoopGroup loops;
  private final boolean ownLoops;
  private final ConnectionSettings settings;
  private final CacheRecorder recorder;
  private final List<Lane> lanes;
  private final AtomicInteger nextLane = new AtomicInteger();

  /** An event loop with its connections, by position in the epoch. */
  private record Lane(EventLoop loop, List<RedisConnection> connections) {}

  RedisShardedCache(
      Epoch epoch,
      EventLoopGroup loops,
      boolean ownLoops,
      ConnectionSettings settings,
      CacheRecorder recorder) {
    this.epoch = epoch;
    this.loops = loops;
    this.ownLoops = ownLoops;
    this.settings = settings;
    this.recorder = recorder;
    List<Lane> opened = new ArrayList<>();
    for (EventExecutor executor : loops) {
      opened.add(open((EventLoop) executor));
    }
    this.lanes = List.copyOf(opened);
  }

  private Lane open(EventLoop loop) {
    return new Lane(
        loop,
        epoch.nodes().stream()
            .map(node -> RedisConnection.open(loop, node.address(), settings))
            .toList());
  }

  @Override
  public CompletionStage<Served<byte @Nullable []>> get(byte[] key) {
    return send(Operation.GET, key, Command.of(GET, key), RedisShardedCache::bulk);
  }

  @Override
  public CompletionStage<Served<@Nullable Void>> set(
      byte[] key, byte[] value, @Nullable Duration timeToLive) {
    return send(Operation.SET, key, setCommand(key, value, timeToLive), RedisShardedCache::ok);
  }

  @Override
  public CompletionStage<Served<Boolean>> put(
      byte[] key, byte[] value, @Nullable Duration timeToLive) {
    Command command =
        Command.atomically(Command.of(EXISTS, key), setCommand(key, value, timeToLive));
    return send(Operation.PUT, key, command, RedisShardedCache::wasNew);
  }

  @Override
  public CompletionStage<Served<Boolean>> delete(byte[] key) {
    return send(Operation.DELETE, key, Command.of(UNLINK, key), RedisShardedCache::isOne);
  }

  @Override
  public CompletionStage<Served<Boolean>> exists(byte[] key) {
    return send(Operation.EXISTS, key, Command.of(EXISTS, key), RedisShardedCache::isOne);
  }

  private Command setCommand(byte[] key, byte[] value, @Nullable Duration timeToLive) {
    if (value.length > settings.maxBulkBytes()) {
      throw new IllegalArgumentException(
          "value: " + value.length + " bytes (expected: at most " + settings.maxBulkBytes() + ")");
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

  private <T extends @Nullable Object> CompletionStage<Served<T>> send(
      Operation operation, byte[] key, Command command, Function<Reply, T> decoder) {
    long start = settings.ticker().nanoTime();
    int position = epoch.positionOf(key);
    CacheNode node = epoch.nodes().get(position);
    CompletableFuture<Served<T>> result = new CompletableFuture<>();
    lane()
        .connections
        .get(position)
        .send(command)
        .whenComplete((reply, error) -> {
          CacheException.Kind failure = null;
          try {
            if (error != null) {
              throw failed(node, error);
            }
            T value = decoder.apply(served(node, reply));
            result.complete(new Served<>(value, node, epoch.number()));
          } catch (CacheException e) {
            failure = e.kind();
            result.completeExceptionally(e);
          } catch (RuntimeException e) {
            // Whatever a server makes up: the caller does not wait for ever.
            failure = CacheException.Kind.REFUSED;
            result.completeExceptionally(
                new CacheException(failure, node, epoch.number(), "unexpected reply: " + reply, e));
          } finally {
            recorder.completed(node, operation, failure, settings.ticker().nanoTime() - start);
          }
        });
    return result;
  }

  /**
   * The caller's own event loop if it is one of ours, so that a request never changes thread; else
   * the next.
   */
  private Lane lane() {
    Thread current = Thread.currentThread();
    for (Lane lane : lanes) {
      if (lane.loop.inEventLoop(current)) {
        return lane;
      }
    }
    return lanes.get(Math.floorMod(nextLane.getAndIncrement(), lanes.size()));
  }

  private CacheException failed(CacheNode node, Throwable error) {
    CacheException.Kind kind =
        error instanceof ConnectionException connection
            ? switch (connection.reason()) {
              case NOT_CONNECTED, BROKEN -> CacheException.Kind.UNAVAILABLE;
              case TIMED_OUT -> CacheException.Kind.TIMED_OUT;
              case OVERLOADED -> CacheException.Kind.OVERLOADED;
            }
            : CacheException.Kind.REFUSED;
    return new CacheException(
        kind, node, epoch.number(), String.valueOf(error.getMessage()), error);
  }

  /**
   * The reply if it is one, or the exception that says why the node did not serve, or not all of a
   * transaction.
   */
  private Reply served(CacheNode node, Reply reply) {
    if (reply instanceof Reply.Failure failure) {
      throw new CacheException(kindOf(failure), node, epoch.number(), failure.text(), null);
    }
    if (reply instanceof Reply.Oversized oversized) {
      throw new CacheException(
          CacheException.Kind.TOO_LARGE,
          node,
          epoch.number(),
          "value: "
              + oversized.length()
              + " bytes (expected: at most "
              + settings.maxBulkBytes()
              + ")",
          null);
    }
    if (reply instanceof Reply.Array array && array.elements() != null) {
      array.elements().forEach(element -> served(node, element));
    }
    return reply;
  }

  private static CacheException.Kind kindOf(Reply.Failure failure) {
    return switch (failure.code()) {
      case "OOM" -> CacheException.Kind.FULL;
      case "WRONGTYPE" -> CacheException.Kind.WRONG_TYPE;
      // Not now, but later without anybody's doing: starting, failing over, without its replicas.
      case "LOADING", "BUSY", "MASTERDOWN", "READONLY", "CLUSTERDOWN", "TRYAGAIN", "NOREPLICAS" ->
          CacheException.Kind.UNAVAILABLE;
      default -> CacheException.Kind.REFUSED;
    };
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
  public Epoch epoch() {
    return epoch;
  }

  @Override
  public NodeObserver observe(Duration interval) {
    return NodeObserver.start(epoch.nodesByIndex(), lanes.get(0).loop, settings, interval);
  }

  @Override
  public void close() {
    lanes.forEach(lane -> lane.connections.forEach(RedisConnection::close));
    if (ownLoops) {
      loops.shutdownGracefully();
    }
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}

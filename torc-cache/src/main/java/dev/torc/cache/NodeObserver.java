package dev.torc.cache;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.util.concurrent.TimeUnit.NANOSECONDS;

import dev.torc.cache.internal.Command;
import dev.torc.cache.internal.ConnectionSettings;
import dev.torc.cache.internal.RedisConnection;
import dev.torc.cache.internal.Reply;
import io.netty.channel.EventLoop;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ScheduledFuture;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * Polls every node at an interval and says which are up, and how full they are.
 *
 * <p>A node is {@linkplain NodeState#SUSPECT suspect} after one poll without an answer and
 * {@linkplain NodeState#DOWN down} after three; one answer makes it up again. Changes of state are
 * logged, and so is a server that started anew, for it may have lost its keys.
 *
 * <p>It follows the topology: nodes that a change adds or takes away come and go here too. The
 * cache's own keys are not counted.
 *
 * <p>Runs on one event loop. {@link #observation} may be called by any thread and costs one
 * volatile read.
 */
public final class NodeObserver implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(NodeObserver.class.getName());
  private static final Command INFO = Command.of("INFO");
  private static final Command DBSIZE = Command.of("DBSIZE");
  private static final Reply NONE = new Reply.Int(0);

  private static final byte[] EXISTS = "EXISTS".getBytes(US_ASCII);

  private final ConnectionSettings settings;
  private final EventLoop loop;
  private final Duration interval;

  /** By the node's index; confined to the event loop. */
  private final Map<Integer, Poller> pollers = new TreeMap<>();

  private final CompletableFuture<Observation> first = new CompletableFuture<>();
  private IntFunction<List<byte[]>> internalKeys = index -> List.of();
  private boolean closed;
  private volatile Observation observation;

  private NodeObserver(
      List<CacheNode> nodes, EventLoop loop, ConnectionSettings settings, Duration interval) {
    this.loop = loop;
    this.settings = settings;
    this.interval = interval;
    this.observation = new Observation(nodes.stream().map(NodeStatus::unknown).toList());
  }

  static NodeObserver start(
      List<CacheNode> nodes, EventLoop loop, ConnectionSettings settings, Duration interval) {
    if (interval.toMillis() < 10) {
      throw new IllegalArgumentException("interval: " + interval + " (expected: at least 10 ms)");
    }
    NodeObserver observer = new NodeObserver(nodes, loop, settings.forObserver(), interval);
    observer.follow(nodes, index -> List.of());
    return observer;
  }

  /**
   * Polls other nodes from now on; what is known of those that stay is kept.
   *
   * @param internal by the index of a node: keys that may lie there and do not count
   */
  void follow(List<CacheNode> nodes, IntFunction<List<byte[]>> internal) {
    loop.execute(() -> {
      if (closed) {
        return;
      }
      internalKeys = internal;
      Map<Integer, CacheNode> wanted = new TreeMap<>();
      nodes.forEach(node -> wanted.put(node.index(), node));
      pollers
          .entrySet()
          .removeIf(entry -> {
            boolean gone = !wanted.containsKey(entry.getKey());
            if (gone) {
              entry.getValue().close();
            }
            return gone;
          });
      wanted.forEach((index, node) -> {
        Poller poller = pollers.get(index);
        if (poller == null) {
          pollers.put(index, new Poller(node));
        } else {
          poller.status = poller.status.of(node);
        }
      });
      publish();
    });
  }

  private void publish() {
    observation = new Observation(pollers.values().stream().map(p -> p.status).toList());
    if (pollers.values().stream().allMatch(poller -> poller.polled)) {
      first.complete(observation);
    }
  }

  /** What is known now. */
  public Observation observation() {
    return observation;
  }

  /** Completes when every node was polled once, successfully or not. */
  public CompletionStage<Observation> firstObservation() {
    return first;
  }

  @Override
  public void close() {
    if (!loop.isShuttingDown()) {
      loop.execute(() -> {
        closed = true;
        pollers.values().forEach(Poller::close);
        pollers.clear();
      });
    }
  }

  /** Polls one node; its methods run on the event loop. */
  private final class Poller {
    private final RedisConnection connection;
    private final ScheduledFuture<?> timer;
    private NodeStatus status;
    private boolean polling;
    private boolean polled;
    private boolean ended;

    Poller(CacheNode node) {
      status = NodeStatus.unknown(node);
      connection = RedisConnection.open(loop, node.address(), settings);
      timer = loop.scheduleAtFixedRate(this::poll, 0, interval.toNanos(), NANOSECONDS);
    }

    void close() {
      ended = true;
      timer.cancel(false);
      connection.close();
    }

    private void poll() {
      if (polling) {
        return;
      }
      polling = true;
      long start = settings.ticker().nanoTime();
      List<byte[]> internal = internalKeys.apply(status.node().index());
      CompletableFuture<Reply> hidden =
          internal.isEmpty()
              ? CompletableFuture.completedFuture(NONE)
              : connection.send(exists(internal));
      connection
          .send(DBSIZE)
          .thenCombine(hidden, NodeObserver::less)
          .thenCombine(connection.send(INFO), (keys, info) -> read(keys, info, start))
          .whenComplete(this::polled);
    }

    private NodeInfo read(long keys, Reply info, long start) {
      if (info instanceof Reply.Bulk bulk) {
        return NodeInfo.parse(bulk.text(), keys, settings.ticker().nanoTime() - start);
      }
      throw new IllegalArgumentException("INFO: " + info);
    }

    private void polled(@Nullable NodeInfo info, @Nullable Throwable error) {
      if (ended) {
        return;
      }
      polling = false;
      polled = true;
      NodeStatus before = status;
      status = info == null ? before.failed() : before.answered(info);
      publish();
      log(before, status, error);
    }
  }

  private static Command exists(List<byte[]> keys) {
    byte[][] words = new byte[keys.size() + 1][];
    words[0] = EXISTS;
    for (int i = 0; i < keys.size(); i++) {
      words[i + 1] = keys.get(i);
    }
    return Command.of(words);
  }

  /** The number of keys without those that are hidden, which may have come or gone in between. */
  private static long less(Reply all, Reply hidden) {
    if (all instanceof Reply.Int count && hidden instanceof Reply.Int internal) {
      return Math.max(0, count.value() - internal.value());
    }
    throw new IllegalArgumentException("DBSIZE: " + all + ", EXISTS: " + hidden);
  }

  private static void log(NodeStatus before, NodeStatus after, @Nullable Throwable error) {
    CacheNode node = after.node();
    if (after.state() == NodeState.DOWN && before.state() != NodeState.DOWN) {
      LOG.log(
          System.Logger.Level.WARNING,
          "node {0} ({1}) is down: {2}",
          node.index(),
          node.hostAndPort(),
          cause(error));
    } else if (after.state() == NodeState.UP && before.failures() > 0) {
      LOG.log(
          System.Logger.Level.INFO, "node {0} ({1}) is up again", node.index(), node.hostAndPort());
    }
    NodeInfo old = before.info();
    NodeInfo now = after.info();
    if (old != null && now != null && !old.runId().equals(now.runId())) {
      LOG.log(
          System.Logger.Level.WARNING,
          "node {0} ({1}) was started anew: it had {2} keys, now {3}",
          node.index(),
          node.hostAndPort(),
          old.keys(),
          now.keys());
    }
  }

  private static String cause(@Nullable Throwable error) {
    Throwable root = error;
    while (root != null && root.getCause() != null) {
      root = root.getCause();
    }
    return root == null ? "no answer" : String.valueOf(root.getMessage());
  }
}

package dev.torc.cache;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.util.concurrent.TimeUnit.NANOSECONDS;

import dev.torc.cache.internal.Command;
import dev.torc.cache.internal.ConnectionException;
import dev.torc.cache.internal.ConnectionSettings;
import dev.torc.cache.internal.RedisConnection;
import dev.torc.cache.internal.Reply;
import dev.torc.config.Facts;
import io.netty.channel.EventLoop;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ScheduledFuture;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Polls every node at an interval and says which are up, and how full they are.
 *
 * <p>A node is {@linkplain NodeState#SUSPECT suspect} after one poll without an answer and
 * {@linkplain NodeState#DOWN down} after several; one that was down has to answer several times in
 * a row. Changes of state are logged.
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
  private final ObserverSettings how;
  private final Consumer<Set<Integer>> unavailable;

  /** By the node's index; confined to the event loop. */
  private final Map<Integer, Poller> pollers = new TreeMap<>();

  private final CompletableFuture<Observation> first = new CompletableFuture<>();
  private IntFunction<List<byte[]>> internalKeys = index -> List.of();
  private boolean closed;
  private Set<Integer> down = Set.of();
  private volatile Observation observation;

  private NodeObserver(
      List<CacheNode> nodes,
      EventLoop loop,
      ConnectionSettings settings,
      ObserverSettings how,
      Consumer<Set<Integer>> unavailable) {
    this.loop = loop;
    this.settings = settings;
    this.how = how;
    this.unavailable = unavailable;
    this.observation = new Observation(nodes.stream().map(NodeStatus::unknown).toList());
  }

  /**
   * Starts to poll.
   *
   * @param unavailable is told the indexes of the nodes that are down, each time they are others;
   *     must not block
   */
  static NodeObserver start(
      List<CacheNode> nodes,
      EventLoop loop,
      ConnectionSettings settings,
      ObserverSettings how,
      Consumer<Set<Integer>> unavailable) {
    NodeObserver observer = new NodeObserver(nodes, loop, settings.forObserver(), how, unavailable);
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
        if (poller != null && !poller.status.node().address().equals(node.address())) {
          poller.close();
          poller = null;
        }
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
    Set<Integer> now =
        pollers.values().stream()
            .filter(poller -> poller.timedOut && poller.status.failures() >= how.downAfter())
            .map(poller -> poller.status.node().index())
            .collect(Collectors.toSet());
    if (!now.equals(down)) {
      down = now;
      unavailable.accept(now);
    }
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

  /**
   * Sets how much memory a node may use, until its server is started anew.
   *
   * @return fails if the node does not answer, or refuses
   */
  public CompletionStage<Void> limitMemory(int index, long bytes) {
    CompletableFuture<Void> done = new CompletableFuture<>();
    loop.execute(() -> {
      Poller poller = pollers.get(index);
      if (poller == null) {
        done.completeExceptionally(new IllegalArgumentException("node " + index + ": not known"));
        return;
      }
      poller
          .connection
          .send(Command.of("CONFIG", "SET", "maxmemory", Long.toString(bytes)))
          .whenComplete((reply, error) -> {
            if (reply instanceof Reply.Simple) {
              done.complete(null);
            } else {
              done.completeExceptionally(
                  new IllegalStateException(
                      "node " + index + ": " + (error == null ? reply : error)));
            }
          });
    });
    return done;
  }

  @Override
  public void close() {
    if (!loop.isShuttingDown()) {
      loop.execute(() -> {
        closed = true;
        unavailable.accept(Set.of());
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

    /** Whether there was no reply in time since the last answer: others would wait in vain too. */
    private boolean timedOut;

    private boolean ended;

    Poller(CacheNode node) {
      status = NodeStatus.unknown(node);
      connection = RedisConnection.open(loop, node.address(), settings);
      timer = loop.scheduleAtFixedRate(this::poll, 0, how.interval().toNanos(), NANOSECONDS);
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
      timedOut = info == null && (timedOut || isTimeout(error));
      NodeStatus before = status;
      status = info == null ? before.failed(how) : before.answered(info);
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
    boolean isFirst = before.info() == null && before.failures() == 0;
    NodeState now = after.state();
    String failure = after.failures() == 0 ? null : cause(error);
    NodeStateEvent.record(before, after, failure);
    if (now == NodeState.DOWN && before.state() != NodeState.DOWN) {
      log(System.Logger.Level.WARNING, "node is down: {0}", before, after, failure);
    } else if (now == NodeState.SUSPECT && before.state() == NodeState.UP) {
      log(System.Logger.Level.INFO, "node is suspect: {0}", before, after, failure);
    } else if (now == NodeState.UP && before.state() != NodeState.UP && !isFirst) {
      log(System.Logger.Level.INFO, "node is up again: {0}", before, after, failure);
    }
  }

  private static void log(
      System.Logger.Level level,
      String line,
      NodeStatus before,
      NodeStatus after,
      @Nullable String failure) {
    CacheNode node = after.node();
    LOG.log(
        level,
        line,
        Facts.of("node", node.index())
            .and("address", node.hostAndPort())
            .and("from", before.state().name().toLowerCase(Locale.ROOT))
            .and("reason", failure));
  }

  private static boolean isTimeout(@Nullable Throwable error) {
    Throwable cause = error;
    while (cause != null) {
      if (cause instanceof ConnectionException failure) {
        return failure.reason() == ConnectionException.Reason.TIMED_OUT;
      }
      cause = cause.getCause();
    }
    return false;
  }

  private static String cause(@Nullable Throwable error) {
    Throwable root = error;
    while (root != null && root.getCause() != null) {
      root = root.getCause();
    }
    return root == null ? "no answer" : String.valueOf(root.getMessage());
  }
}

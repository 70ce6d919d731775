package dev.torc.cache;

import static java.util.concurrent.TimeUnit.NANOSECONDS;

import dev.torc.cache.internal.Command;
import dev.torc.cache.internal.ConnectionSettings;
import dev.torc.cache.internal.RedisConnection;
import dev.torc.cache.internal.Reply;
import io.netty.channel.EventLoop;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ScheduledFuture;
import org.jspecify.annotations.Nullable;

/**
 * Polls every node at an interval and says which are up, and how full they are.
 *
 * <p>A node is {@linkplain NodeState#SUSPECT suspect} after one poll without an answer and
 * {@linkplain NodeState#DOWN down} after three; one answer makes it up again. Changes of state are
 * logged, and so is a server that started anew, for it may have lost its keys.
 *
 * <p>Runs on one event loop. {@link #observation} may be called by any thread and costs one
 * volatile read.
 */
public final class NodeObserver implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(NodeObserver.class.getName());
  private static final Command INFO = Command.of("INFO");
  private static final Command DBSIZE = Command.of("DBSIZE");

  private final ConnectionSettings settings;
  private final List<Poller> pollers = new ArrayList<>();
  private volatile Observation observation;

  private NodeObserver(List<CacheNode> nodes, ConnectionSettings settings) {
    this.settings = settings;
    this.observation = new Observation(nodes.stream().map(NodeStatus::unknown).toList());
  }

  static NodeObserver start(
      List<CacheNode> nodes, EventLoop loop, ConnectionSettings settings, Duration interval) {
    if (interval.toMillis() < 10) {
      throw new IllegalArgumentException("interval: " + interval + " (expected: at least 10 ms)");
    }
    NodeObserver observer = new NodeObserver(nodes, settings.forObserver());
    for (CacheNode node : nodes) {
      observer.pollers.add(observer.new Poller(node, loop, interval));
    }
    return observer;
  }

  /** What is known now. */
  public Observation observation() {
    return observation;
  }

  /** Completes when every node was polled once, successfully or not. */
  public CompletionStage<Observation> firstObservation() {
    return CompletableFuture.allOf(
            pollers.stream().map(poller -> poller.first).toArray(CompletableFuture<?>[]::new))
        .thenApply(done -> observation);
  }

  @Override
  public void close() {
    pollers.forEach(Poller::close);
  }

  /** Polls one node; its methods run on the event loop. */
  private final class Poller {
    private final RedisConnection connection;
    private final ScheduledFuture<?> timer;
    private final CompletableFuture<Void> first = new CompletableFuture<>();
    private NodeStatus status;
    private boolean polling;

    Poller(CacheNode node, EventLoop loop, Duration interval) {
      status = NodeStatus.unknown(node);
      connection = RedisConnection.open(loop, node.address(), settings);
      timer = loop.scheduleAtFixedRate(this::poll, 0, interval.toNanos(), NANOSECONDS);
    }

    void close() {
      timer.cancel(false);
      connection.close();
    }

    private void poll() {
      if (polling) {
        return;
      }
      polling = true;
      long start = settings.ticker().nanoTime();
      connection
          .send(DBSIZE)
          .thenCombine(connection.send(INFO), (keys, info) -> read(keys, info, start))
          .whenComplete(this::polled);
    }

    private NodeInfo read(Reply keys, Reply info, long start) {
      if (keys instanceof Reply.Int count && info instanceof Reply.Bulk bulk) {
        return NodeInfo.parse(bulk.text(), count.value(), settings.ticker().nanoTime() - start);
      }
      throw new IllegalArgumentException("DBSIZE: " + keys + ", INFO: " + info);
    }

    private void polled(@Nullable NodeInfo info, @Nullable Throwable error) {
      polling = false;
      NodeStatus before = status;
      status = info == null ? before.failed() : before.answered(info);
      observation = observation.with(status);
      log(before, status, error);
      first.complete(null);
    }
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

package dev.torc.cache;

import dev.torc.cache.internal.ConnectionSettings;
import dev.torc.cache.internal.RedisConnection;
import io.netty.channel.EventLoop;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * An event loop's connections to the nodes. A server that is not the one that was let in as the
 * node gets nothing: it may have old data. Confined to the event loop.
 */
final class LaneConnections {
  private final EventLoop loop;
  private ConnectionSettings settings;
  private final BiConsumer<CacheNode, String> strangers;

  /** By the node's index; {@code null} where there is no such node. */
  private @Nullable Line[] lines = new Line[0];

  /** Likewise, whether nothing is to be sent because the node is down. */
  private boolean[] down = new boolean[0];

  private View view;

  /** A connection, and who answers on it. */
  private final class Line {
    final CacheNode node;
    final RedisConnection connection;
    @Nullable String server;
    boolean refused;

    Line(CacheNode node) {
      this.node = node;
      this.connection = RedisConnection.open(loop, node.address(), settings, this::admits);
    }

    private boolean admits(@Nullable String runId) {
      server = runId;
      String expected = view.incarnation(node.index());
      refused = expected != null && !expected.equals(runId);
      if (runId != null && !runId.equals(expected)) {
        strangers.accept(node, runId);
      }
      return !refused;
    }

    /** Whether another connection is needed. */
    boolean isStale(InetSocketAddress address) {
      String expected = view.incarnation(node.index());
      boolean isExpected = expected == null || expected.equals(server);
      boolean isOther = server != null && !isExpected;
      return !address.equals(node.address()) || (refused ? isExpected : isOther);
    }
  }

  /**
   * No connections yet.
   *
   * @param strangers is told of servers that are not known to be the node they are taken for, by
   *     their {@code run_id}; must not block
   */
  LaneConnections(
      EventLoop loop,
      ConnectionSettings settings,
      View view,
      BiConsumer<CacheNode, String> strangers) {
    this.loop = loop;
    this.settings = settings;
    this.view = view;
    this.strangers = strangers;
  }

  /** Connects to the nodes of a view, and to no others. */
  void adopt(View next) {
    view = next;
    Set<Integer> wanted =
        next.epoch().nodes().stream().map(CacheNode::index).collect(Collectors.toSet());
    for (int index = 0; index < lines.length; index++) {
      if (!wanted.contains(index)) {
        close(index);
      }
    }
    for (CacheNode node : next.epoch().nodes()) {
      connect(node);
    }
  }

  private void connect(CacheNode node) {
    int index = node.index();
    if (index >= lines.length) {
      lines = Arrays.copyOf(lines, 2 * index + 1);
    }
    Line line = lines[index];
    if (line != null && line.isStale(node.address())) {
      close(index);
      line = null;
    }
    if (line == null && !view.isGivenUp(index)) {
      lines[index] = new Line(node);
    }
  }

  /** The connection to a node, {@code null} if nothing is to be sent there. */
  @Nullable RedisConnection to(int index) {
    return index < down.length && down[index] ? null : any(index);
  }

  /** The connection to a node, also if it is down. */
  @Nullable RedisConnection any(int index) {
    Line line = index < lines.length ? lines[index] : null;
    return line == null ? null : line.connection;
  }

  /** Sends nothing to these nodes from now on, and to all others again. */
  void down(Set<Integer> nodes) {
    boolean[] next = new boolean[nodes.stream().mapToInt(index -> index + 1).max().orElse(0)];
    nodes.forEach(index -> next[index] = true);
    down = next;
  }

  /** Has other limits from now on, also on the connections that are open. */
  void limit(ConnectionSettings next) {
    settings = next;
    for (Line line : lines) {
      if (line != null) {
        line.connection.limit(next);
      }
    }
  }

  /** Ends the connection to a node; what has no reply yet fails. */
  void close(int index) {
    Line line = index < lines.length ? lines[index] : null;
    if (line != null) {
      lines[index] = null;
      line.connection.close();
    }
  }

  /** Ends all. */
  void close() {
    for (int index = 0; index < lines.length; index++) {
      close(index);
    }
  }
}

package dev.torc.cache.resharding;

import dev.torc.cache.coordination.Member;
import dev.torc.cache.internal.ConnectionSettings;
import io.netty.channel.EventLoop;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

/**
 * The links of one thread to the nodes, made when they are asked for. After a failure a link is
 * made anew, and what the former has sent is ended first. Not thread-safe.
 */
final class Links implements AutoCloseable {
  private final EventLoop loop;
  private final ConnectionSettings settings;
  private final Consumer<NodeLink> prepare;
  private final Map<Integer, NodeLink> links = new HashMap<>();

  /**
   * No links yet.
   *
   * @param prepare is called with each link before it is used
   */
  Links(EventLoop loop, ConnectionSettings settings, Consumer<NodeLink> prepare) {
    this.loop = loop;
    this.settings = settings;
    this.prepare = prepare;
  }

  NodeLink to(Member node) {
    NodeLink link = links.get(node.index());
    if (link != null && !link.node().address().equals(node.address())) {
      links.remove(node.index());
      link.close();
      link = null;
    }
    if (link == null) {
      link = NodeLink.open(node, loop, settings);
      try {
        prepare.accept(link);
      } catch (RuntimeException e) {
        link.close();
        throw e;
      }
      links.put(node.index(), link);
    }
    return link;
  }

  /** Ends all links: after a failure nobody knows which of them still has something under way. */
  void reset() {
    links.values().forEach(NodeLink::close);
    links.clear();
  }

  @Override
  public void close() {
    reset();
  }
}

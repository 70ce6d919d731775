package dev.torc.gateway;

import dev.torc.cache.CacheNode;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.stream.IntStream;

/** Has nodes run, or knows where they run. */
public interface Provisioner extends AutoCloseable {

  /**
   * Starts what is to be started and waits until it accepts connections.
   *
   * @throws ProvisioningException if a node cannot be started
   */
  List<CacheNode> start();

  /** Whether {@link #start} starts the nodes, so that they end with the gateway. */
  boolean ownsNodes();

  /** Ends what was started. */
  @Override
  void close();

  /** The provisioner that a configuration asks for. */
  static Provisioner of(NodesConfig config) {
    if (config.addresses() != null) {
      return ofStatic(config.addresses());
    }
    return new EmbeddedNodes(
        config.embedded() == null ? NodesConfig.Embedded.DEFAULTS : config.embedded());
  }

  /** Nodes that somebody else runs. */
  private static Provisioner ofStatic(List<NodesConfig.StaticNode> nodes) {
    return new Provisioner() {
      @Override
      public List<CacheNode> start() {
        return IntStream.range(0, nodes.size()).mapToObj(i -> node(i, nodes.get(i))).toList();
      }

      @Override
      public boolean ownsNodes() {
        return false;
      }

      @Override
      public void close() {}
    };
  }

  private static CacheNode node(int index, NodesConfig.StaticNode node) {
    return new CacheNode(
        index,
        node.ringName(),
        InetSocketAddress.createUnresolved(node.address().host(), node.address().port()),
        node.weight());
  }
}

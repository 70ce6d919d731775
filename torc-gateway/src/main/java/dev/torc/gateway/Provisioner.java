package dev.torc.gateway;

import dev.torc.cache.CacheNode;
import dev.torc.config.HostPort;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Has nodes run, or knows where they run. Its methods may block; it is safe for use by any number
 * of threads.
 */
public interface Provisioner extends AutoCloseable {

  /**
   * Starts what is to be started and waits until it accepts connections.
   *
   * @throws ProvisioningException if a node cannot be started
   */
  List<CacheNode> start();

  /**
   * Starts one more node and waits until it accepts connections.
   *
   * @param index of the node; it was never that of another
   * @return where it listens
   * @throws ProvisioningException if it cannot be started, or {@link #ownsNodes} is false
   */
  HostPort start(int index);

  /**
   * The memory that nodes would have for their keys, in bytes each, 0 for no limit; nothing is
   * started.
   *
   * @param more how many would be started besides those that run
   * @throws ProvisioningException if so many cannot be started
   */
  long memoryOf(int more);

  /** Ends a node that was started here, for good; nothing happens to others. */
  void release(int index);

  /** Whether nodes are started here, so that they end with the gateway. */
  boolean ownsNodes();

  /** Whether a node was started here, and was not released. */
  boolean owns(int index);

  /** What a node that is started here is called, unless it is given a name. */
  static String nameOf(int index) {
    return "node-" + index;
  }

  /** Ends what was started. */
  @Override
  void close();

  /**
   * The provisioner that a configuration asks for.
   *
   * @param found nodes that were found, where they are not listed
   */
  static Provisioner of(NodesConfig config, List<NodesConfig.StaticNode> found) {
    NodesConfig.Embedded embedded = config.embedded();
    if (embedded != null) {
      return new EmbeddedNodes(embedded);
    }
    return ofOthers(config.addresses() == null ? found : config.addresses());
  }

  /** Nodes that somebody else runs. */
  private static Provisioner ofOthers(List<NodesConfig.StaticNode> nodes) {
    return new Provisioner() {
      @Override
      public List<CacheNode> start() {
        return IntStream.range(0, nodes.size()).mapToObj(i -> node(i, nodes.get(i))).toList();
      }

      @Override
      public HostPort start(int index) {
        throw new ProvisioningException(
            "node " + index + " without an address (expected: host:port of a server that you run)",
            null);
      }

      @Override
      public long memoryOf(int more) {
        throw new ProvisioningException(
            more + " nodes without an address (expected: host:port of servers that you run)", null);
      }

      @Override
      public void release(int index) {}

      @Override
      public boolean ownsNodes() {
        return false;
      }

      @Override
      public boolean owns(int index) {
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

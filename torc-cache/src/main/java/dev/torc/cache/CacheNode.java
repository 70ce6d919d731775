package dev.torc.cache;

import dev.torc.hash.Node;
import java.net.InetSocketAddress;
import java.util.Objects;

/**
 * A Redis server that holds a part of the keys.
 *
 * @param index a small number that stands for the node in answers and metrics; never used again for
 *     another node
 * @param name the identity on the ring: keys stay where they are when an address changes and the
 *     name does not
 * @param address where it listens; a host name is looked up at each connection
 * @param weight its share of the keys relative to the others; 0 for none
 */
public record CacheNode(int index, String name, InetSocketAddress address, int weight) {

  /**
   * Checks the components.
   *
   * @throws IllegalArgumentException if the index is negative, or name or weight are not those of a
   *     {@link Node}
   */
  public CacheNode {
    if (index < 0) {
      throw new IllegalArgumentException("index: " + index + " (expected: 0 or more)");
    }
    Objects.requireNonNull(address, "address");
    var unused = new Node(name, weight);
  }

  /** The node as a member of the ring. */
  Node onRing() {
    return new Node(name, weight);
  }

  /** The address as {@code host:port}. */
  public String hostAndPort() {
    String host = address.getHostString();
    return (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + address.getPort();
  }
}

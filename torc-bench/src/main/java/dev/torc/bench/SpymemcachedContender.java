package dev.torc.bench;

import dev.torc.bench.peer.Addresses;
import java.lang.reflect.Proxy;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import net.spy.memcached.DefaultHashAlgorithm;
import net.spy.memcached.KetamaNodeLocator;
import net.spy.memcached.MemcachedNode;

/**
 * spymemcached's ketama ring of 160 points a node, over nodes that have an address and no
 * connection. It hashes its keys itself, by MD5.
 */
final class SpymemcachedContender implements Contender {
  private final List<MemcachedNode> nodes;
  private final KetamaNodeLocator locator;

  SpymemcachedContender(List<String> names) {
    nodes = new ArrayList<>(names.stream().map(SpymemcachedContender::node).toList());
    locator = new KetamaNodeLocator(nodes, DefaultHashAlgorithm.KETAMA_HASH);
  }

  /** A stand-in that only knows its address: a look-up hands it out without calling it. */
  @SuppressWarnings("ReferenceEquality") // A node of spymemcached equals nothing but itself.
  private static MemcachedNode node(String name) {
    InetSocketAddress address = Addresses.of(name);
    return (MemcachedNode)
        Proxy.newProxyInstance(
            MemcachedNode.class.getClassLoader(),
            new Class<?>[] {MemcachedNode.class},
            (proxy, method, arguments) ->
                switch (method.getName()) {
                  case "getSocketAddress" -> address;
                  case "hashCode" -> System.identityHashCode(proxy);
                  case "equals" -> proxy == arguments[0];
                  case "toString" -> name;
                  default -> throw new UnsupportedOperationException(method.toString());
                });
  }

  @Override
  public int locate(long hash) {
    throw new UnsupportedOperationException("spymemcached hashes keys itself");
  }

  @Override
  public Object locate(String key) {
    return locator.getPrimary(key);
  }

  @Override
  public int index(Object node) {
    return nodes.indexOf(node);
  }

  /** By its own way to change the nodes, which builds the ring anew. */
  @Override
  public Contender add(String name) {
    nodes.add(node(name));
    locator.updateLocator(nodes);
    return this;
  }
}

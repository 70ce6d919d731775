package dev.torc.it.placement;

import dev.torc.testkit.PlacementScenario;
import dev.torc.testkit.PlacementScenario.Member;
import java.lang.reflect.Proxy;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.spy.memcached.DefaultHashAlgorithm;
import net.spy.memcached.KetamaNodeKeyFormatter.Format;
import net.spy.memcached.KetamaNodeLocator;
import net.spy.memcached.MemcachedNode;

/**
 * The ring of spymemcached, asked without a connection.
 *
 * <p>A member is {@code ip:port} or {@code host/ip:port}, the text that the library itself makes of
 * an address, so that no name is looked up. Options: {@code format=libmemcached} for that node key
 * format, {@code weighted=true} to give the weights even if all of them are 1 (the weighted ring is
 * another one). Weights are given as soon as one of them is not 1.
 */
final class SpymemcachedOracle implements Oracle {
  static {
    // The class asserts that a ring has 160 points a node, which is wrong with weights and after a
    // collision; test runners enable assertions.
    SpymemcachedOracle.class
        .getClassLoader()
        .setClassAssertionStatus("net.spy.memcached.KetamaNodeLocator", false);
    System.setProperty("net.spy.log.LoggerImpl", "net.spy.memcached.compat.log.SunLogger");
  }

  @Override
  public String version() {
    // The jar names no version in its manifest, only in its own file name.
    var source = KetamaNodeLocator.class.getProtectionDomain().getCodeSource();
    return source.getLocation().getPath().replaceFirst(".*/(spymemcached)-(.*)\\.jar", "$1 $2");
  }

  @Override
  public List<String> owners(PlacementScenario scenario, List<String> keys)
      throws UnknownHostException {
    Format format =
        scenario.option("format", "").equals("libmemcached")
            ? Format.LIBMEMCACHED
            : Format.SPYMEMCACHED;
    Map<SocketAddress, String> names = new HashMap<>();
    Map<InetSocketAddress, Integer> weights = new HashMap<>();
    List<MemcachedNode> nodes = new ArrayList<>();
    for (Member member : scenario.members()) {
      InetSocketAddress address = address(member.name(), format);
      nodes.add(node(address));
      names.put(address, member.name());
      weights.put(address, member.weight());
    }
    KetamaNodeLocator locator =
        new KetamaNodeLocator(
            nodes,
            DefaultHashAlgorithm.KETAMA_HASH,
            format,
            weighted(scenario) ? weights : Map.of());
    return keys.stream().map(key -> names.get(locator.getPrimary(key).getSocketAddress())).toList();
  }

  private static boolean weighted(PlacementScenario scenario) {
    return Boolean.parseBoolean(scenario.option("weighted", ""))
        || scenario.members().stream().anyMatch(member -> member.weight() != 1);
  }

  /**
   * The address as a configuration file gives it: an IP address has no host name. For the
   * libmemcached format it gets its own text as the name, which is what a lookup of it comes to
   * when the name service knows nothing of it.
   */
  private static InetSocketAddress address(String member, Format format)
      throws UnknownHostException {
    int colon = member.lastIndexOf(':');
    int slash = member.indexOf('/');
    InetAddress ip = InetAddress.ofLiteral(member.substring(slash + 1, colon));
    if (slash > 0) {
      ip = InetAddress.getByAddress(member.substring(0, slash), ip.getAddress());
    } else if (format == Format.LIBMEMCACHED) {
      ip = InetAddress.getByAddress(member.substring(0, colon), ip.getAddress());
    }
    return new InetSocketAddress(ip, Integer.parseInt(member.substring(colon + 1)));
  }

  /** A node of which only the address is ever asked. */
  private static MemcachedNode node(InetSocketAddress address) {
    return (MemcachedNode)
        Proxy.newProxyInstance(
            MemcachedNode.class.getClassLoader(),
            new Class<?>[] {MemcachedNode.class},
            (proxy, method, arguments) ->
                switch (method.getName()) {
                  case "getSocketAddress" -> address;
                  case "hashCode" -> address.hashCode();
                  case "equals" ->
                      arguments[0] instanceof MemcachedNode other
                          && address.equals(other.getSocketAddress());
                  case "toString" -> address.toString();
                  default -> throw new UnsupportedOperationException(method.toString());
                });
  }
}

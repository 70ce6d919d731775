package dev.torc.hash;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What grpc-java makes of addresses: it puts them into a {@link HashMap}, and the order in which
 * they come out decides where fractions of points go.
 *
 * <p>{@code RingHashLoadBalancer} of grpc-java 1.85.1, whose keys hash as lists of one address do.
 */
final class GrpcOrder implements PointCounts {
  /** Literals only, so that nothing is ever looked up. */
  private static final Pattern ADDRESS =
      Pattern.compile("(\\d{1,3}(?:\\.\\d{1,3}){3}|\\[[0-9a-fA-F:.]+]):(\\d{1,5})");

  private final PointCounts counts;

  /** The counts of nodes in the order of the map. */
  GrpcOrder(PointCounts counts) {
    this.counts = counts;
  }

  @Override
  public long[] of(List<Node> nodes) {
    Map<List<InetSocketAddress>, Integer> map = new HashMap<>();
    for (int i = 0; i < nodes.size(); i++) {
      if (map.put(List.of(address(nodes.get(i))), i) != null) {
        throw NodeSet.duplicate(nodes.get(i).name());
      }
    }
    List<Integer> order = List.copyOf(map.values());
    long[] ordered = counts.of(order.stream().map(nodes::get).toList());
    long[] result = new long[nodes.size()];
    for (int i = 0; i < order.size(); i++) {
      result[order.get(i)] = ordered[i];
    }
    return result;
  }

  /**
   * The address that a name says.
   *
   * @throws PlacementException if it is not an IP address and a port
   */
  static InetSocketAddress address(Node node) {
    Matcher matcher = ADDRESS.matcher(node.name());
    if (matcher.matches()) {
      int port = Integer.parseInt(matcher.group(2));
      try {
        return new InetSocketAddress(InetAddress.getByName(matcher.group(1)), port);
      } catch (UnknownHostException | IllegalArgumentException e) {
        throw malformed(node);
      }
    }
    throw malformed(node);
  }

  private static PlacementException malformed(Node node) {
    return new PlacementException(
        "name: \"" + node.name() + "\" (expected: an IP address and a port, such as 10.0.0.1:80)");
  }
}

package dev.torc.cli;

import dev.torc.cache.CacheNode;
import dev.torc.cache.Epoch;
import dev.torc.cache.NodeState;
import dev.torc.cache.NodeStatus;
import dev.torc.gateway.Gateway;
import dev.torc.hash.Ring;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What {@code torc up} says when it is ready: for people, or for programs. */
final class UpReport {
  private UpReport() {}

  static String text(Gateway gateway) {
    Ring ring = gateway.cache().epoch().ring();
    String base = url(gateway.address());
    StringBuilder text = new StringBuilder();
    text.append("torc is up\n\n");
    line(text, "cache", base + "/{key}");
    line(text, "admin", url(gateway.adminAddress()) + "  (/healthz, /readyz, /metrics)");
    line(text, "ring", ring.points() + " points");
    text.append('\n');
    text.append(
        String.format(
            Locale.ROOT,
            "  %-5s %-22s %-22s %6s %7s  %s%n",
            "NODE",
            "NAME",
            "ADDRESS",
            "WEIGHT",
            "SHARE",
            "STATE"));
    for (NodeStatus status : gateway.observation().nodes()) {
      CacheNode node = status.node();
      text.append(
          String.format(
              Locale.ROOT,
              "  %-5d %-22s %-22s %6d %6.1f%%  %s%n",
              node.index(),
              node.name(),
              node.hostAndPort(),
              node.weight(),
              100 * share(gateway.cache().epoch(), node),
              state(status.state())));
    }
    text.append("\n  curl -X POST ").append(base).append("/k1 -d '{\"value\":\"v1\"}'\n");
    text.append("  curl ").append(base).append("/k1\n\nCtrl-C ends it.");
    return text.toString();
  }

  static String json(Gateway gateway) {
    List<Map<String, Object>> nodes = new ArrayList<>();
    for (NodeStatus status : gateway.observation().nodes()) {
      Map<String, Object> node = new LinkedHashMap<>();
      node.put("index", status.node().index());
      node.put("name", status.node().name());
      node.put("address", status.node().hostAndPort());
      node.put("weight", status.node().weight());
      node.put("share", share(gateway.cache().epoch(), status.node()));
      node.put("state", state(status.state()));
      nodes.add(node);
    }
    Map<String, Object> report = new LinkedHashMap<>();
    report.put("cache", url(gateway.address()));
    report.put("admin", url(gateway.adminAddress()));
    report.put("nodes", nodes);
    return Json.write(report);
  }

  private static void line(StringBuilder text, String name, String value) {
    text.append(String.format(Locale.ROOT, "  %-6s %s%n", name, value));
  }

  private static String state(NodeState state) {
    return state.name().toLowerCase(Locale.ROOT);
  }

  private static double share(Epoch epoch, CacheNode node) {
    return epoch.ring().shares()[epoch.nodes().indexOf(node)];
  }

  private static String url(InetSocketAddress address) {
    String host = address.getAddress().getHostAddress();
    return "http://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + address.getPort();
  }
}

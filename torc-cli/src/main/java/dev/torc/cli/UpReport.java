package dev.torc.cli;

import dev.torc.cache.CacheNode;
import dev.torc.cache.Epoch;
import dev.torc.cache.NodeState;
import dev.torc.cache.NodeStatus;
import dev.torc.gateway.Gateway;
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
    Epoch epoch = gateway.cache().epoch();
    String base = url(gateway.address());
    StringBuilder text = new StringBuilder();
    text.append("torc is up\n\n");
    line(text, "cache", base + "/{key}");
    line(
        text,
        "admin",
        url(gateway.adminAddress()) + "  (/healthz, /readyz, /metrics, /nodes, /changes)");
    line(
        text, "ring", epoch.points() + " points, " + epoch.pointsPerNode() + " per unit of weight");
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
    double[] shares = epoch.shares();
    for (int i = 0; i < shares.length; i++) {
      CacheNode node = epoch.nodes().get(i);
      text.append(
          String.format(
              Locale.ROOT,
              "  %-5d %-22s %-22s %6d %6.1f%%  %s%n",
              node.index(),
              node.name(),
              node.hostAndPort(),
              node.weight(),
              100 * shares[i],
              state(gateway, node)));
    }
    text.append("\n  curl -X POST ").append(base).append("/k1 -d '{\"value\":\"v1\"}'\n");
    text.append("  curl ").append(base).append("/k1\n\nCtrl-C ends it.");
    return text.toString();
  }

  static String json(Gateway gateway) {
    List<Map<String, Object>> nodes = new ArrayList<>();
    Epoch epoch = gateway.cache().epoch();
    double[] shares = epoch.shares();
    for (int i = 0; i < shares.length; i++) {
      CacheNode node = epoch.nodes().get(i);
      Map<String, Object> entry = new LinkedHashMap<>();
      entry.put("index", node.index());
      entry.put("name", node.name());
      entry.put("address", node.hostAndPort());
      entry.put("weight", node.weight());
      entry.put("share", shares[i]);
      entry.put("state", state(gateway, node));
      nodes.add(entry);
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

  private static String state(Gateway gateway, CacheNode node) {
    NodeStatus status = gateway.observation().of(node.index());
    NodeState state = status == null ? NodeState.SUSPECT : status.state();
    return state.name().toLowerCase(Locale.ROOT);
  }

  private static String url(InetSocketAddress address) {
    String host = address.getAddress().getHostAddress();
    return "http://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + address.getPort();
  }
}

package dev.torc.gateway;

import static java.util.stream.Collectors.toMap;

import dev.torc.cache.CacheNode;
import dev.torc.cache.coordination.ClusterState;
import dev.torc.cache.coordination.Layer;
import dev.torc.cache.coordination.Member;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The ring of a kept state beside the one of a configuration. */
final class KeptRing {
  private KeptRing() {}

  /** What the kept one has otherwise, in words; nodes are the same if their names are. */
  static List<String> differences(ClusterState kept, List<CacheNode> configured, int vnodes) {
    List<String> differences = new ArrayList<>();
    if (kept.top().pointsPerNode() != vnodes) {
      differences.add("vnodes " + kept.top().pointsPerNode() + " instead of " + vnodes);
    }
    Map<String, CacheNode> byName =
        configured.stream().collect(toMap(CacheNode::name, node -> node));
    for (Layer.Weight weight : kept.top().weights()) {
      Member member = kept.member(weight.node());
      if (member != null) {
        CacheNode node = byName.remove(member.name());
        if (node == null) {
          differences.add("also node " + member.name() + " at " + member.address());
        } else {
          compare(member, weight.weight(), node, differences);
        }
      }
    }
    configured.stream()
        .filter(node -> byName.containsKey(node.name()))
        .forEach(node -> differences.add("no node " + node.name() + " at " + node.hostAndPort()));
    return differences;
  }

  private static void compare(Member member, int weight, CacheNode node, List<String> differences) {
    if (!member.address().toString().equals(node.hostAndPort())) {
      differences.add(
          "node " + node.name() + " at " + member.address() + " instead of " + node.hostAndPort());
    }
    if (weight != node.weight()) {
      differences.add(
          "node " + node.name() + " with weight " + weight + " instead of " + node.weight());
    }
  }
}

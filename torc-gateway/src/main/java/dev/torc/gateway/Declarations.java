package dev.torc.gateway;

import dev.torc.cache.coordination.Declared;
import dev.torc.cache.coordination.Layer;
import dev.torc.cache.coordination.Origin;
import dev.torc.config.HostPort;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the configuration and, where nodes are found rather than listed, their source say of the
 * ring together. Safe for use by any number of threads.
 */
final class Declarations {
  private CacheConfig config;
  private List<NodesConfig.StaticNode> found = List.of();
  private @Nullable ConfigManager manager;

  Declarations(CacheConfig config) {
    this.config = config;
  }

  /** Tells them from now on, and what they are at once. */
  synchronized void tellTo(ConfigManager listener) {
    manager = listener;
    tell(Origin.FILE);
  }

  /** Other nodes were found. */
  synchronized void found(List<NodesConfig.StaticNode> nodes) {
    found = nodes;
    tell(Origin.DISCOVERY);
  }

  /** The first nodes were found; others may have been found since. */
  synchronized void foundFirst(List<NodesConfig.StaticNode> nodes) {
    if (found.isEmpty()) {
      found(nodes);
    }
  }

  /** Whether a node may be at an address: if nodes are found, only where one was found last. */
  synchronized boolean lists(HostPort address) {
    return found.isEmpty() || found.stream().anyMatch(node -> node.address().equals(address));
  }

  /** The configuration says something else. */
  synchronized void configured(CacheConfig next) {
    config = next;
    tell(Origin.FILE);
  }

  private void tell(Origin origin) {
    NodesConfig nodes = config.nodes();
    boolean known = nodes.embedded() != null || nodes.addresses() != null || !found.isEmpty();
    if (manager != null && known) {
      manager.want(declared(config, found), origin);
    }
  }

  /** What a configuration says; {@code found} are the nodes if it does not list them. */
  static Declared declared(CacheConfig config, List<NodesConfig.StaticNode> found) {
    NodesConfig nodes = config.nodes();
    NodesConfig.Embedded embedded = nodes.embedded();
    List<Layer.Weight> weights = new ArrayList<>();
    if (embedded != null) {
      for (int i = 0; i < embedded.count(); i++) {
        weights.add(new Layer.Weight(i, embedded.weight(i)));
      }
      return new Declared(config.vnodes(), embedded.count(), weights, List.of());
    }
    List<NodesConfig.StaticNode> others = nodes.addresses() == null ? found : nodes.addresses();
    return new Declared(
        config.vnodes(),
        0,
        weights,
        others.stream()
            .map(node -> new Declared.Listed(node.ringName(), node.address(), node.weight()))
            .toList());
  }
}

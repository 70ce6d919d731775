package dev.torc.cache.coordination;

import dev.torc.config.Default;
import dev.torc.config.HostPort;
import java.util.List;

/**
 * What a configuration said of the ring. It is kept beside the ring, so that the next one changes
 * only what differs between the two: what was changed by command, or scaled, stays.
 *
 * @param pointsPerNode points per unit of weight
 * @param started how many nodes the gateway starts itself
 * @param weights of those, by index
 * @param nodes that somebody else runs
 */
public record Declared(
    int pointsPerNode,
    @Default("0") int started,
    @Default("[]") List<Layer.Weight> weights,
    @Default("[]") List<Listed> nodes) {

  /** Copies the lists. */
  public Declared {
    weights = List.copyOf(weights);
    nodes = List.copyOf(nodes);
  }

  /** The same with a listed node at another address. */
  Declared with(String name, HostPort address) {
    return new Declared(
        pointsPerNode,
        started,
        weights,
        nodes.stream()
            .map(node -> node.name().equals(name) ? new Listed(name, address, node.weight()) : node)
            .toList());
  }

  /**
   * A node that somebody else runs.
   *
   * @param name on the ring
   * @param address where it listens
   * @param weight 0 or more
   */
  public record Listed(String name, HostPort address, int weight) {}
}

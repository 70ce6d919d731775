package dev.torc.hash;

import java.util.List;

/** A ring of 32 bits keeps the contract too. */
final class NginxRingTest extends PlacementContract {

  @Override
  Placement placement(List<Node> nodes) {
    return Ring.of(nodes, Dialect.nginx());
  }

  @Override
  Placement with(Placement placement, Node node) {
    return ((Ring) placement).add(node);
  }

  @Override
  Placement without(Placement placement, String name) {
    return ((Ring) placement).remove(name);
  }

  /** As of 160 points a unit. */
  @Override
  double weightTolerance() {
    return 0.011;
  }
}

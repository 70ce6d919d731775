package dev.torc.hash;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class RendezvousTest extends PlacementContract {

  @Override
  Placement placement(List<Node> nodes) {
    return Rendezvous.of(nodes);
  }

  @Override
  Placement with(Placement placement, Node node) {
    return ((Rendezvous) placement).add(node);
  }

  @Override
  Placement without(Placement placement, String name) {
    return ((Rendezvous) placement).remove(name);
  }

  /** Shares are the weights themselves. */
  @Override
  double weightTolerance() {
    return 1e-12;
  }

  /** The way without logarithms, for equal weights, is the other one's. */
  @Test
  void equalWeightsOfAnySizePlaceAlike() {
    Placement ones = placement(nodes(20));
    List<Node> sevens = new ArrayList<>();
    for (Node node : nodes(20)) {
      sevens.add(new Node(node.name(), 7));
    }
    Placement heavy = placement(sevens);
    // One of another weight forces the logarithms; where it does not win, nothing changes.
    sevens.add(new Node("other", 1));
    Placement mixed = placement(sevens);
    for (long hash : hashes(4)) {
      assertThat(heavy.locate(hash)).isEqualTo(ones.locate(hash));
      String owner = mixed.nodes().get(mixed.locate(hash)).name();
      if (!owner.equals("other")) {
        assertThat(owner).isEqualTo(ones.nodes().get(ones.locate(hash)).name());
      }
    }
  }

  @Test
  void aHeavierNodeOnlyGains() {
    List<Node> nodes = nodes(10);
    Placement before = placement(nodes);
    nodes.set(3, new Node("node-3", 4));
    Placement after = placement(nodes);
    int gained = 0;
    for (long hash : hashes(5)) {
      if (after.locate(hash) == 3) {
        gained++;
      } else {
        assertThat(after.locate(hash)).isEqualTo(before.locate(hash));
      }
    }
    // 4 of 13 weights of 20 000 keys: 6154, within five standard deviations of 65.
    assertThat(gained).isBetween(6154 - 326, 6154 + 326);
  }
}

package dev.torc.cache.resharding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.torc.cache.coordination.ChangeRequest;
import dev.torc.cache.coordination.ClusterState;
import dev.torc.cache.coordination.Layer;
import dev.torc.cache.coordination.Member;
import dev.torc.cache.coordination.Outlook;
import dev.torc.config.HostPort;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What speaks against a change of a ring of one node. */
final class CautionsTest {
  private static final ClusterState STATE =
      ClusterState.first(
          "c", List.of(member(0)), new Layer(100, List.of(new Layer.Weight(0, 1)), List.of()));

  private static Member member(int index) {
    return new Member(index, "node-" + index, new HostPort("127.0.0.1", 7000 + index));
  }

  private static NodeFacts facts(int index, String version, long used, long max, double share) {
    return NodeFacts.of(
        "node " + index,
        Map.of(
            "redis_version",
            version,
            "used_memory",
            Long.toString(used),
            "used_memory_dataset",
            Long.toString(used),
            "maxmemory",
            Long.toString(max)),
        1000,
        share);
  }

  private static Set<String> cautions(ChangeRequest request, NodeFacts from, NodeFacts to) {
    return Cautions.of(Outlook.of(STATE, request), new HashMap<>(Map.of(0, from, 1, to)));
  }

  private static ChangeRequest add() {
    return ChangeRequest.add(member(1), 1);
  }

  @Test
  void nothingSpeaksAgainstAChangeThatFits() {
    assertThat(cautions(add(), facts(0, "6.2.11", 1000, 2000, 1), facts(1, "7.0.1", 10, 2000, 0)))
        .isEmpty();
    assertThat(cautions(add(), facts(0, "6.2.11", 1000, 0, 1), facts(1, "6.2.4", 10, 0, 0)))
        .isEmpty();
    assertThat(cautions(add(), facts(0, "6.2.11", 1000, 0, 1), NodeFacts.unstarted(1, 2 << 20)))
        .isEmpty();
  }

  @Test
  void fewPointsSpreadUnevenly() {
    assertThat(Cautions.fewPoints(25))
        .isEqualTo(
            "vnodes: 25: a node's share deviates by about 20 % from what its weight says (expected:"
                + " 100 or more; recommended: 160, with which it is 8 %)");
    ChangeRequest few =
        new ChangeRequest(List.of(member(1)), List.of(), false, List.of(), 99, false);
    NodeFacts from = facts(0, "6.2.11", 1000, 0, 1);
    NodeFacts to = facts(1, "6.2.11", 10, 0, 0);
    assertThat(cautions(few, from, to)).singleElement().asString().startsWith("vnodes: 99: ");
    // Alone it has all, with however few.
    assertThat(cautions(ChangeRequest.points(1), from, to)).isEmpty();
  }

  @Test
  void aDestinationMayLackRoom() {
    NodeFacts from = facts(0, "6.2.11", 1_000_000, 0, 1);
    assertThat(cautions(add(), from, facts(1, "6.2.11", 10_000, 300_000, 0)))
        .singleElement()
        .asString()
        .matches(
            "node 1 would hold about [56]\\d{5} bytes \\(expected: at most its maxmemory, 300000;"
                + " force the change to make it all the same\\)");
    assertThat(cautions(add(), facts(0, "6.2.11", 8 << 20, 0, 1), NodeFacts.unstarted(1, 2 << 20)))
        .singleElement()
        .asString()
        .contains("maxmemory, 2097152");
  }

  @Test
  void aSourceMayBeFull() {
    NodeFacts to = facts(1, "6.2.11", 10, 0, 0);
    assertThat(cautions(add(), facts(0, "6.2.11", 990, 1000, 1), to))
        .singleElement()
        .asString()
        .startsWith("node 0 is full: it holds 990 bytes of its maxmemory, 1000 (expected: ");
    assertThat(cautions(add(), facts(0, "6.2.11", 900, 1000, 1), to)).isEmpty();
  }

  @Test
  void anOlderServerMayRefuseWhatANewerOneDumps() {
    NodeFacts to = facts(1, "6.2.11", 10, 0, 0);
    assertThat(cautions(add(), facts(0, "7.0.15", 1000, 0, 1), to))
        .containsExactly(
            "node 1 of version 6.2.11 may not take what node 0 of version 7.0.15 dumps (expected:"
                + " the same version or a newer one)");
    assertThat(cautions(add(), facts(0, "6.10.1", 1000, 0, 1), to)).hasSize(1);
  }

  @Test
  void serversThatAreTooOldAreNoNodes() {
    assertThatExceptionOfType(MoveFailedException.class)
        .isThrownBy(() -> facts(0, "4.0.14", 1, 1, 1))
        .withMessage("node 0: version 4.0.14 (expected: 5.0 or newer)");
  }

  @Test
  void aNodeThatGetsAPartGrowsByIt() {
    NodeFacts grown = facts(0, "6.2.11", 1000, 1200, 0.5).with(0.75, 2000);
    assertThat(grown.share()).isEqualTo(0.75);
    assertThat(grown.keyMemory()).isEqualTo(1500);
    assertThat(grown.lackOfRoom()).contains("would hold about 1550 bytes");
    NodeFacts shrunk = facts(0, "6.2.11", 1000, 500, 0.5).with(0.25, 2000);
    assertThat(shrunk.keyMemory()).isEqualTo(500);
    assertThat(shrunk.lackOfRoom()).isNull();
  }
}

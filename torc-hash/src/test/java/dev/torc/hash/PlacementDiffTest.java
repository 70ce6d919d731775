package dev.torc.hash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.data.Offset.offset;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class PlacementDiffTest {

  @Test
  void isWhatMovesHashByHash() {
    Ring before = Ring.of(PlacementContract.nodes(8));
    Ring after = before.remove("node-3").add(new Node("new", 2)).reweight("node-5", 3);
    record Arc(long first, long last, int from, int to) {}
    List<Arc> arcs = new ArrayList<>();
    PlacementDiff.forEachArc(
        before, after, (first, last, from, to) -> arcs.add(new Arc(first, last, from, to)));
    assertThat(arcs).isNotEmpty();
    for (int i = 1; i < arcs.size(); i++) {
      assertThat(Long.compareUnsigned(arcs.get(i - 1).last, arcs.get(i).first)).isNegative();
    }
    for (Arc arc : arcs) {
      for (long hash : new long[] {arc.first, arc.last, arc.first + (arc.last - arc.first) / 2}) {
        assertThat(before.locate(hash)).isEqualTo(arc.from);
        assertThat(after.locate(hash)).isEqualTo(arc.to);
      }
    }
    for (long hash : PlacementContract.hashes(1)) {
      boolean inArc =
          arcs.stream()
              .anyMatch(arc ->
                  Long.compareUnsigned(arc.first, hash) <= 0
                      && Long.compareUnsigned(hash, arc.last) <= 0);
      String from = before.nodes().get(before.locate(hash)).name();
      String to = after.nodes().get(after.locate(hash)).name();
      assertThat(inArc).isEqualTo(!from.equals(to));
    }
  }

  @Test
  void sharesAreExactForRings() {
    Ring before = Ring.of(PlacementContract.nodes(10));
    Ring after = before.remove("node-4");
    PlacementDiff diff = PlacementDiff.between(before, after);
    assertThat(diff.exact()).isTrue();
    assertThat(diff.movedShare()).isCloseTo(before.shares()[4], offset(1e-12));
    assertThat(diff.moves()).allMatch(move -> "node-4".equals(move.from()));
    assertThat(diff.moves().stream().mapToDouble(PlacementDiff.Move::share).sum())
        .isCloseTo(diff.movedShare(), offset(1e-12));
    assertThat(diff.moves())
        .isSortedAccordingTo((one, other) -> Double.compare(other.share(), one.share()));
  }

  @Test
  void nothingMovesBetweenEqualPlacements() {
    Ring ring = Ring.of(PlacementContract.nodes(5));
    assertThat(PlacementDiff.between(ring, Ring.of(ring.nodes())))
        .isEqualTo(new PlacementDiff(0, List.of(), true));
  }

  @Test
  void fromNoNodeToNodesAllMoves() {
    Ring none = Ring.of(List.of());
    for (Ring ring :
        List.of(
            Ring.of(PlacementContract.nodes(3)),
            Ring.of(List.of(Node.of("10.0.0.1:80")), 1),
            Ring.of(List.of(Node.of("a:80")), Dialect.nginx()))) {
      Ring empty =
          ring.dialect().name().equals("nginx") ? Ring.of(List.of(), Dialect.nginx()) : none;
      PlacementDiff added = PlacementDiff.between(empty, ring);
      assertThat(added.movedShare()).isCloseTo(1, offset(1e-12));
      assertThat(added.moves()).allMatch(move -> move.from() == null && move.to() != null);
      PlacementDiff removed = PlacementDiff.between(ring, empty);
      assertThat(removed.movedShare()).isCloseTo(1, offset(1e-12));
      assertThat(removed.moves()).allMatch(move -> move.to() == null);
    }
    assertThat(PlacementDiff.between(none, none).movedShare()).isZero();
  }

  /** One arc that is the whole circle. */
  @Test
  void oneGrpcPointMovesWhole() {
    Ring one = Ring.of(List.of(Node.of("10.0.0.1:80")), Dialect.grpc(1, 1));
    Ring other = Ring.of(List.of(Node.of("10.0.0.2:80")), Dialect.grpc(1, 1));
    assertThat(one.points()).isEqualTo(1);
    assertThat(PlacementDiff.between(one, other).movedShare()).isEqualTo(1);
  }

  @Test
  void othersAreSampled() {
    Jump jump = Jump.of(PlacementContract.nodes(10));
    PlacementDiff diff = PlacementDiff.between(jump, jump.add(Node.of("new")));
    assertThat(diff.exact()).isFalse();
    assertThat(diff.movedShare()).isCloseTo(1.0 / 11, offset(0.0025));
    // Keys, because hashes of two kinds have nothing in common.
    PlacementDiff toRing = PlacementDiff.between(Ring.of(jump.nodes(), Dialect.nginx()), jump);
    assertThat(toRing.exact()).isFalse();
    assertThat(toRing.movedShare()).isCloseTo(0.9, offset(0.01));
    assertThatThrownBy(() ->
            PlacementDiff.forEachArc(
                Ring.of(jump.nodes()),
                Ring.of(jump.nodes(), Dialect.nginx()),
                (first, last, from, to) -> {}))
        .isInstanceOf(PlacementException.class)
        .hasMessageContaining("expected: the same key hash");
  }
}

package dev.torc.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.torc.cache.coordination.ClusterState;
import dev.torc.cache.coordination.Declared;
import dev.torc.cache.coordination.Layer;
import dev.torc.cache.coordination.Member;
import dev.torc.config.HostPort;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What a configuration does not touch keeps its live value. */
final class RingEditTest {
  private static final int POINTS = 100;

  private static HostPort address(int port) {
    return new HostPort("10.0.0.1", port);
  }

  private static Declared.Listed listed(String name, int port, int weight) {
    return new Declared.Listed(name, address(port), weight);
  }

  private static Declared listing(int points, Declared.Listed... nodes) {
    return new Declared(points, 0, List.of(), List.of(nodes));
  }

  /** Nodes that the gateway starts; those not weighted have 1. */
  private static Declared starting(int count, int... weights) {
    return new Declared(
        POINTS,
        count,
        IntStream.range(0, weights.length).mapToObj(i -> new Layer.Weight(i, weights[i])).toList(),
        List.of());
  }

  /** Nodes {@code n0}, {@code n1} … on ports of their indexes. */
  private static ClusterState live(int points, int... weights) {
    List<Member> members = new ArrayList<>();
    List<Layer.Weight> all = new ArrayList<>();
    for (int i = 0; i < weights.length; i++) {
      members.add(new Member(i, "n" + i, address(1 + i)));
      all.add(new Layer.Weight(i, weights[i]));
    }
    return ClusterState.first("c", members, new Layer(points, all, List.of()));
  }

  private static RingEdit edit(Declared former, Declared next, ClusterState state) {
    return RingEdit.between(former, next, state, index -> next.started() > 0);
  }

  @Test
  void theSameConfigurationChangesNothing() {
    Declared same = listing(POINTS, listed("n0", 1, 1), listed("n1", 2, 1));
    assertThat(edit(same, same, live(300, 5, 5, 5)).leavesRing()).isTrue();
  }

  @Test
  void onlyWhatDiffersIsDone() {
    Declared former = listing(POINTS, listed("n0", 1, 1), listed("n1", 2, 1));
    Declared next = listing(POINTS, listed("n0", 1, 3), listed("n2", 9, 2));
    // Somebody gave the nodes other points and added one by command.
    RingEdit edit = edit(former, next, live(300, 1, 1));
    assertThat(edit)
        .isEqualTo(
            new RingEdit(
                0,
                List.of(listed("n2", 9, 2)),
                List.of(1),
                List.of(new Layer.Weight(0, 3)),
                null,
                Map.of()));
    assertThat(edit(former, next, live(300, 1, 1, 1)).add()).isEmpty();
  }

  @Test
  void pointsAreSetIfTheFileTouchesThem() {
    Declared.Listed node = listed("n0", 1, 1);
    assertThat(edit(listing(100, node), listing(300, node), live(150, 1)).vnodes()).isEqualTo(300);
    assertThat(edit(listing(100, node), listing(300, node), live(300, 1)).leavesRing()).isTrue();
  }

  @Test
  void whatIsThereAlreadyIsNotAddedAgain() {
    Declared none = listing(POINTS, listed("n0", 1, 1));
    Declared sameName = listing(POINTS, listed("n0", 1, 1), listed("n1", 2, 1));
    assertThat(edit(none, sameName, live(POINTS, 1, 1)).leavesRing()).isTrue();
    Declared sameAddress = listing(POINTS, listed("n0", 1, 1), listed("other", 2, 1));
    assertThat(edit(none, sameAddress, live(POINTS, 1, 1)).leavesRing()).isTrue();
  }

  @Test
  void whatIsGoneAlreadyIsNotMissed() {
    Declared former = listing(POINTS, listed("n0", 1, 1), listed("n7", 8, 1));
    assertThat(edit(former, listing(POINTS, listed("n0", 1, 1)), live(POINTS, 1)).leavesRing())
        .isTrue();
    // And an edit of it does not bring it back.
    Declared edited = listing(POINTS, listed("n0", 1, 1), listed("n7", 8, 2));
    assertThat(edit(former, edited, live(POINTS, 1)).leavesRing()).isTrue();
  }

  @Test
  void anotherAddressUnderTheSameNameIsNoChangeOfTheRing() {
    RingEdit edit =
        edit(
            listing(POINTS, listed("n0", 1, 1)),
            listing(POINTS, listed("n0", 77, 1)),
            live(POINTS, 1));
    assertThat(edit.leavesRing()).isTrue();
    assertThat(edit.readdress()).containsExactly(Map.entry(0, address(77)));
  }

  @Test
  void startedNodesComeAndTheLastGo() {
    assertThat(edit(starting(3), starting(5), live(POINTS, 1, 1, 1)).start()).isEqualTo(2);
    // Two were added by command or by need: the file says how many there shall be.
    assertThat(edit(starting(3), starting(4), live(POINTS, 1, 1, 1, 1, 1)).remove())
        .containsExactly(4);
    assertThat(edit(starting(3), starting(2), live(POINTS, 1, 1, 1)).remove()).containsExactly(2);
    assertThat(edit(starting(3), starting(3), live(POINTS, 1, 1, 1, 1, 1)).leavesRing()).isTrue();
  }

  @Test
  void weightsOfStartedNodesAreTakenOver() {
    RingEdit edit = edit(starting(3, 1, 1, 1), starting(3, 1, 2, 1), live(POINTS, 4, 1, 1));
    assertThat(edit.weights()).containsExactly(new Layer.Weight(1, 2));
    RingEdit fewer = edit(starting(3, 1, 1, 1), starting(2, 1, 1), live(POINTS, 1, 1, 1));
    assertThat(fewer.weights()).isEmpty();
    assertThat(RingEdit.weightOf(starting(4, 1, 1, 1, 2), 3)).isEqualTo(2);
    assertThat(RingEdit.weightOf(starting(4), 9)).isEqualTo(1);
  }

  @Test
  void aRingSaysWhatAConfigurationWould() {
    Declared said = RingEdit.of(live(70, 1, 2), index -> index == 0);
    assertThat(said)
        .isEqualTo(
            new Declared(70, 1, List.of(new Layer.Weight(0, 1)), List.of(listed("n1", 2, 2))));
  }
}

package dev.torc.cache.coordination;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Changes in thought. */
final class OutlookTest {
  private static final Protocol PROTOCOL = Protocol.of(List.of("gateway-1"));

  private static Map<Pair, Double> shares(List<Move> moves) {
    return moves.stream().collect(Collectors.toMap(Move::pair, Move::share));
  }

  private static List<Move> begun(ClusterState state, ChangeRequest request) {
    ClusterState begun = state.submit(request, 1).begin(2, PROTOCOL);
    return Objects.requireNonNull(begun.active()).moves();
  }

  /** After the change that is made has moved everything. */
  private static ClusterState completed(ClusterState state) {
    Change change = Objects.requireNonNull(state.active());
    List<Move> moved = change.moves().stream().map(move -> move.at(new Step.Done())).toList();
    List<Change> changes =
        state.changes().stream()
            .map(other -> other.id() == change.id() ? change.with(moved) : other)
            .toList();
    return new ClusterState(
            state.cluster(),
            state.term(),
            state.epoch(),
            state.nextNode(),
            state.nextChange(),
            state.members(),
            state.layers(),
            changes,
            state.declared())
        .complete(3, PROTOCOL);
  }

  static Stream<ChangeRequest> requests() {
    return Stream.of(
        ChangeRequest.add(ClusterStates.member(3), 2),
        ChangeRequest.remove(1),
        ChangeRequest.lost(0),
        ChangeRequest.weight(2, 5),
        ChangeRequest.weight(2, 1),
        ChangeRequest.points(40));
  }

  @ParameterizedTest
  @MethodSource("requests")
  void movesWhatTheChangeThenMoves(ChangeRequest request) {
    ClusterState state = ClusterStates.fresh(3);
    Outlook outlook = Outlook.of(state, request);
    List<Move> moves = begun(state, request);
    assertThat(shares(outlook.moves())).isEqualTo(shares(moves));
    assertThat(lost(outlook.moves())).isEqualTo(lost(moves));
    assertThat(outlook.waits()).isFalse();
    assertThat(Arrays.copyOf(outlook.begun().shares(), 3))
        .containsExactly(outlook.now().shares(), within(1e-9));
  }

  private static List<Pair> lost(List<Move> moves) {
    return moves.stream().filter(Move::lost).map(Move::pair).toList();
  }

  @Test
  void beginsAfterThoseThatRunAndWait() {
    ClusterState running =
        ClusterStates.fresh(3)
            .submit(ChangeRequest.remove(0), 1)
            .begin(2, PROTOCOL)
            .submit(ChangeRequest.weight(1, 3), 3);
    ChangeRequest request = ChangeRequest.add(ClusterStates.member(3), 1);
    Outlook outlook = Outlook.of(running, request);
    assertThat(outlook.waits()).isTrue();
    ClusterState then = completed(completed(running).begin(4, PROTOCOL));
    assertThat(shares(outlook.moves())).isEqualTo(shares(begun(then, request)));
    assertThat(outlook.nodes()).extracting(Member::index).containsExactly(1, 2, 3);
    // Where keys are is another thing.
    assertThat(outlook.now().shares()[0]).isCloseTo(1.0 / 3, within(0.1));
  }

  @Test
  void aStackThatIsLeftIsBegunUpon() {
    ClusterState running =
        ClusterStates.fresh(2).submit(ChangeRequest.points(40), 1).begin(2, PROTOCOL);
    Change change = Objects.requireNonNull(running.active());
    Move first = change.moves().get(0);
    Layer half =
        new Layer(40, running.top().weights(), List.of(new Pair(first.from(), first.to())));
    ClusterState left =
        new ClusterState(
            "c",
            0,
            2,
            2,
            2,
            running.members(),
            List.of(running.layers().get(0), half),
            List.of(),
            null);
    ChangeRequest request = ChangeRequest.points(40);
    Outlook outlook = Outlook.of(left, request);
    assertThat(outlook.waits()).isFalse();
    assertThat(shares(outlook.moves())).isEqualTo(shares(begun(left, request))).hasSize(1);
  }

  @Test
  void refusesWhatWouldBeRefused() {
    ClusterState state = ClusterStates.fresh(2);
    assertThatExceptionOfType(ChangeException.class)
        .isThrownBy(() -> Outlook.of(state, ChangeRequest.remove(7)))
        .withMessage("remove: node 7 (expected: one of [0, 1])");
    assertThatExceptionOfType(ChangeException.class)
        .isThrownBy(() -> Outlook.of(state, ChangeRequest.remove(0, 1)))
        .withMessageContaining("no node with a weight above 0 would be left");
    ClusterState full = state;
    for (int i = 0; i < ClusterState.CHANGES_WAITING; i++) {
      full = full.submit(ChangeRequest.points(10 + i), 1);
    }
    ClusterState waiting = full;
    assertThatExceptionOfType(ChangeException.class)
        .isThrownBy(() -> Outlook.of(waiting, ChangeRequest.points(1)))
        .withMessageContaining("changes wait already");
  }
}

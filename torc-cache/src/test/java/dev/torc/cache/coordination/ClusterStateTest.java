package dev.torc.cache.coordination;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.torc.cache.coordination.Change.Status;
import dev.torc.config.HostPort;
import dev.torc.hash.PlacementDiff;
import dev.torc.hash.Ring;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Changes of the ring as values, without nodes. */
final class ClusterStateTest {
  private static final Protocol PROTOCOL = Protocol.of(List.of("g"));
  private static final long[] KEYS = new Random(1).longs(500).toArray();

  private static Member member(int index) {
    return new Member(index, "n" + index, new HostPort("h", 1000 + index));
  }

  private static ClusterState nodes(int count) {
    return ClusterState.first(
        "c",
        IntStream.range(0, count).mapToObj(ClusterStateTest::member).toList(),
        new Layer(
            20,
            IntStream.range(0, count).mapToObj(i -> new Layer.Weight(i, 1)).toList(),
            List.of()));
  }

  private static List<Integer> owners(ClusterState state) {
    Topology topology = Topology.of(state);
    return IntStream.range(0, KEYS.length)
        .mapToObj(i -> topology.route(KEYS[i]).node().index())
        .toList();
  }

  private static Change active(ClusterState state) {
    Change active = state.active();
    assertThat(active).isNotNull();
    return Objects.requireNonNull(active);
  }

  /** The events that lead a move to its end, as an executor without trouble reports them. */
  private static ClusterState toItsEnd(ClusterState state, Pair pair) {
    ClusterState next = state;
    for (int i = 0; i < 20; i++) {
      next = next.advance(way(next), pair, wanted(step(next, pair)), PROTOCOL);
    }
    assertThat(step(next, pair).isOver()).isTrue();
    return next;
  }

  private static Way way(ClusterState state) {
    return Objects.requireNonNull(state.way());
  }

  private static Step step(ClusterState state, Pair pair) {
    return active(state).moves().stream()
        .filter(move -> move.pair().equals(pair))
        .findFirst()
        .orElseThrow()
        .step();
  }

  private static Event wanted(Step step) {
    if (step instanceof Step.Purge) {
      return new Event.Purged();
    }
    if (step instanceof Step.Ready) {
      return new Event.Begun();
    }
    if (step instanceof Step.Copy) {
      return new Event.Copied();
    }
    if (step instanceof Step.CatchUp) {
      return new Event.CaughtUp();
    }
    if (step instanceof Step.Finish finish) {
      return new Event.Finished(finish.holds());
    }
    if (step instanceof Step.Clean) {
      return new Event.Cleaned();
    }
    return step instanceof Step.Undo ? new Event.Undone() : new Event.Fenced("g");
  }

  @Test
  void aChangeMovesWhatTheRingsSay() {
    ClusterState before = nodes(4);
    ClusterState begun = before.submit(ChangeRequest.add(member(4), 1), 1).begin(2, PROTOCOL);
    Ring from = Topology.of(before).ring();
    Ring to = Topology.of(begun).ring();
    Map<String, Double> expected =
        PlacementDiff.between(from, to).moves().stream()
            .collect(Collectors.toMap(m -> m.from() + ">" + m.to(), PlacementDiff.Move::share));
    Map<String, Double> actual =
        active(begun).moves().stream()
            .collect(Collectors.toMap(m -> "n" + m.from() + ">n" + m.to(), Move::share));
    assertThat(actual).hasSameSizeAs(expected);
    actual.forEach((pair, share) -> assertThat(share).isCloseTo(expected.get(pair), within(1e-9)));
    assertThat(active(begun).movedShare())
        .isCloseTo(expected.values().stream().mapToDouble(d -> d).sum(), within(1e-9));
    assertThat(active(begun).moves()).allMatch(move -> move.step().equals(new Step.Purge()));
    assertThat(owners(begun)).isEqualTo(owners(before));
  }

  /** What was copied and recorded was so at the former address. */
  @Test
  void movesOfANodeThatIsElsewhereFail() {
    HostPort elsewhere = new HostPort("elsewhere", 1);
    Declared said =
        new Declared(1, 0, List.of(), List.of(new Declared.Listed("n1", member(1).address(), 1)));
    ClusterState begun =
        nodes(4)
            .declared(said)
            .submit(ChangeRequest.remove(0), 1)
            .begin(2, PROTOCOL)
            .readdressed(1, elsewhere, PROTOCOL);
    assertThat(begun.member(1)).isEqualTo(new Member(1, "n1", elsewhere));
    assertThat(begun.declared()).isEqualTo(said.with("n1", elsewhere));
    assertThat(active(begun).moves())
        .isNotEmpty()
        .allMatch(move -> move.step().equals(new Step.Purge()) != (move.to() == 1));
    assertThat(begun.readdressed(1, elsewhere, PROTOCOL)).isSameAs(begun);
  }

  @Test
  void aCommittedPairChangesItsKeysAndNoOthers() {
    ClusterState state = nodes(4).submit(ChangeRequest.remove(1), 1).begin(2, PROTOCOL);
    for (Move move : active(state).moves()) {
      ClusterState next = toItsEnd(state, move.pair());
      Topology before = Topology.of(state);
      Topology after = Topology.of(next, before);
      for (long key : KEYS) {
        boolean moved = move.pair().equals(before.pairOf(key));
        int expected = moved ? move.to() : before.route(key).node().index();
        assertThat(after.route(key).node().index()).isEqualTo(expected);
      }
      assertThat(next.epoch()).isEqualTo(state.epoch() + 1);
      state = next;
    }
    ClusterState done = state.complete(3, PROTOCOL);
    assertThat(done.layers()).hasSize(1);
    assertThat(done.members()).extracting(Member::index).containsExactly(0, 2, 3);
    assertThat(owners(done)).isEqualTo(owners(state));
    assertThat(done.change(1)).extracting(Change::status).isEqualTo(Status.COMMITTED);
  }

  @Test
  void aCancelledChangeBringsEveryKeyBack() {
    ClusterState first = nodes(4);
    ClusterState state = first.submit(ChangeRequest.points(35), 1).begin(2, PROTOCOL);
    state = toItsEnd(state, active(state).moves().get(0).pair());
    state = state.cancel(1, 3, PROTOCOL);
    for (Move move : active(state).moves()) {
      state = toItsEnd(state, move.pair());
    }
    state = state.complete(4, PROTOCOL);
    assertThat(active(state).status()).isEqualTo(Status.REVERTING);
    assertThat(active(state).moves()).hasSize(1);
    state = toItsEnd(state, active(state).moves().get(0).pair()).complete(5, PROTOCOL);
    assertThat(state.change(1)).extracting(Change::status).isEqualTo(Status.CANCELLED);
    assertThat(state.layers()).isEqualTo(first.layers());
    assertThat(owners(state)).isEqualTo(owners(first));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
  void whateverHappensEveryKeyHasOneOwnerAndKeepsItUntilItMoves(long seed) {
    Random random = new Random(seed);
    ClusterState state = nodes(3);
    for (int i = 0; i < 250; i++) {
      ClusterState next = somethingHappens(state, random);
      Topology before = Topology.of(state);
      Topology after = Topology.of(next, before);
      double sum = 0;
      for (double share : after.shares()) {
        sum += share;
      }
      assertThat(sum).isCloseTo(1, within(1e-9));
      if (next.epoch() == state.epoch()) {
        assertThat(owners(next)).isEqualTo(owners(state));
      }
      if (next.layers().size() == 1) {
        Ring ring = after.ring();
        for (long key : KEYS) {
          assertThat(after.route(key).node().name())
              .isEqualTo(ring.nodes().get(ring.locate(key)).name());
        }
      }
      state = next;
    }
    assertThat(state.changes()).isNotEmpty();
  }

  private static ClusterState somethingHappens(ClusterState state, Random random) {
    Change change = state.active();
    if (change == null) {
      ClusterState submitted = submitted(state, random);
      return random.nextBoolean() ? submitted : submitted.begin(1, PROTOCOL);
    }
    int what = random.nextInt(30);
    if (what == 0) {
      return state.cancel(change.id(), 1, PROTOCOL);
    }
    List<Move> open = change.moves().stream().filter(move -> !move.step().isOver()).toList();
    if (open.isEmpty()) {
      return state.complete(1, PROTOCOL);
    }
    Pair pair = open.get(random.nextInt(open.size())).pair();
    if (what == 1) {
      return state.advance(way(state), pair, new Event.Failed("f"), PROTOCOL);
    }
    return what == 2 ? state.resumed(PROTOCOL) : toItsEnd(state, pair);
  }

  private static ClusterState submitted(ClusterState state, Random random) {
    int node = state.nextNode();
    List<Layer.Weight> weights = state.top().weights();
    int some = weights.get(random.nextInt(weights.size())).node();
    List<ChangeRequest> requests = new ArrayList<>();
    requests.add(ChangeRequest.weight(some, random.nextInt(4)));
    requests.add(ChangeRequest.points(5 + random.nextInt(30)));
    if (weights.size() < 6) {
      requests.add(ChangeRequest.add(member(node), 1 + random.nextInt(3)));
    } else {
      requests.add(ChangeRequest.remove(some));
    }
    try {
      return state.withIndexReserved().submit(requests.get(random.nextInt(requests.size())), 1);
    } catch (ChangeException impossible) {
      assertThat(impossible)
          .hasMessageMatching(".*(no node with a weight above 0|expected: one of).*");
      return state;
    }
  }

  @Test
  void whatCannotBeMadeIsRefusedWithTheReason() {
    ClusterState state = nodes(2);
    assertRefused(state, ChangeRequest.remove(0, 1), "no node with a weight above 0 would be left");
    assertRefused(state, ChangeRequest.remove(7), "remove: node 7 (expected: one of [0, 1])");
    assertRefused(state, ChangeRequest.weight(7, 2), "weight: node 7 (expected: one of [0, 1])");
    assertRefused(state, ChangeRequest.add(member(1), 1), "another name and address than node 1");
    assertRefused(
        state,
        ChangeRequest.points(Ring.MAX_POINTS),
        "(expected: at most " + Ring.MAX_POINTS + ")");
    assertThatThrownBy(() -> state.cancel(3, 1, PROTOCOL)).hasMessage("change 3: not known");
  }

  private static void assertRefused(ClusterState state, ChangeRequest request, String message) {
    assertThatThrownBy(() -> state.submit(request, 1))
        .isInstanceOf(ChangeException.class)
        .hasMessageContaining(message);
  }

  @Test
  void aSumOfPointsBeyondAnIntIsRefused() {
    ClusterState state = nodes(2);
    assertRefused(
        state, ChangeRequest.points(Integer.MAX_VALUE), "(expected: at most " + Ring.MAX_POINTS);
    assertRefused(
        state, ChangeRequest.weight(0, Integer.MAX_VALUE), "(expected: at most " + Ring.MAX_POINTS);
  }

  @Test
  void aNodeOfWeightZeroLosesAllAndStays() {
    ClusterState state = nodes(2).submit(ChangeRequest.weight(0, 0), 1).begin(1, PROTOCOL);
    for (Move move : active(state).moves()) {
      state = toItsEnd(state, move.pair());
    }
    state = state.complete(2, PROTOCOL);
    assertThat(owners(state)).containsOnly(1);
    assertThat(state.members()).hasSize(2);
  }

  @Test
  void aChangeWhoseNodeWasNeverAddedFailsAndLetsTheNextOneBegin() {
    ClusterState state =
        nodes(2)
            .submit(ChangeRequest.add(member(2), 1), 1)
            .submit(ChangeRequest.weight(2, 2), 1)
            .submit(ChangeRequest.remove(0, 1), 1)
            .submit(ChangeRequest.points(5), 1)
            .cancel(1, 2, PROTOCOL);
    for (int i = 0; i < 3; i++) {
      state = state.begin(3, PROTOCOL);
    }
    assertThat(state.changes())
        .extracting(Change::status)
        .containsExactly(Status.CANCELLED, Status.FAILED, Status.FAILED, Status.RUNNING);
  }

  /** What the model has shown to lose a write: an acknowledgement of a way that is gone. */
  @Test
  void whatWasDecidedForAnotherWayCountsNoMore() {
    ClusterState first = nodes(4).submit(ChangeRequest.weight(0, 3), 1).begin(2, PROTOCOL);
    Pair pair = active(first).moves().get(0).pair();
    ClusterState tracking =
        first
            .advance(way(first), pair, new Event.Purged(), PROTOCOL)
            .advance(way(first), pair, new Event.Begun(), PROTOCOL);
    Event late = new Event.Acknowledged("g", Phase.TRACKED, 0);
    assertThat(step(tracking.advance(way(first), pair, late, PROTOCOL), pair))
        .isInstanceOf(Step.Copy.class);
    ClusterState resumed = tracking.resumed(PROTOCOL);
    assertThat(resumed.advance(way(first), pair, late, PROTOCOL)).isSameAs(resumed);
    ClusterState cancelled = tracking.cancel(active(first).id(), 3, PROTOCOL);
    for (Move move : active(cancelled).moves()) {
      cancelled = toItsEnd(cancelled, move.pair());
    }
    ClusterState second =
        cancelled.complete(4, PROTOCOL).submit(ChangeRequest.weight(0, 3), 5).begin(6, PROTOCOL);
    ClusterState again =
        second
            .advance(way(second), pair, new Event.Purged(), PROTOCOL)
            .advance(way(second), pair, new Event.Begun(), PROTOCOL);
    assertThat(again.advance(way(first), pair, late, PROTOCOL)).isSameAs(again);
  }

  @Test
  void changesDoNotWaitWithoutEnd() {
    ClusterState full = nodes(2);
    for (int i = 0; i < ClusterState.CHANGES_WAITING; i++) {
      full = full.submit(ChangeRequest.points(100 + i), i);
    }
    ClusterState queue = full;
    assertThatThrownBy(() -> queue.submit(ChangeRequest.points(50), 1))
        .isInstanceOf(ChangeException.class)
        .hasMessage("vnodes to 50: 100 changes wait already (expected: fewer than 100)");
    // The one that is made is none of them.
    assertThat(queue.begin(1, PROTOCOL).submit(ChangeRequest.points(50), 1).changes()).hasSize(101);
  }
}

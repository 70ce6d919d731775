package dev.torc.cache.coordination;

import dev.torc.config.HostPort;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import org.jspecify.annotations.Nullable;

/** States for tests. */
final class ClusterStates {
  private static final Arbitrary<String> TEXTS =
      Arbitraries.oneOf(
          Arbitraries.of(
              "", " ", "null", "true", "1", "1.0", "a: b", "'", "\"", "\\", "{", "- a", "#", "~"),
          Arbitraries.of("caf\u00e9", "\ud83d\ude00", "\ud83d", "\n", "\r\n", "\u2028", "\u0000"),
          Arbitraries.strings().ofMaxLength(12));

  private static final Arbitrary<Boolean> FLAGS = Arbitraries.of(true, false);
  private static final Arbitrary<Integer> COUNTS =
      Arbitraries.oneOf(Arbitraries.integers().between(0, 9), Arbitraries.integers());
  private static final HostPort HOST = new HostPort("redis.example", 6379);
  private static final Arbitrary<Double> SHARES = Arbitraries.doubles().between(0, 1).ofScale(17);

  private ClusterStates() {}

  /** A new cache. */
  static ClusterState fresh(int nodes) {
    List<Member> members = IntStream.range(0, nodes).mapToObj(ClusterStates::member).toList();
    List<Layer.Weight> weights =
        members.stream().map(member -> new Layer.Weight(member.index(), 1)).toList();
    return ClusterState.first("c1", members, new Layer(160, weights, List.of()));
  }

  static Member member(int index) {
    return new Member(index, "node-" + index, new HostPort("127.0.0.1", 7000 + index));
  }

  /** In the middle of a change of all nodes' points. */
  static ClusterState changing(int nodes) {
    Protocol protocol = Protocol.of(List.of("gateway-1"));
    ClusterState state =
        fresh(nodes).submit(ChangeRequest.points(500), 1_790_000_000_000L).begin(1, protocol);
    Move.Progress figures = new Move.Progress(123_456, 12_345_678, 123_000, 3, 1, 7_200_000);
    for (Change change : state.changes()) {
      List<Move> moves =
          change.moves().stream()
              .map(move -> move.at(new Step.CatchUp(1, false)).with(figures))
              .toList();
      List<Change> changed = List.of(change.with(moves));
      state = with(state, changed);
    }
    return state;
  }

  /** The same a step further, as cheap to make as can be. */
  static ClusterState next(@Nullable ClusterState state) {
    return Objects.requireNonNull(state).withIndexReserved();
  }

  /** Counts the calls of {@link #next}. */
  static int number(Coordinator coordinator) {
    return Objects.requireNonNull(coordinator.state()).nextNode();
  }

  private static ClusterState with(ClusterState state, List<Change> changes) {
    return new ClusterState(
        state.cluster(),
        state.term(),
        state.epoch(),
        state.nextNode(),
        state.nextChange(),
        state.members(),
        state.layers(),
        changes,
        state.declared());
  }

  /** Any state whose moves are between its nodes. */
  static Arbitrary<ClusterState> any() {
    return Arbitraries.integers()
        .between(1, 4)
        .flatMap(nodes ->
            Combinators.combine(
                    TEXTS,
                    Arbitraries.longs(),
                    Arbitraries.longs(),
                    COUNTS,
                    Arbitraries.longs(),
                    members(nodes),
                    layers(nodes).list().ofMinSize(1).ofMaxSize(3),
                    changes(nodes).list().ofMaxSize(3))
                .as((cluster, term, epoch, nextNode, nextChange, members, layers, changes) ->
                    new ClusterState(
                        cluster,
                        term,
                        epoch,
                        nextNode,
                        nextChange,
                        members,
                        layers,
                        changes,
                        null)))
        .flatMap(state ->
            declarations()
                .injectNull(0.3)
                .map(said -> said == null ? state : state.declared(said)));
  }

  private static Arbitrary<Declared> declarations() {
    Arbitrary<Layer.Weight> weights = Combinators.combine(COUNTS, COUNTS).as(Layer.Weight::new);
    Arbitrary<Declared.Listed> listed =
        Combinators.combine(TEXTS, COUNTS)
            .as((name, weight) -> new Declared.Listed(name, HOST, weight));
    return Combinators.combine(
            COUNTS, COUNTS, weights.list().ofMaxSize(2), listed.list().ofMaxSize(2))
        .as(Declared::new);
  }

  private static Arbitrary<List<Member>> members(int nodes) {
    return TEXTS
        .injectNull(0.3)
        .list()
        .ofSize(nodes)
        .map(names -> {
          List<Member> members = new ArrayList<>();
          for (int i = 0; i < nodes; i++) {
            String text = names.get(i);
            members.add(new Member(i, i + "-" + text, new HostPort("::1", 1 + i), text));
          }
          return members;
        });
  }

  private static Arbitrary<Layer> layers(int nodes) {
    Arbitrary<List<Layer.Weight>> weights =
        Arbitraries.integers()
            .between(0, 3)
            .list()
            .ofSize(nodes)
            .map(list ->
                IntStream.range(0, nodes)
                    .mapToObj(node -> new Layer.Weight(node, list.get(node)))
                    .toList());
    Arbitrary<Integer> node = node(nodes);
    Arbitrary<List<Pair>> moved = Combinators.combine(node, node).as(Pair::new).list().ofMaxSize(3);
    return Combinators.combine(Arbitraries.integers().between(1, 20), weights, moved)
        .as(Layer::new);
  }

  private static Arbitrary<Integer> node(int nodes) {
    return Arbitraries.integers().between(0, nodes - 1);
  }

  private static Arbitrary<Change> changes(int nodes) {
    Arbitrary<Change.Times> times =
        Combinators.combine(
                Arbitraries.longs(),
                Arbitraries.longs().injectNull(0.3),
                Arbitraries.longs().injectNull(0.3))
            .as(Change.Times::new);
    return Combinators.combine(
            Combinators.combine(
                    Arbitraries.longs(),
                    requests(),
                    Arbitraries.of(Origin.class),
                    Arbitraries.of(Change.Status.class),
                    TEXTS.injectNull(0.3),
                    declarations().injectNull(0.5))
                .as(ChangeHead::new),
            FLAGS,
            times,
            Arbitraries.longs(),
            SHARES,
            progress(),
            moves(nodes).list().ofMaxSize(4))
        .as((head, cancelled, when, epoch, share, former, moves) ->
            new Change(
                head.id(),
                head.request(),
                head.origin(),
                head.status(),
                head.reason(),
                cancelled,
                when,
                epoch,
                share,
                former,
                moves,
                head.declared()));
  }

  private record ChangeHead(
      long id,
      ChangeRequest request,
      Origin origin,
      Change.Status status,
      @Nullable String reason,
      @Nullable Declared declared) {}

  private static Arbitrary<ChangeRequest> requests() {
    Arbitrary<Layer.Weight> weights =
        Combinators.combine(COUNTS, Arbitraries.integers().between(0, 1000)).as(Layer.Weight::new);
    Arbitrary<Member> added =
        Combinators.combine(COUNTS, TEXTS).as((i, name) -> new Member(i, name, HOST));
    return Combinators.combine(
            added.list().ofMaxSize(2),
            COUNTS.list().ofMinSize(1).ofMaxSize(3),
            FLAGS,
            weights.list().ofMaxSize(3),
            Arbitraries.integers().between(1, 1000).injectNull(0.3),
            FLAGS)
        .as(ChangeRequest::new);
  }

  private static Arbitrary<Move> moves(int nodes) {
    return Combinators.combine(node(nodes), node(nodes), SHARES, FLAGS, steps(), progress())
        .as(Move::new);
  }

  private static Arbitrary<Move.Progress> progress() {
    Arbitrary<Long> large = Arbitraries.oneOf(Arbitraries.just(0L), Arbitraries.longs());
    return Combinators.combine(large, large, large, COUNTS, COUNTS, large).as(Move.Progress::new);
  }

  private static Arbitrary<Step> steps() {
    Arbitrary<List<String>> gateways = TEXTS.list().ofMaxSize(3);
    List<Arbitrary<? extends Step>> all =
        List.of(
            Arbitraries.of(
                new Step.Purge(),
                new Step.Ready(),
                new Step.Copy(),
                new Step.Clean(),
                new Step.Done()),
            gateways.map(Step.Track::new),
            Combinators.combine(COUNTS, FLAGS).as(Step.CatchUp::new),
            Combinators.combine(gateways, COUNTS).as(Step.Hold::new),
            Combinators.combine(COUNTS, FLAGS).as(Step.Finish::new),
            Combinators.combine(gateways, TEXTS).as(Step.Release::new),
            TEXTS.map(Step.Undo::new),
            TEXTS.map(Step.Aborted::new));
    return Arbitraries.of(all).flatMap(steps -> steps.map(Step.class::cast));
  }
}

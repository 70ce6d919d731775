package dev.torc.cache.resharding;

import dev.torc.cache.coordination.Change;
import dev.torc.cache.coordination.Event;
import dev.torc.cache.coordination.Move;
import dev.torc.cache.coordination.Pair;
import dev.torc.cache.coordination.Step;
import dev.torc.cache.coordination.Topology;
import dev.torc.cache.internal.Command;
import dev.torc.cache.internal.Reply;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Makes the moves of a change. What is to be done next follows from the state alone, so that it
 * goes on wherever another one, or another process, has stopped.
 */
final class ChangeRun {
  private static final long RELEASE_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final Session session;
  private final Journal journal;
  private final Throttle throttle;
  private final Change change;

  ChangeRun(Session session, Change change, Throttle throttle) {
    this.session = session;
    this.journal = session.journal();
    this.change = change;
    this.throttle = throttle;
  }

  /** Whether nothing has been done for the change yet. */
  boolean isAtItsBeginning() {
    Step first = journal.protocol().first();
    return change.status() == Change.Status.RUNNING
        && change.moves().stream().allMatch(move -> move.step().equals(first));
  }

  /**
   * Does the next thing.
   *
   * @throws NodeUnavailableException if a node is not there now
   * @throws MoveFailedException if it cannot be done
   */
  void act() throws InterruptedException {
    List<Move> releasing = at(Step.Release.class);
    List<Move> undoing = at(Step.Undo.class);
    List<Move> purging = at(Step.Purge.class);
    List<Move> busy =
        moves(step ->
            step instanceof Step.Track
                || step instanceof Step.Copy
                || step instanceof Step.CatchUp
                || step instanceof Step.Hold
                || step instanceof Step.Finish);
    List<Move> cleaning = at(Step.Clean.class);
    List<Move> ready = at(Step.Ready.class);
    if (!releasing.isEmpty()) {
      awaitEnd(releasing, Step.Release.class, RELEASE_NANOS);
    } else if (!undoing.isEmpty()) {
      undo(undoing.get(0));
    } else if (!purging.isEmpty()) {
      purge(purging.get(0).to(), purging);
    } else if (!busy.isEmpty()) {
      goOn(ofSource(busy, busy.get(0).from()));
    } else if (!cleaning.isEmpty()) {
      clean(cleaning.get(0).from(), cleaning);
    } else if (!ready.isEmpty()) {
      begin(ofSource(ready, ready.get(0).from()));
    }
  }

  private List<Move> at(Class<? extends Step> kind) {
    return moves(kind::isInstance);
  }

  private List<Move> moves(Predicate<Step> wanted) {
    return change.moves().stream().filter(move -> wanted.test(move.step())).toList();
  }

  private static List<Move> ofSource(List<Move> moves, int source) {
    return moves.stream().filter(move -> move.from() == source).toList();
  }

  private static List<Pair> pairs(List<Move> moves) {
    return moves.stream().map(Move::pair).toList();
  }

  private boolean awaitEnd(List<Move> moves, Class<? extends Step> kind, long nanos)
      throws InterruptedException {
    return journal.await(
        () -> pairs(moves).stream().noneMatch(pair -> journal.isAt(pair, kind)), nanos);
  }

  /** Deletes what lies on a destination from an earlier life. */
  private void purge(int index, List<Move> purging) {
    NodeLink node = session.link(index);
    land(node);
    List<Move> here = purging.stream().filter(move -> move.to() == index).toList();
    sweep(node, pairs(here), Step.Purge.class);
    session.tell(pairs(here), new Event.Purged());
  }

  /** Marks a destination, to know it again. */
  private void land(NodeLink node) {
    node.call(
        Command.of(Session.word("SET"), session.keys().landing(), Session.word(node.runId())));
  }

  private Map<Pair, Long> sweep(NodeLink node, List<Pair> pairs, Class<? extends Step> kind) {
    Topology topology = session.topology();
    return new Sweep(
            node,
            session.keys(),
            key -> {
              Pair pair = topology.pairOf(topology.keyHash().hash(key));
              return pair != null && pairs.contains(pair) ? pair : null;
            },
            () -> pairs.stream().allMatch(pair -> journal.isAt(pair, kind)))
        .run();
  }

  private void begin(List<Move> moves) {
    if (moves.get(0).lost()) {
      session.tell(pairs(moves), new Event.GivenUp());
      return;
    }
    NodeLink source = session.link(moves.get(0).from());
    String runId = source.runId();
    for (Move move : moves) {
      NodeLink destination = session.link(move.to());
      if (isUnmarked(destination)) {
        land(destination);
      }
      session.checkLanding(destination);
      byte[] written = session.keys().written(move.pair());
      source.call(
          Command.atomically(
              Sweep.unlink(List.of(written, session.keys().round(move.pair()))),
              Command.of(Session.word("SADD"), written, Session.sentinel(runId))));
    }
    session.tell(pairs(moves), new Event.Begun());
  }

  /** Only without a purge; after one, a destination without its mark is another server. */
  private boolean isUnmarked(NodeLink destination) {
    return !(journal.protocol().first() instanceof Step.Purge)
        && destination.call(Command.of(Session.word("GET"), session.keys().landing()))
            instanceof Reply.Bulk mark
        && mark.bytes() == null;
  }

  private void goOn(List<Move> moves) throws InterruptedException {
    List<Move> tracking = moves.stream().filter(m -> m.step() instanceof Step.Track).toList();
    List<Move> copying = moves.stream().filter(m -> m.step() instanceof Step.Copy).toList();
    if (!tracking.isEmpty()) {
      awaitAcknowledgement(tracking);
    } else if (moves.get(0).lost()) {
      giveUp(moves);
    } else {
      SourceCopy copy = new SourceCopy(session, session.link(moves.get(0).from()), throttle);
      if (copying.isEmpty()) {
        new Handover(session, moves.get(0).pair(), copy).run();
      } else {
        copy.all(copying);
      }
    }
  }

  private void awaitAcknowledgement(List<Move> tracking) throws InterruptedException {
    long limit = session.settings().nodeTimeout().toNanos();
    if (!awaitEnd(tracking, Step.Track.class, limit)) {
      throw new MoveFailedException(
          session.link(tracking.get(0).from())
              + " did not finish what was under way, or its keys' destinations were not reached, in"
              + " "
              + session.settings().nodeTimeout().toMillis()
              + " ms");
    }
  }

  private void giveUp(List<Move> moves) throws InterruptedException {
    List<Move> holding = moves.stream().filter(m -> m.step() instanceof Step.Hold).toList();
    if (!holding.isEmpty()) {
      awaitEnd(holding, Step.Hold.class, session.settings().holdLimit().toNanos());
      return;
    }
    for (Move move : moves) {
      session.checkLanding(session.link(move.to()));
    }
    for (Move move : moves) {
      if (move.step() instanceof Step.Finish finish) {
        session.tell(move.pair(), new Event.Finished(finish.holds()));
      }
    }
  }

  private void clean(int index, List<Move> cleaning) {
    List<Move> here = ofSource(cleaning, index);
    if (!here.get(0).lost()) {
      NodeLink node = session.link(index);
      Session.delete(node, records(here));
      sweep(node, pairs(here), Step.Clean.class)
          .forEach((pair, keys) -> journal.count(pair, new Move.Progress(0, 0, keys, 0, 0, 0)));
    }
    session.tell(pairs(here), new Event.Cleaned());
  }

  private List<byte[]> records(List<Move> moves) {
    return moves.stream()
        .flatMap(move ->
            Stream.of(session.keys().written(move.pair()), session.keys().round(move.pair())))
        .toList();
  }

  private void undo(Move move) {
    if (!move.lost()) {
      Session.delete(session.link(move.from()), records(List.of(move)));
      sweep(session.link(move.to()), List.of(move.pair()), Step.Undo.class);
    }
    session.tell(move.pair(), new Event.Undone());
  }

  /** Takes the marks off the destinations that are there; on others a later change finds them. */
  void takeMarksOff() {
    List<Integer> destinations =
        change.moves().stream().map(Move::to).distinct().collect(Collectors.toList());
    for (int index : destinations) {
      try {
        Session.delete(session.link(index), List.of(session.keys().landing()));
      } catch (NodeUnavailableException | MoveFailedException e) {
        // It is gone, and what is left there is deleted by the next change that looks at it.
      }
    }
  }

  /** Whether all that is done now is to delete what a move that was given up has left. */
  boolean isUndoing() {
    return !at(Step.Undo.class).isEmpty();
  }

  /** Nobody is to wait for a node that is away. */
  void expireHolds() {
    session.tell(pairs(change.moves()), new Event.HoldExpired());
  }

  /**
   * What happens to moves when a step has failed for good: those that can be given up are; of
   * others only what would have tidied up is left undone.
   */
  void fail(String reason) {
    List<Pair> pairs = new ArrayList<>(pairs(change.moves()));
    var before = journal.state();
    var after = session.tell(pairs, new Event.Failed(reason));
    if (after.equals(before)) {
      session.tell(pairs(at(Step.Undo.class)), new Event.Undone());
      session.tell(pairs(at(Step.Clean.class)), new Event.Cleaned());
    }
  }
}

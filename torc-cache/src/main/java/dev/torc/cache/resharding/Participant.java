package dev.torc.cache.resharding;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import dev.torc.cache.coordination.Change;
import dev.torc.cache.coordination.ClusterState;
import dev.torc.cache.coordination.Event;
import dev.torc.cache.coordination.Member;
import dev.torc.cache.coordination.Move;
import dev.torc.cache.coordination.Pair;
import dev.torc.cache.coordination.Safeguard;
import dev.torc.cache.coordination.Step;
import dev.torc.cache.coordination.Way;
import dev.torc.cache.internal.ConnectionNames;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A gateway's part in changes: it adopts every state, and acknowledges the steps that wait for it
 * when nothing that it has sent before can still run. What has a reply has run; what has none runs
 * never, once its connection was ended on the server.
 */
final class Participant {
  private static final System.Logger LOG = System.getLogger(Participant.class.getName());
  private static final long RETRY_NANOS = MILLISECONDS.toNanos(100);

  private final Journal journal;
  private final Gate gate;
  private final ConnectionNames names;
  private final Links links;
  private final LongSupplier nanoTime;
  private final long holdLimitNanos;
  private final Holds holds = new Holds();
  private @Nullable ClusterState adopted;

  Participant(
      Journal journal,
      Gate gate,
      ConnectionNames names,
      Links links,
      LongSupplier nanoTime,
      Duration holdLimit) {
    this.journal = journal;
    this.gate = gate;
    this.names = names;
    this.links = links;
    this.nanoTime = nanoTime;
    this.holdLimitNanos = holdLimit.toNanos();
  }

  /** Follows the state until the thread is interrupted. */
  void run() {
    try {
      while (!Thread.currentThread().isInterrupted()) {
        try {
          follow();
        } catch (RuntimeException e) {
          failed(e);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      links.close();
    }
  }

  /** Whatever went wrong, operations are not to be held back for ever because of it. */
  private void failed(RuntimeException e) throws InterruptedException {
    if (!Thread.currentThread().isInterrupted()) {
      LOG.log(System.Logger.Level.ERROR, "the ring's state cannot be followed", e);
      journal.await(() -> false, RETRY_NANOS);
    }
  }

  private void follow() throws InterruptedException {
    ClusterState state = journal.state();
    adopt(state);
    if (state.active() == null) {
      links.reset();
    }
    boolean complete = true;
    for (Map.Entry<Integer, List<Move>> source : waiting(state).entrySet()) {
      complete &= acknowledge(state, source.getKey(), source.getValue());
    }
    long untilHoldExpires = untilHoldExpires();
    long limit = complete ? untilHoldExpires : Math.min(RETRY_NANOS, untilHoldExpires);
    if (!journal.await(() -> isNewer(state), limit) && untilHoldExpires() <= 0) {
      tell(state, holds.moves(), new Event.HoldExpired());
    }
  }

  /** Nobody waits longer than this, whatever the copier is waiting for. */
  private long untilHoldExpires() {
    return holds.isEmpty()
        ? Long.MAX_VALUE
        : holds.oldestNanos() + holdLimitNanos - nanoTime.getAsLong();
  }

  @SuppressWarnings("ReferenceEquality") // Each state is another object.
  private boolean isNewer(ClusterState seen) {
    return journal.state() != seen;
  }

  private void adopt(ClusterState state) {
    if (state.equals(adopted)) {
      return;
    }
    holds.begin(state, nanoTime.getAsLong());
    NodeLink.await(gate.adopt(state));
    adopted = state;
    holds.end(
        state,
        nanoTime.getAsLong(),
        (move, nanos) -> {
          journal.count(move, new Move.Progress(0, 0, 0, 0, 0, nanos));
          gate.held(nanos);
        });
  }

  /** The moves that wait for this gateway, by source. */
  private Map<Integer, List<Move>> waiting(ClusterState state) {
    Map<Integer, List<Move>> bySource = new LinkedHashMap<>();
    Change active = state.active();
    if (active != null) {
      for (Move move : active.moves()) {
        if (move.step().waiting().contains(names.gateway())) {
          bySource.computeIfAbsent(move.from(), none -> new ArrayList<>()).add(move);
        }
      }
    }
    return bySource;
  }

  /** Acknowledges moves of a source; tells whether that is done, or was overtaken. */
  private boolean acknowledge(ClusterState state, int source, List<Move> moves)
      throws InterruptedException {
    try {
      Member node = state.member(source);
      if (node != null && !count(state, node, moves)) {
        return true;
      }
    } catch (NodeUnavailableException | MoveFailedException e) {
      LOG.log(System.Logger.Level.DEBUG, "node {0} is not drained: {1}", source, e.getMessage());
      links.reset();
      return false;
    }
    for (Move move : moves) {
      String untracked = gate.untracked(move.pair());
      tell(
          state,
          List.of(move.pair()),
          untracked == null || move.step() instanceof Step.Release
              ? new Event.Acknowledged(names.gateway(), move.step().phase(), holds(move.step()))
              : new Event.Failed(untracked));
    }
    return true;
  }

  /**
   * Completes when operations can be sent to the destinations of moves that are to be copied: they
   * shall not fail after the flip because their connections are still being made.
   */
  private CompletableFuture<Void> reached(List<Move> moves) {
    return CompletableFuture.allOf(
        moves.stream()
            .filter(move -> move.step() instanceof Step.Track)
            .map(move -> gate.mark(move.to()))
            .toArray(CompletableFuture<?>[]::new));
  }

  /** Tells what has happened by a state; if another way is gone meanwhile, it counts no more. */
  private void tell(ClusterState state, List<Pair> moves, Event event) {
    Way way = state.way();
    if (way != null) {
      journal.tell(way, moves, event);
    }
  }

  private static int holds(Step step) {
    return step instanceof Step.Hold hold ? hold.holds() : 0;
  }

  /**
   * Counts out what was sent to a source before.
   *
   * @return {@code false} if another state has come meanwhile, or operations have been held back
   *     for long enough
   */
  private boolean count(ClusterState state, Member node, List<Move> moves)
      throws InterruptedException {
    boolean releasing = moves.stream().allMatch(move -> move.step() instanceof Step.Release);
    if (moves.stream().allMatch(Move::lost)) {
      if (!releasing) {
        NodeLink.await(gate.disconnect(node.index()));
      }
      return true;
    }
    Set<Safeguard> safeguards = journal.protocol().safeguards();
    boolean holding = moves.stream().anyMatch(move -> move.step() instanceof Step.Hold);
    if (holding && !safeguards.contains(Safeguard.DRAIN)) {
      return true;
    }
    CompletableFuture<Set<Long>> marks = gate.mark(node.index());
    CompletableFuture<Void> all = CompletableFuture.allOf(marks, reached(moves));
    if (releasing) {
      // Only so that nothing is recorded after the records are deleted: it would be for nobody.
      return ends(state, all);
    }
    if (!succeeds(state, all)) {
      return false;
    }
    Set<Long> ids = NodeLink.await(marks);
    return !safeguards.contains(Safeguard.GATEWAY_FENCE)
        || succeeds(state, links.to(node).endAll(names.data(), ids, Collections.max(ids)));
  }

  /** As {@link #ends}, and throws what it has failed with. */
  private boolean succeeds(ClusterState state, CompletableFuture<Void> work)
      throws InterruptedException {
    boolean ended = ends(state, work);
    if (ended) {
      NodeLink.await(work);
    }
    return ended;
  }

  /** Waits until something has ended, however; not beyond this state, or the end of a hold. */
  private boolean ends(ClusterState state, CompletableFuture<Void> work)
      throws InterruptedException {
    work.whenComplete((done, error) -> journal.wake());
    journal.await(() -> work.isDone() || isNewer(state), untilHoldExpires());
    return work.isDone();
  }
}

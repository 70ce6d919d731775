package dev.torc.cache.resharding;

import dev.torc.cache.coordination.Change;
import dev.torc.cache.coordination.ClusterState;
import dev.torc.cache.coordination.Coordinator;
import dev.torc.cache.coordination.Event;
import dev.torc.cache.coordination.Move;
import dev.torc.cache.coordination.Pair;
import dev.torc.cache.coordination.Protocol;
import dev.torc.cache.coordination.Step;
import dev.torc.cache.coordination.Way;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The state of the cluster as who makes changes sees it: what has happened is told to the
 * coordinator, together with the figures of the move. Safe for use by any number of threads.
 */
final class Journal {
  private final Coordinator coordinator;
  private final Protocol protocol;
  private final Signal signal = new Signal();
  private final Map<Pair, Move.Progress> figures = new ConcurrentHashMap<>();

  Journal(Coordinator coordinator, Protocol protocol) {
    this.coordinator = coordinator;
    this.protocol = protocol;
    coordinator.watch(state -> signal.raise());
  }

  ClusterState state() {
    ClusterState state = coordinator.state();
    if (state == null) {
      throw new IllegalStateException("no state (expected: a cache has one when it is opened)");
    }
    return state;
  }

  Protocol protocol() {
    return protocol;
  }

  /** Changes the state. */
  ClusterState update(UnaryOperator<ClusterState> change) {
    return coordinator.update(state -> {
      if (state == null) {
        throw new IllegalStateException("the state is gone");
      }
      return change.apply(state);
    });
  }

  /** Tells what has happened to moves of a way, with their figures. */
  ClusterState tell(Way way, Collection<Pair> moves, Event event) {
    return update(state -> {
      ClusterState next = state;
      for (Pair move : moves) {
        ClusterState advanced = next.advance(way, move, event, protocol);
        Move.Progress known = figures.get(move);
        if (!advanced.equals(next) && known != null) {
          advanced = advanced.withProgress(move, old -> known);
        }
        next = advanced;
      }
      return next;
    });
  }

  /** Tells what has happened to a move of a way. */
  ClusterState tell(Way way, Pair move, Event event) {
    return tell(way, List.of(move), event);
  }

  /** Adds to the figures of a move of the active change. */
  void count(Pair move, Move.Progress more) {
    figures.merge(move, more, Move.Progress::plus);
  }

  /** Forgets figures; those of moves that go on are the ones that were written down. */
  void begin(Change change) {
    figures.clear();
    change.moves().forEach(move -> figures.put(move.pair(), move.progress()));
  }

  /** A change with the figures of the moment. */
  Change live(Change change) {
    if (!change.status().isActive()) {
      return change;
    }
    return change.with(
        change.moves().stream()
            .map(move -> move.with(figures.getOrDefault(move.pair(), move.progress())))
            .toList());
  }

  /** The step of a move of the active change, {@code null} if there is no such move. */
  @Nullable Step stepOf(Pair pair) {
    Change active = state().active();
    if (active != null) {
      for (Move move : active.moves()) {
        if (move.pair().equals(pair)) {
          return move.step();
        }
      }
    }
    return null;
  }

  /** Whether a move is at a kind of step. */
  boolean isAt(Pair pair, Class<? extends Step> kind) {
    return kind.isInstance(stepOf(pair));
  }

  /** Waits for something that a change of the state makes true. */
  boolean await(BooleanSupplier condition, long nanos) throws InterruptedException {
    return signal.await(condition, nanos);
  }

  /** Wakes those who wait: something else than the state has changed. */
  void wake() {
    signal.raise();
  }
}

package dev.torc.cache.resharding;

import dev.torc.cache.coordination.Change;
import dev.torc.cache.coordination.ClusterState;
import dev.torc.cache.coordination.Move;
import dev.torc.cache.coordination.Pair;
import dev.torc.cache.coordination.Phase;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ObjLongConsumer;

/** The moves whose operations this gateway holds back, and since when. Not thread-safe. */
final class Holds {
  private final Map<Pair, Hold> running = new HashMap<>();

  private record Hold(long sinceNanos, HoldEvent event) {}

  /** The moves. */
  List<Pair> moves() {
    return List.copyOf(running.keySet());
  }

  boolean isEmpty() {
    return running.isEmpty();
  }

  /** When the first of them began; there must be one. */
  long oldestNanos() {
    return running.values().stream().mapToLong(Hold::sinceNanos).min().orElseThrow();
  }

  /** Begins those of a state that are not running yet, before it is adopted. */
  void begin(ClusterState state, long now) {
    Change active = state.active();
    if (active != null) {
      for (Pair move : held(state)) {
        running.computeIfAbsent(move, pair -> new Hold(now, event(active.id(), pair)));
      }
    }
  }

  private static HoldEvent event(long change, Pair move) {
    HoldEvent event = new HoldEvent();
    event.change = change;
    event.from = move.from();
    event.to = move.to();
    event.begin();
    return event;
  }

  /**
   * Ends those that a state has no more, after it was adopted.
   *
   * @param over is told of each, and how long it was in nanoseconds
   */
  void end(ClusterState state, long now, ObjLongConsumer<Pair> over) {
    List<Pair> held = held(state);
    for (Pair move : moves()) {
      Hold hold = held.contains(move) ? null : running.remove(move);
      if (hold != null) {
        over.accept(move, now - hold.sinceNanos);
        commit(hold.event, move, state);
      }
    }
  }

  private static void commit(HoldEvent event, Pair pair, ClusterState state) {
    event.end();
    if (event.shouldCommit()) {
      Change change = state.change(event.change);
      event.committed =
          change != null
              && change.moves().stream()
                  .anyMatch(move -> move.pair().equals(pair) && move.step().isCommitted());
      event.commit();
    }
  }

  private static List<Pair> held(ClusterState state) {
    Change active = state.active();
    return active == null
        ? List.of()
        : active.moves().stream()
            .filter(move -> move.step().phase() == Phase.HELD)
            .map(Move::pair)
            .toList();
  }
}

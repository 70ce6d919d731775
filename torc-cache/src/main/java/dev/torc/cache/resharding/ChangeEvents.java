package dev.torc.cache.resharding;

import dev.torc.cache.coordination.Change;
import dev.torc.cache.coordination.ClusterState;
import dev.torc.cache.coordination.Move;
import dev.torc.cache.coordination.Pair;
import dev.torc.cache.coordination.Step;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Tells the flight recorder what becomes of changes, by the states that follow each other. Without
 * a recording it only keeps the last one. Safe for use by any number of threads.
 */
final class ChangeEvents {
  private @Nullable ClusterState former;
  private @Nullable RingChangeEvent running;

  /** Takes the next state; of the first one it is not known what is new. */
  synchronized void follow(ClusterState state) {
    ClusterState before = former;
    former = state;
    if (before != null) {
      ended(before, state);
    }
    Change active = state.active();
    if (active == null) {
      running = null;
    } else if (running == null || running.id != active.id()) {
      running = new RingChangeEvent();
      running.id = active.id();
      running.begin();
    }
    if (before != null) {
      entered(before, state);
    }
  }

  private static void entered(ClusterState before, ClusterState state) {
    Change active = state.active();
    if (active == null || !new MoveStepEvent().isEnabled()) {
      return;
    }
    Map<Pair, Step> known = new HashMap<>();
    Change last = before.active();
    if (last != null && last.id() == active.id() && last.status() == active.status()) {
      last.moves().forEach(move -> known.put(move.pair(), move.step()));
    }
    for (Move move : active.moves()) {
      Step step = known.get(move.pair());
      MoveStepEvent event = new MoveStepEvent();
      if ((step == null || !step.word().equals(move.step().word())) && event.shouldCommit()) {
        event.change = active.id();
        event.from = move.from();
        event.to = move.to();
        event.step = move.step().word();
        event.epoch = state.epoch();
        event.commit();
      }
    }
  }

  private void ended(ClusterState before, ClusterState state) {
    for (Change was : before.changes()) {
      Change change = was.status().isOver() ? null : state.change(was.id());
      if (change != null && change.status().isOver()) {
        RingChangeEvent begun = running;
        commit(begun != null && begun.id == change.id() ? begun : new RingChangeEvent(), change);
      }
    }
  }

  private static void commit(RingChangeEvent event, Change change) {
    event.end();
    if (event.shouldCommit()) {
      Move.Progress progress = change.progress();
      event.id = change.id();
      event.description = change.request().description();
      event.origin = change.origin().name().toLowerCase(Locale.ROOT);
      event.outcome = change.status().name().toLowerCase(Locale.ROOT);
      event.reason = change.reason();
      event.keysMoved = progress.moved();
      event.keysCopied = progress.keys();
      event.bytes = progress.bytes();
      event.share = change.movedShare();
      event.holds = progress.holds();
      event.longestHold = progress.heldNanos();
      event.epoch = change.epoch();
      event.commit();
    }
  }
}

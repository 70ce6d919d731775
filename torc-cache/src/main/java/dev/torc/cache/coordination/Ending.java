package dev.torc.cache.coordination;

import static dev.torc.cache.coordination.Change.Status.CANCELLED;
import static dev.torc.cache.coordination.Change.Status.COMMITTED;
import static dev.torc.cache.coordination.Change.Status.FAILED;
import static dev.torc.cache.coordination.Change.Status.REVERTING;
import static dev.torc.cache.coordination.Change.Status.RUNNING;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of a change whose moves are over: it is too, or it has to go back first.
 *
 * @param before the state, in which all moves of the active change are over
 * @param change that one
 * @param now the time
 */
record Ending(ClusterState before, Change change, long now) {

  ClusterState state(Protocol protocol) {
    return change.status() == RUNNING ? ofWayThere(protocol) : ofWayBack();
  }

  private ClusterState ofWayThere(Protocol protocol) {
    boolean canGoBack = before.layers().size() == 2;
    // Who cancels is told that it goes back, also if it has come to its end meanwhile.
    if (isAll() && !(change.cancelled() && canGoBack)) {
      ClusterState made = onTop(change.with(COMMITTED, null, times()));
      Declared declaration = change.declared();
      return (declaration == null ? made : made.declared(declaration)).trimmed();
    }
    if (change.moves().stream().noneMatch(move -> move.step().isCommitted())) {
      List<Layer> layers = before.layers();
      return before
          .withLayers(layers.subList(0, layers.size() - 1))
          .replaced(change.with(end(), reason(), times()))
          .trimmed();
    }
    if (canGoBack) {
      Change back = change.with(REVERTING, reason(), change.times());
      return before.onto(before.layers().get(0), back, Set.of(), protocol);
    }
    return before.replaced(change.with(FAILED, reason() + partly(), times())).trimmed();
  }

  private ClusterState ofWayBack() {
    if (isAll()) {
      return onTop(change.with(end(), reason(), times())).trimmed();
    }
    String why = reason() + "; it could not go back: " + reasonOfMoves();
    return before.replaced(change.with(FAILED, why, times())).trimmed();
  }

  private boolean isAll() {
    return change.moves().stream().allMatch(move -> move.step().isCommitted());
  }

  /** With the topmost ring alone. */
  private ClusterState onTop(Change ended) {
    Layer top = before.top();
    return before
        .withLayers(List.of(new Layer(top.pointsPerNode(), top.weights(), List.of())))
        .replaced(ended);
  }

  private Change.Status end() {
    return change.cancelled() ? CANCELLED : FAILED;
  }

  private Change.Times times() {
    return new Change.Times(change.times().submitted(), change.times().started(), now);
  }

  private @Nullable String reason() {
    return change.reason() == null ? reasonOfMoves() : change.reason();
  }

  private @Nullable String reasonOfMoves() {
    for (Move move : change.moves()) {
      if (move.step() instanceof Step.Aborted aborted) {
        return aborted.reason();
      }
    }
    return null;
  }

  private String partly() {
    long moved = change.moves().stream().filter(move -> move.step().isCommitted()).count();
    return "; " + moved + " of " + change.moves().size() + " moves stay made";
  }
}

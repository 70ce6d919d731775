package dev.torc.cache.resharding;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import dev.torc.cache.coordination.Event;
import dev.torc.cache.coordination.Move;
import dev.torc.cache.coordination.Pair;
import dev.torc.cache.coordination.Step;
import dev.torc.cache.internal.Command;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * The end of a move: copies what was written since it was copied, until so little is left that
 * operations can wait for it, and hands the keys over.
 */
final class Handover {

  /** Keys that can be copied while operations wait. */
  private static final long FEW_KEYS = 500;

  /** Of them a hold gains nothing from another round; of more it does, if each halves them. */
  private static final long HARDLY_ANY = 20;

  /** Rounds that may leave as many keys as they found before writes are slowed down. */
  private static final int FUTILE_ROUNDS = 10;

  private static final long HOLD_PAUSE_NANOS = MILLISECONDS.toNanos(50);

  private final Session session;
  private final Pair move;
  private final NodeLink source;
  private final NodeLink destination;
  private final SourceCopy copy;

  Handover(Session session, Pair move, SourceCopy copy) {
    this.session = session;
    this.move = move;
    this.copy = copy;
    this.source = session.link(move.from());
    this.destination = session.link(move.to());
  }

  /** Goes on from a step of catching up until the move is committed or given up. */
  void run() throws InterruptedException {
    Step step = session.journal().stepOf(move);
    while (step instanceof Step.CatchUp
        || step instanceof Step.Hold
        || step instanceof Step.Finish) {
      if (step instanceof Step.CatchUp catchUp) {
        catchUp(catchUp);
      } else if (step instanceof Step.Hold hold) {
        awaitHold(hold);
      } else if (step instanceof Step.Finish finish) {
        finish(finish);
      }
      step = session.journal().stepOf(move);
    }
  }

  private void catchUp(Step.CatchUp step) throws InterruptedException {
    if (step.holds() > 0) {
      // Whoever was in the way may be gone a little later; each time it is given longer.
      session.journal().await(() -> !isAt(Step.CatchUp.class), HOLD_PAUSE_NANOS * step.holds());
    }
    replay();
    String runId = source.runId();
    long before = Long.MAX_VALUE;
    long fewest = Long.MAX_VALUE;
    int futile = 0;
    while (isAt(Step.CatchUp.class)) {
      NodeLink.await(session.askWritten(move, source, runId));
      long left = written();
      if (left <= HARDLY_ANY || (left <= FEW_KEYS && left > before / 2)) {
        session.tell(move, new Event.CaughtUp());
        return;
      }
      futile = left < fewest ? 0 : futile + 1;
      fewest = Math.min(fewest, left);
      before = left;
      if (futile == FUTILE_ROUNDS) {
        session.tell(move, new Event.Outrun());
      } else if (futile >= 2 * FUTILE_ROUNDS) {
        throw new MoveFailedException(
            "writes outrun the copy from "
                + source
                + ": "
                + left
                + " keys were written in a round");
      }
      nextRound(runId);
      replay();
    }
  }

  private long written() {
    return source.count(Command.of(Session.word("SCARD"), session.keys().written(move))) - 1;
  }

  private void nextRound(String runId) {
    session.beginRound(move, source, runId);
    session.journal().count(move, new Move.Progress(0, 0, 0, 1, 0, 0));
  }

  /** Copies the keys of a round, then forgets it: one that was not finished is copied again. */
  private void replay() {
    byte[] round = session.keys().round(move);
    copy.members(move, round);
    Session.delete(source, List.of(round));
  }

  private boolean isAt(Class<? extends Step> kind) {
    return session.journal().isAt(move, kind);
  }

  /** The gateways end it themselves if it takes too long. */
  private void awaitHold(Step.Hold step) throws InterruptedException {
    if (!session.journal().await(() -> !isAt(Step.Hold.class), 2 * limitNanos())) {
      session.tell(move, new Event.HoldExpired());
    }
    if (isAt(Step.CatchUp.class) && step.holds() >= maxHolds()) {
      throw new MoveFailedException(
          source + " did not finish what was under way in " + step.holds() + " holds");
    }
  }

  private long limitNanos() {
    return session.settings().holdLimit().toNanos();
  }

  /** As many as fit into the time that a node may be away. */
  private long maxHolds() {
    return Math.max(3, session.settings().nodeTimeout().dividedBy(session.settings().holdLimit()));
  }

  /**
   * Nothing runs on the source for these keys now. Operations wait: what can be asked together is,
   * and whether nothing was lost only once, at the end.
   */
  private void finish(Step.Finish step) {
    CompletableFuture<String> runId = source.askRunId();
    if (written() > 4 * FEW_KEYS) {
      session.tell(move, new Event.HoldExpired());
      return;
    }
    copy.members(move, session.keys().written(move));
    CompletableFuture<Void> landing = session.askLanding(destination);
    NodeLink.await(session.askWritten(move, source, NodeLink.await(runId)));
    NodeLink.await(landing);
    session.journal().count(move, new Move.Progress(0, 0, 0, 0, 1, 0));
    session.tell(move, new Event.Finished(step.holds()));
  }
}

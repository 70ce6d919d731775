package dev.torc.cache.coordination;

import dev.torc.config.Default;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A change of the ring, from when it was asked for until long after.
 *
 * @param id counts up; a later change has a higher one
 * @param request what is to be different
 * @param origin who asked
 * @param status where it stands
 * @param reason why it failed, was cancelled or goes back; {@code null} if nothing of that
 * @param cancelled whether somebody asked for its end
 * @param times when what happened
 * @param epoch after the last move that it committed, 0 before the first
 * @param movedShare the part of the ring that had to change its owner, 0 to 1
 * @param former figures of the moves that it has been through before those in {@code moves}
 * @param moves those of the way it goes now; none before it has begun
 * @param declared what the configuration says that it makes true; {@code null} if none does
 */
public record Change(
    long id,
    ChangeRequest request,
    @Default("COMMAND") Origin origin,
    Status status,
    @Nullable String reason,
    @Default("false") boolean cancelled,
    Times times,
    @Default("0") long epoch,
    @Default("0") double movedShare,
    @Default("{}") Move.Progress former,
    @Default("[]") List<Move> moves,
    @Nullable Declared declared) {

  /** Copies the list. */
  public Change {
    moves = List.copyOf(moves);
  }

  /** Where a change stands. */
  public enum Status {
    /** It waits for those before it. */
    QUEUED,
    /** Its moves are made. */
    RUNNING,
    /** It failed or was cancelled, and goes back to the ring before. */
    REVERTING,
    /** Every key is served by its new node. */
    COMMITTED,
    /** It was cancelled, and the ring is as before. */
    CANCELLED,
    /** It could not be made: {@link Change#reason} says why, and whether the ring is as before. */
    FAILED;

    /** Whether it is over. */
    public boolean isOver() {
      return this == COMMITTED || this == CANCELLED || this == FAILED;
    }

    /** Whether moves are made. */
    public boolean isActive() {
      return this == RUNNING || this == REVERTING;
    }
  }

  /**
   * When what happened, in milliseconds since 1970 by the clock of the gateway.
   *
   * @param submitted when it was asked for
   * @param started when its turn came
   * @param finished when it was over
   */
  public record Times(long submitted, @Nullable Long started, @Nullable Long finished) {}

  /** The figures of all its moves together. */
  public Move.Progress progress() {
    return moves.stream().map(Move::progress).reduce(former, Move.Progress::plus);
  }

  Change with(Status next, @Nullable String why, Times when) {
    return new Change(
        id,
        request,
        origin,
        next,
        why,
        cancelled,
        when,
        epoch,
        movedShare,
        former,
        moves,
        declared);
  }

  /** The same with its moves at other steps, or with other figures. */
  public Change with(List<Move> others) {
    return new Change(
        id,
        request,
        origin,
        status,
        reason,
        cancelled,
        times,
        epoch,
        movedShare,
        former,
        others,
        declared);
  }

  /** The same after moves that are not to be listed any more. */
  Change onANewWay(List<Move> next, double share) {
    return new Change(
        id,
        request,
        origin,
        status,
        reason,
        cancelled,
        times,
        epoch,
        share,
        progress(),
        next,
        declared);
  }

  Change asCancelled(String why) {
    return new Change(
        id, request, origin, status, why, true, times, epoch, movedShare, former, moves, declared);
  }

  Change committedAt(long number) {
    return new Change(
        id,
        request,
        origin,
        status,
        reason,
        cancelled,
        times,
        number,
        movedShare,
        former,
        moves,
        declared);
  }
}

package dev.torc.cli.admin;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/**
 * A change of the ring, as a gateway tells of it.
 *
 * @param id given by the gateway
 * @param description what changes, for people
 * @param origin who asked for it: {@code command}, {@code file}, {@code discovery} or {@code
 *     autoscaler}; a text, as {@code step} is one
 * @param step what is done now, a text: a newer gateway may have steps that this version does not
 *     know
 * @param reverting whether it goes back to the ring before
 * @param reason why it failed or was cancelled; {@code null} if it did not
 * @param submittedMillis when, in milliseconds since 1970, as the following
 * @param startedMillis {@code null} while it is queued
 * @param finishedMillis {@code null} until it has ended
 * @param epoch of the ring after the last move that was committed
 * @param movedShare the part of the ring that changes its owner, from 0 to 1
 * @param moves one from each node that gives to each that takes
 */
public record Change(
    long id,
    String description,
    String origin,
    State state,
    String step,
    boolean reverting,
    @Nullable String reason,
    long submittedMillis,
    @Nullable Long startedMillis,
    @Nullable Long finishedMillis,
    long epoch,
    double movedShare,
    Progress progress,
    List<Move> moves) {

  /** How far it is. */
  public enum State {
    QUEUED,
    RUNNING,
    /** Every key is served by its new node, and former copies are deleted. */
    COMMITTED,
    CANCELLED,
    FAILED;

    /** Whether it stays so. */
    public boolean isEnd() {
      return switch (this) {
        case QUEUED, RUNNING -> false;
        case COMMITTED, CANCELLED, FAILED -> true;
      };
    }
  }

  /** Checks that nothing is missing, and copies the list. */
  public Change {
    Present.check("description", description);
    Present.check("origin", origin);
    Present.check("state", state);
    Present.check("step", step);
    Present.check("progress", progress);
    Present.check("moves", moves);
    moves = List.copyOf(moves);
  }

  /** How long it ran; empty while it does. */
  public Optional<Duration> took() {
    if (finishedMillis == null) {
      return Optional.empty();
    }
    // One that is cancelled in the queue never started.
    long begin = startedMillis == null ? finishedMillis : startedMillis;
    return Optional.of(Duration.ofMillis(finishedMillis - begin));
  }

  /** The longest time, in milliseconds, that requests for a move's keys had to wait, if any did. */
  public OptionalDouble longestHoldMillis() {
    return moves.stream()
        .map(Move::holdMillis)
        .filter(Objects::nonNull)
        .mapToDouble(Double::doubleValue)
        .max();
  }

  /**
   * What was done.
   *
   * @param keys copied so far; those that are copied again count again
   * @param expectedKeys to copy, an estimate
   * @param bytes copied so far
   * @param keysPerSecond of late
   * @param remainingSeconds an estimate; {@code null} if there is none
   * @param moved distinct keys that moved
   */
  public record Progress(
      long keys,
      long expectedKeys,
      long bytes,
      double keysPerSecond,
      @Nullable Double remainingSeconds,
      long moved) {}

  /**
   * What goes from one node to another.
   *
   * @param from index of the node that gives
   * @param to index of the node that takes
   * @param share of the ring, from 0 to 1
   * @param step as of the change
   * @param keys copied so far
   * @param bytes copied so far
   * @param rounds of copying what was written meanwhile
   * @param holdMillis how long requests for its keys had to wait; {@code null} before that
   * @param holds how often they had to
   */
  public record Move(
      int from,
      int to,
      double share,
      String step,
      long keys,
      long bytes,
      int rounds,
      @Nullable Double holdMillis,
      int holds) {

    /** Checks that nothing is missing. */
    public Move {
      Present.check("step", step);
    }
  }
}

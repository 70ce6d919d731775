package dev.torc.cache.coordination;

/** What can happen to a move; {@link Protocol#next} says what it leads to. */
public sealed interface Event {

  /** The destination has none of the move's keys. */
  record Purged() implements Event {}

  /** The source's turn has come: its keys are to be copied. */
  record Begun() implements Event {}

  /** The source's turn has come: its keys are given up, for it is lost. */
  record GivenUp() implements Event {}

  /**
   * A gateway does as the phase says, and nothing that it sent before can still run.
   *
   * @param gateway which
   * @param phase of the step that it acknowledges
   * @param holds of that step; 0 if it counts none
   */
  record Acknowledged(String gateway, Phase phase, int holds) implements Event {}

  /**
   * A gateway is barred: nothing that it sent can still run, and it sends nothing more until it has
   * read the state anew. It counts as if it had acknowledged.
   */
  record Fenced(String gateway) implements Event {}

  /** All keys were copied once. */
  record Copied() implements Event {}

  /** Few enough keys are left to hold operations back for them. */
  record CaughtUp() implements Event {}

  /** Writes are faster than the copy. */
  record Outrun() implements Event {}

  /** A hold took too long. */
  record HoldExpired() implements Event {}

  /**
   * All keys are on the destination, and both nodes are what they were.
   *
   * @param holds of the step that is finished
   */
  record Finished(int holds) implements Event {}

  /** Nothing is left on the source. */
  record Cleaned() implements Event {}

  /** Nothing is left of a move that was given up. */
  record Undone() implements Event {}

  /** The move cannot go on, or shall not. */
  record Failed(String reason) implements Event {}

  /** Who copies, or a gateway, began anew and goes on from the state that was kept. */
  record Resumed() implements Event {}
}

package dev.torc.cache.model;

import dev.torc.cache.coordination.Phase;

/** A gateway in a {@link World}: its view of the step, its operation, and what it lost sight of. */
final class Gate {
  /** What a client asked for. */
  enum Op {
    NONE,
    READ,
    WRITE
  }

  /** Where the operation is. */
  enum Place {
    /** In the gateway. */
    HELD,
    /** On the way to the source. */
    SOURCE,
    /** On the way to the destination. */
    TARGET
  }

  /** What it does with the key, by the step that it heard of last. */
  Phase phase = Phase.DIRECT;

  /** Of the hold that it heard of, 0 if it heard of none. */
  int holds;

  /** Whether it has to acknowledge that step. */
  boolean owes;

  /** Whether it may send nothing before it has read the state. */
  boolean barred;

  Op op = Op.NONE;
  Place place = Place.HELD;

  /** Whether the write and its record are one transaction. */
  boolean recorded;

  /** What is written. */
  int value;

  /** Whether a write whose connection broke is still on the way. */
  boolean stray;

  boolean strayOnTarget;
  boolean strayRecorded;
  int strayValue;

  /** Whether an acknowledgement is on the way. */
  boolean saying;

  Phase saidPhase = Phase.DIRECT;
  int saidHolds;

  Gate copy() {
    Gate copy = new Gate();
    copy.phase = phase;
    copy.holds = holds;
    copy.owes = owes;
    copy.barred = barred;
    copy.op = op;
    copy.place = place;
    copy.recorded = recorded;
    copy.value = value;
    copy.stray = stray;
    copy.strayOnTarget = strayOnTarget;
    copy.strayRecorded = strayRecorded;
    copy.strayValue = strayValue;
    copy.saying = saying;
    copy.saidPhase = saidPhase;
    copy.saidHolds = saidHolds;
    return copy;
  }

  /** Whether an operation is on the way to a node. */
  boolean isSent() {
    return op != Op.NONE && place != Place.HELD;
  }

  /** Where operations go by what it has heard. */
  Place destination() {
    return switch (phase) {
      case DIRECT, TRACKED, SLOWED -> Place.SOURCE;
      case HELD -> Place.HELD;
      case MOVED -> Place.TARGET;
    };
  }

  /** The operation is over, as far as its client knows. */
  void end() {
    op = Op.NONE;
    place = Place.HELD;
    recorded = false;
    value = World.ABSENT;
  }

  /** The operation's connection broke. */
  void loseSight() {
    stray = true;
    strayOnTarget = place == Place.TARGET;
    strayRecorded = recorded;
    strayValue = value;
    end();
  }

  /** What it had lost sight of is over. */
  void endStray() {
    stray = false;
    strayOnTarget = false;
    strayRecorded = false;
    strayValue = World.ABSENT;
  }

  /** Its acknowledgement is over. */
  void endSaying() {
    saying = false;
    saidPhase = Phase.DIRECT;
    saidHolds = 0;
  }

  /** Source and destination change their parts. */
  void turnRound() {
    if (phase == Phase.MOVED) {
      phase = Phase.DIRECT;
    } else if (phase != Phase.HELD) {
      phase = Phase.MOVED;
    }
    if (isSent()) {
      place = place == Place.SOURCE ? Place.TARGET : Place.SOURCE;
    }
    if (stray) {
      strayOnTarget = !strayOnTarget;
    }
  }
}

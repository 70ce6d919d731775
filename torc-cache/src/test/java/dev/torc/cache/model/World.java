package dev.torc.cache.model;

/**
 * One state of all that the model knows: a key on a source and a destination, two gateways, the
 * copier, the step that is agreed on, and what clients may have seen so far.
 *
 * <p>Values of the key are numbers without a meaning: only which are equal counts.
 */
final class World {
  /** The value of a key that is not there. */
  static final int ABSENT = 0;

  /** Most values that can be somewhere at a time, {@link #ABSENT} aside. */
  static final int MAX_VALUES = 8;

  /** Gateways. */
  static final int GATES = 2;

  /** What the copier does next. */
  enum Task {
    /** As the step says. */
    IDLE,
    /** Write what it has read. */
    WRITE,
    /** Delete the set of keys of this round. */
    END_ROUND,
    /** Report that all was copied once. */
    SAY_COPIED,
    /** Report that no written key is left. */
    SAY_FINISHED
  }

  /** What a copier that was replaced has sent, and which has not arrived. */
  enum Late {
    NONE,
    RESTORE,
    DELETE_ON_TARGET,
    DELETE_ON_SOURCE,
    END_ROUND,
    RENAME,
    RESET,
    /** Not commands, but reports to the coordinator. */
    SAY_PURGED,
    SAY_BEGUN,
    SAY_COPIED,
    SAY_CAUGHT_UP,
    SAY_FINISHED,
    SAY_CLEANED,
    SAY_UNDONE;

    boolean isReport() {
      return compareTo(SAY_PURGED) >= 0;
    }
  }

  /** Number of the step in {@link Steps}. */
  int step;

  int source;
  int target;

  /** Whether the key is in the set of written keys. */
  boolean dirty;

  /** Whether it is in the set that is being copied in this round. */
  boolean round;

  Task task = Task.IDLE;

  /** What the copier has read and not written yet. */
  int hand;

  Late late = Late.NONE;
  int lateValue;

  /** Accidents since the move began. */
  int accidents;

  final Gate[] gates = new Gate[GATES];

  /** What can have happened for clients to have seen what they have seen: see {@link History}. */
  long[] history;

  private World(long[] history) {
    this.history = history;
  }

  /** A key before a move; the destination may have a value from an earlier life. */
  static World of(int step, int source, int target) {
    World world = new World(History.of(source));
    world.step = step;
    world.source = source;
    world.target = target;
    for (int g = 0; g < GATES; g++) {
      world.gates[g] = new Gate();
    }
    return world;
  }

  /** The same, to be changed. */
  World copy() {
    World copy = new World(history);
    copy.step = step;
    copy.source = source;
    copy.target = target;
    copy.dirty = dirty;
    copy.round = round;
    copy.task = task;
    copy.hand = hand;
    copy.late = late;
    copy.lateValue = lateValue;
    copy.accidents = accidents;
    for (int g = 0; g < GATES; g++) {
      copy.gates[g] = gates[g].copy();
    }
    return copy;
  }

  /** Bit mask of the values that are on a node or on the way to one. */
  int values() {
    int values = 1 << ABSENT | 1 << source | 1 << target | 1 << hand | 1 << lateValue;
    for (Gate gate : gates) {
      values |= 1 << gate.value | 1 << gate.strayValue;
    }
    return values;
  }

  /** A value that nobody has. */
  int freshValue() {
    int used = values() | History.values(history);
    return Integer.numberOfTrailingZeros(~used);
  }

  /** A write runs on a node. */
  void write(boolean onTarget, int value, boolean recorded) {
    if (onTarget) {
      target = value;
    } else {
      source = value;
      dirty |= recorded;
    }
  }

  /** The former destination is the source of the next move. */
  void turnRound() {
    int value = source;
    source = target;
    target = value;
    dirty = false;
    round = false;
    for (Gate gate : gates) {
      gate.turnRound();
    }
    if (late == Late.DELETE_ON_SOURCE) {
      late = Late.DELETE_ON_TARGET;
    } else if (late == Late.DELETE_ON_TARGET) {
      late = Late.DELETE_ON_SOURCE;
    } else if (!late.isReport()) {
      // A restore to, or a record on, a node that has the other part now: it is another
      // kind of wrong, which the moves before the turn show already.
      late = Late.NONE;
      lateValue = ABSENT;
    }
  }
}

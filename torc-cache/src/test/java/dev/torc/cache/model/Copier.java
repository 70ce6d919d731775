package dev.torc.cache.model;

import dev.torc.cache.coordination.Event;
import dev.torc.cache.coordination.Safeguard;
import dev.torc.cache.coordination.Step;
import dev.torc.cache.model.World.Late;
import dev.torc.cache.model.World.Task;

/**
 * What the one that copies does, and what becomes of it.
 *
 * <p>It waits for every answer before it goes on, so that what it sends may run at once: a command
 * that is slow is as good as one sent later. Only one whose sender is replaced meanwhile is
 * different: that is {@link World#late}.
 */
final class Copier {
  /** So many holds are tried, and then the move is given up. */
  static final int MAX_HOLDS = 2;

  private static final Event PURGED = new Event.Purged();
  private static final Event BEGUN = new Event.Begun();
  private static final Event COPIED = new Event.Copied();
  private static final Event CLEANED = new Event.Cleaned();
  private static final Event UNDONE = new Event.Undone();
  private static final Event CAUGHT_UP = new Event.CaughtUp();
  private static final Event GIVES_UP = new Event.Failed("held too often");
  private static final Event RESUMED = new Event.Resumed();

  private final Steps steps;
  private final Setting setting;

  Copier(Steps steps, Setting setting) {
    this.steps = steps;
    this.setting = setting;
  }

  void next(World world, Rules.Sink sink) {
    World next = world.copy();
    next.task = Task.IDLE;
    switch (world.task) {
      case IDLE -> begin(world, next, sink);
      case WRITE -> write(world, next);
      case END_ROUND -> next.round = false;
      case SAY_COPIED -> next.step = steps.next(world.step, COPIED);
      case SAY_FINISHED -> next.step = steps.finished(world.step);
    }
    sink.accept(Action.COPY, 0, next);
    replace(world, sink);
    if (world.late != Late.NONE) {
      sink.accept(Action.LATE, 0, arrived(world));
    }
  }

  private void begin(World world, World next, Rules.Sink sink) {
    Step step = steps.step(world.step);
    if (step instanceof Step.Purge) {
      next.target = World.ABSENT;
      next.step = steps.next(world.step, PURGED);
    } else if (step instanceof Step.Ready) {
      next.dirty = false;
      next.round = false;
      next.step = steps.next(world.step, BEGUN);
    } else if (step instanceof Step.Copy) {
      next.hand = world.source;
      next.task = Task.WRITE;
    } else if (step instanceof Step.CatchUp catchUp) {
      if (!world.round) {
        World caughtUp = world.copy();
        caughtUp.step = steps.next(world.step, catchUp.holds() < MAX_HOLDS ? CAUGHT_UP : GIVES_UP);
        sink.accept(Action.COPY, 0, caughtUp);
      }
      round(next);
    } else if (step instanceof Step.Finish) {
      if (!round(next)) {
        next.task = Task.SAY_FINISHED;
      }
    } else if (step instanceof Step.Clean) {
      next.source = World.ABSENT;
      next.dirty = false;
      next.round = false;
      next.step = steps.next(world.step, CLEANED);
    } else if (step instanceof Step.Undo) {
      next.target = World.ABSENT;
      next.dirty = false;
      next.round = false;
      next.step = steps.next(world.step, UNDONE);
    }
  }

  /** Goes on with a round, or begins one; {@code false} if there is nothing to copy. */
  private static boolean round(World next) {
    if (next.round) {
      next.hand = next.source;
      next.task = Task.WRITE;
      return true;
    }
    if (next.dirty) {
      next.dirty = false;
      next.round = true;
      return true;
    }
    return false;
  }

  private void write(World world, World next) {
    if (world.round || world.hand != World.ABSENT) {
      next.target = world.hand;
    }
    next.hand = World.ABSENT;
    next.task = world.round ? Task.END_ROUND : Task.SAY_COPIED;
  }

  /** Another one takes over, after the connections of the former were killed on both nodes. */
  private void replace(World world, Rules.Sink sink) {
    World next = world.copy();
    next.task = Task.IDLE;
    next.hand = World.ABSENT;
    next.step = steps.next(world.step, RESUMED);
    sink.accept(Action.REPLACE, 0, next);
    if (world.late != Late.NONE) {
      return;
    }
    if (!setting.has(Safeguard.COPIER_FENCE)) {
      late(next, sent(world), world.hand, sink);
    }
    if (setting.hazards().contains(Hazard.REPORT_OF_A_FORMER_COPIER)) {
      late(next, said(world), World.ABSENT, sink);
    }
  }

  private static void late(World world, Late late, int value, Rules.Sink sink) {
    if (late != Late.NONE) {
      World next = world.copy();
      next.late = late;
      next.lateValue = late == Late.RESTORE ? value : World.ABSENT;
      work(next, late);
      sink.accept(Action.REPLACE, 0, next);
    }
  }

  /** What was done before it is reported. */
  private static void work(World next, Late report) {
    switch (report) {
      case SAY_PURGED, SAY_UNDONE -> next.target = World.ABSENT;
      case SAY_CLEANED -> next.source = World.ABSENT;
      default -> {}
    }
    if (report == Late.SAY_BEGUN || report == Late.SAY_UNDONE || report == Late.SAY_CLEANED) {
      next.dirty = false;
      next.round = false;
    }
  }

  /** What the copier may have sent without an answer. */
  private Late sent(World world) {
    if (world.task == Task.WRITE) {
      if (world.hand != World.ABSENT) {
        return Late.RESTORE;
      }
      return world.round ? Late.DELETE_ON_TARGET : Late.NONE;
    }
    if (world.task == Task.END_ROUND) {
      return Late.END_ROUND;
    }
    Step step = steps.step(world.step);
    if (step instanceof Step.Purge || step instanceof Step.Undo) {
      return Late.DELETE_ON_TARGET;
    }
    if (step instanceof Step.Ready) {
      return Late.RESET;
    }
    if (step instanceof Step.CatchUp || step instanceof Step.Finish) {
      return !world.round && world.dirty ? Late.RENAME : Late.NONE;
    }
    return step instanceof Step.Clean ? Late.DELETE_ON_SOURCE : Late.NONE;
  }

  /** What the copier may have reported. */
  private Late said(World world) {
    if (world.task == Task.SAY_COPIED) {
      return Late.SAY_COPIED;
    }
    if (world.task == Task.SAY_FINISHED) {
      return Late.SAY_FINISHED;
    }
    Step step = steps.step(world.step);
    if (world.task != Task.IDLE) {
      return Late.NONE;
    }
    if (step instanceof Step.Purge) {
      return Late.SAY_PURGED;
    }
    if (step instanceof Step.Ready) {
      return Late.SAY_BEGUN;
    }
    if (step instanceof Step.CatchUp && !world.round) {
      return Late.SAY_CAUGHT_UP;
    }
    if (step instanceof Step.Clean) {
      return Late.SAY_CLEANED;
    }
    return step instanceof Step.Undo ? Late.SAY_UNDONE : Late.NONE;
  }

  private World arrived(World world) {
    World next = world.copy();
    next.late = Late.NONE;
    next.lateValue = World.ABSENT;
    switch (world.late) {
      case RESTORE -> next.target = world.lateValue;
      case DELETE_ON_TARGET -> next.target = World.ABSENT;
      case DELETE_ON_SOURCE -> next.source = World.ABSENT;
      case END_ROUND -> next.round = false;
      case RENAME -> {
        next.round |= next.dirty;
        next.dirty = false;
      }
      case RESET -> {
        next.dirty = false;
        next.round = false;
      }
      case SAY_PURGED -> next.step = steps.next(world.step, PURGED);
      case SAY_BEGUN -> next.step = steps.next(world.step, BEGUN);
      case SAY_COPIED -> next.step = steps.next(world.step, COPIED);
      case SAY_CAUGHT_UP -> next.step = steps.next(world.step, CAUGHT_UP);
      case SAY_FINISHED -> next.step = steps.finished(world.step);
      case SAY_CLEANED -> next.step = steps.next(world.step, CLEANED);
      case SAY_UNDONE -> next.step = steps.next(world.step, UNDONE);
      case NONE -> throw new IllegalArgumentException("nothing is late");
    }
    return next;
  }
}

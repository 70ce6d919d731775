package dev.torc.cache.model;

import dev.torc.cache.coordination.Event;
import dev.torc.cache.coordination.Phase;
import dev.torc.cache.coordination.Safeguard;
import dev.torc.cache.coordination.Step;
import dev.torc.cache.model.Gate.Op;
import dev.torc.cache.model.Gate.Place;
import org.jspecify.annotations.Nullable;

/** What can happen next in a {@link World}: everything but what the copier does. */
final class Rules {
  /** Receives what can happen. */
  interface Sink {
    /**
     * Something that can happen.
     *
     * @param gate to which gateway; 0 if to none
     * @param next the world afterwards
     */
    void accept(Action action, int gate, World next);
  }

  private static final Event EXPIRED = new Event.HoldExpired();
  private static final Event CANCELLED = new Event.Failed("cancelled");
  private static final Event RESUMED = new Event.Resumed();

  final Steps steps;
  final History history;
  private final Setting setting;
  private final Copier copier;
  private final Event[] fenced = new Event[World.GATES];

  Rules(Setting setting) {
    this.setting = setting;
    this.history = setting.exact() ? new Exact() : new Strict();
    this.steps = new Steps(setting.safeguards());
    this.copier = new Copier(steps, setting);
    for (int g = 0; g < World.GATES; g++) {
      fenced[g] = new Event.Fenced(Steps.NAMES.get(g));
    }
  }

  /** Everything that can happen. */
  void next(World world, Sink sink) {
    Sink counting =
        (action, gate, next) -> {
          if (!action.isAccident()) {
            sink.accept(action, gate, next);
          } else if (setting.allows(action, world.accidents)) {
            next.accidents = setting.count(world.accidents);
            sink.accept(action, gate, next);
          }
        };
    everything(world, counting);
  }

  private void everything(World world, Sink sink) {
    for (int g = 0; g < World.GATES; g++) {
      clients(world, g, sink);
      commands(world, g, sink);
      coordination(world, g, sink);
      faults(world, g, sink);
    }
    copier.next(world, sink);
    change(world, sink);
  }

  private void clients(World world, int g, Sink sink) {
    Gate gate = world.gates[g];
    if (gate.op != Op.NONE || gate.barred || gate.destination() == Place.HELD) {
      return;
    }
    World read = world.copy();
    read.history = history.readBegins(world, g);
    read.gates[g].op = Op.READ;
    read.gates[g].place = gate.destination();
    sink.accept(Action.READ, g, read);
    sink.accept(Action.SET, g, written(world, g, world.freshValue()));
    sink.accept(Action.DELETE, g, written(world, g, World.ABSENT));
  }

  private World written(World world, int g, int value) {
    World next = world.copy();
    Gate gate = next.gates[g];
    gate.op = Op.WRITE;
    gate.value = value;
    gate.place = gate.destination();
    gate.recorded = gate.phase == Phase.TRACKED && setting.has(Safeguard.TRACKING);
    return next;
  }

  private void commands(World world, int g, Sink sink) {
    Gate gate = world.gates[g];
    if (gate.isSent()) {
      sink.accept(Action.RUN, g, run(world, g));
      if (gate.op == Op.READ || !gate.stray) {
        sink.accept(Action.BREAK, g, broken(world, g));
      }
    }
    if (gate.stray) {
      World next = world.copy();
      next.history = history.strayRuns(world, g);
      next.write(gate.strayOnTarget, gate.strayValue, gate.strayRecorded);
      next.gates[g].endStray();
      sink.accept(Action.RUN_STRAY, g, next);
    }
  }

  private World run(World world, int g) {
    Gate gate = world.gates[g];
    World next = world.copy();
    boolean onTarget = gate.place == Place.TARGET;
    if (gate.op == Op.READ) {
      next.history = history.readAnswered(world, g, onTarget ? world.target : world.source);
    } else {
      next.history = history.writeAnswered(world, g);
      next.write(onTarget, gate.value, gate.recorded);
    }
    next.gates[g].end();
    return next;
  }

  private World broken(World world, int g) {
    World next = world.copy();
    if (world.gates[g].op == Op.READ) {
      next.history = history.readEnds(world, g);
      next.gates[g].end();
    } else {
      next.history = history.loseSight(world, g);
      next.gates[g].loseSight();
    }
    return next;
  }

  private void coordination(World world, int g, Sink sink) {
    Gate gate = world.gates[g];
    if (gate.saying) {
      World next = world.copy();
      next.gates[g].endSaying();
      next.step =
          steps.next(
              world.step,
              new Event.Acknowledged(Steps.NAMES.get(g), gate.saidPhase, gate.saidHolds));
      sink.accept(Action.ACKNOWLEDGED, g, next);
    }
    if (!gate.barred && gate.owes && !gate.saying && mayAcknowledge(gate)) {
      sink.accept(Action.ACKNOWLEDGE, g, acknowledged(world, g));
    }
    World heard = heard(world, g);
    if (heard != null) {
      sink.accept(Action.HEAR, g, heard);
    }
  }

  /** Whether no command is under way, on a connection that works, that the step does not allow. */
  private boolean mayAcknowledge(Gate gate) {
    boolean write = gate.op == Op.WRITE && gate.isSent();
    return switch (gate.phase) {
      case DIRECT -> !(write && gate.recorded);
      case TRACKED, SLOWED -> !(write && !gate.recorded) || !setting.has(Safeguard.TRACKING);
      case HELD -> !gate.isSent() || !setting.has(Safeguard.DRAIN);
      case MOVED -> true;
    };
  }

  private World acknowledged(World world, int g) {
    World next = world.copy();
    Gate gate = next.gates[g];
    if (gate.stray && !gate.strayOnTarget && setting.has(Safeguard.GATEWAY_FENCE)) {
      next.history = history.neverRuns(world, History.stray(g));
      gate.endStray();
    }
    gate.owes = false;
    gate.saying = true;
    gate.saidPhase = gate.phase;
    gate.saidHolds = gate.holds;
    return next;
  }

  private @Nullable World heard(World world, int g) {
    Gate gate = world.gates[g];
    Step step = steps.step(world.step);
    Phase phase = step.phase() == Phase.SLOWED ? Phase.TRACKED : step.phase();
    int holds = holds(step);
    boolean owes = steps.waitsFor(world.step, g);
    if (!gate.barred && gate.phase == phase && gate.holds == holds && gate.owes == owes) {
      return null;
    }
    World next = world.copy();
    next.gates[g].barred = false;
    next.gates[g].phase = phase;
    next.gates[g].holds = holds;
    next.gates[g].owes = owes;
    return next;
  }

  private static int holds(Step step) {
    if (step instanceof Step.Hold hold) {
      return hold.holds();
    }
    return step instanceof Step.Finish finish && finish.held() ? finish.holds() : 0;
  }

  private void faults(World world, int g, Sink sink) {
    if (steps.waitsFor(world.step, g)) {
      World next = setting.has(Safeguard.GATEWAY_FENCE) ? barred(world, g) : world.copy();
      next.step = steps.next(world.step, fenced[g]);
      sink.accept(Action.FENCE, g, next);
    }
    World next = barred(world, g);
    next.step = steps.next(world.step, RESUMED);
    sink.accept(Action.RESTART, g, next);
  }

  /** All connections of a gateway are killed on both nodes, and it gets no other. */
  private World barred(World world, int g) {
    World next = world.copy();
    Gate gate = next.gates[g];
    if (gate.op == Op.READ) {
      next.history = history.readEnds(next, g);
    } else if (gate.op == Op.WRITE) {
      next.history = history.neverRuns(next, g);
    }
    gate.end();
    if (gate.stray) {
      next.history = history.neverRuns(next, History.stray(g));
      gate.endStray();
    }
    gate.barred = true;
    gate.phase = Phase.DIRECT;
    gate.holds = 0;
    gate.owes = false;
    return next;
  }

  private void change(World world, Sink sink) {
    step(world, Action.CANCEL, CANCELLED, sink);
    step(world, Action.EXPIRE, EXPIRED, sink);
    Step step = steps.step(world.step);
    if (step.isOver()) {
      World next = world.copy();
      if (step.isCommitted()) {
        next.turnRound();
      }
      next.step = steps.first();
      next.accidents = 0;
      if (!setting.hazards().contains(Hazard.ACKNOWLEDGEMENT_OF_ANOTHER_CHANGE)) {
        for (Gate gate : next.gates) {
          gate.owes = false;
          gate.endSaying();
        }
      }
      sink.accept(Action.AGAIN, 0, next);
    }
  }

  private void step(World world, Action action, Event event, Sink sink) {
    int step = steps.next(world.step, event);
    if (step != world.step) {
      World next = world.copy();
      next.step = step;
      sink.accept(action, 0, next);
    }
  }
}

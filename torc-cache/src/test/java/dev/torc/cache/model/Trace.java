package dev.torc.cache.model;

import dev.torc.cache.coordination.Step;
import dev.torc.cache.model.Gate.Op;
import dev.torc.cache.model.Gate.Place;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A way through the model, in words. */
final class Trace {
  private final Steps steps;
  private final List<String> lines = new ArrayList<>();
  private @Nullable Action last;
  private boolean readLast;

  Trace(Steps steps) {
    this.steps = steps;
  }

  void begin(World world) {
    lines.add(
        "S has " + value(world.source) + ", D has " + value(world.target) + "; " + step(world));
  }

  void add(Action action, int g, World before, World after) {
    last = action;
    readLast = before.gates[g].op == Op.READ;
    String line = words(action, g, before, after);
    lines.add(before.step == after.step ? line : line + " => " + step(after));
  }

  boolean isEmpty() {
    return lines.isEmpty();
  }

  int length() {
    return lines.size();
  }

  /** Whether the last that happened was the answer to a read. */
  boolean endsWithARead() {
    return last == Action.RUN && readLast;
  }

  private String words(Action action, int g, World before, World after) {
    String name = Steps.NAMES.get(g);
    Gate was = before.gates[g];
    Gate is = after.gates[g];
    return switch (action) {
      case READ -> name + " reads, " + way(is);
      case SET, DELETE -> name + " writes " + value(is.value) + ", " + way(is);
      case RUN ->
          was.op == Op.READ
              ? name
                  + " has its answer from "
                  + node(was.place)
                  + ": "
                  + value(was.place == Place.TARGET ? before.target : before.source)
                  + (after.history.length == 0 ? ": WRONG" : "")
              : name
                  + "'s write of "
                  + value(was.value)
                  + " runs on "
                  + node(was.place)
                  + (was.recorded ? ", recorded" : "");
      case BREAK -> name + "'s connection breaks, its command is on the way";
      case RUN_STRAY ->
          name
              + "'s write of "
              + value(was.strayValue)
              + " runs at last on "
              + (was.strayOnTarget ? "D" : "S")
              + (was.strayRecorded ? ", recorded" : "");
      case HEAR -> name + " does as in " + is.phase + (is.owes ? ", owes an answer" : "");
      case ACKNOWLEDGE -> name + " acknowledges " + is.saidPhase + holds(is.saidHolds);
      case ACKNOWLEDGED -> "acknowledged by " + name + ": " + was.saidPhase + holds(was.saidHolds);
      case FENCE -> name + " is counted out";
      case RESTART -> name + " is started anew";
      case COPY -> copy(before, after);
      case REPLACE ->
          "another copier takes over"
              + (before.late == after.late
                  ? ""
                  : ", " + after.late + " of the former is on the way");
      case LATE ->
          "what a former copier sent arrives: "
              + before.late
              + (before.late == World.Late.RESTORE ? " of " + value(before.lateValue) : "");
      case EXPIRE -> "the hold took too long";
      case CANCEL -> "cancelled";
      case AGAIN ->
          steps.step(before.step).isCommitted() ? "the way back begins" : "another move begins";
    };
  }

  private static String copy(World before, World after) {
    return switch (before.task) {
      case WRITE -> "copier writes " + value(before.hand) + ": D has " + value(after.target);
      case END_ROUND -> "copier deletes the set of the round";
      case IDLE -> {
        if (after.task == World.Task.WRITE) {
          yield "copier reads " + value(after.hand) + " from S";
        }
        if (after.round && !before.round) {
          yield "copier takes the set of written keys for a round";
        }
        yield after.task == World.Task.IDLE ? "copier reports" : "copier works, then " + after.task;
      }
      default -> "copier reports: " + before.task;
    };
  }

  private static String holds(int holds) {
    return holds == 0 ? "" : " " + holds;
  }

  private static String way(Gate gate) {
    return "sent to " + node(gate.place) + (gate.recorded ? ", recorded" : "");
  }

  private static String node(Place place) {
    return place == Place.TARGET ? "D" : "S";
  }

  private static String value(int value) {
    return value == World.ABSENT ? "nothing" : "v" + value;
  }

  private String step(World world) {
    Step step = steps.step(world.step);
    return step.toString();
  }

  /** One line for everything that happened. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < lines.size(); i++) {
      text.append(i).append(". ").append(lines.get(i)).append('\n');
    }
    return text.toString();
  }
}

package dev.torc.gateway;

import static java.util.Comparator.comparing;

import dev.torc.cache.Resharding.Pace;
import dev.torc.cache.coordination.Change;
import dev.torc.cache.coordination.Move;
import dev.torc.cache.coordination.Step;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/** Writes a change of the ring as {@code docs/operations.md} says. */
final class ChangeJson {
  private static final double NANOS_PER_MILLI = 1e6;

  private ChangeJson() {}

  /** Writes the fields of a change; {@code pace} is that of the change that is made. */
  static void write(JsonGenerator json, Change change, Pace pace) {
    Change.Times times = change.times();
    json.writeNumberProperty("id", change.id());
    json.writeStringProperty("description", change.request().description());
    json.writeStringProperty("origin", JsonResponse.word(change.origin()));
    json.writeStringProperty("state", state(change));
    json.writeStringProperty("step", step(change, pace));
    json.writeBooleanProperty("reverting", change.status() == Change.Status.REVERTING);
    json.writeStringProperty("reason", change.reason());
    json.writeNumberProperty("submittedMillis", times.submitted());
    write(json, "startedMillis", times.started());
    write(json, "finishedMillis", times.finished());
    json.writeNumberProperty("epoch", change.epoch());
    json.writeNumberProperty("movedShare", change.movedShare());
    json.writeObjectPropertyStart("progress");
    writeProgress(json, change, change.status().isActive() ? pace : Pace.NONE);
    json.writeEndObject();
    json.writeArrayPropertyStart("moves");
    for (Move move : change.moves()) {
      json.writeStartObject();
      writeMove(json, move);
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private static void writeProgress(JsonGenerator json, Change change, Pace pace) {
    Move.Progress progress = change.progress();
    long expected = change.status().isOver() ? progress.keys() : pace.expectedKeys();
    json.writeNumberProperty("keys", progress.keys());
    json.writeNumberProperty("expectedKeys", expected);
    json.writeNumberProperty("bytes", progress.bytes());
    json.writeNumberProperty("keysPerSecond", pace.keysPerSecond());
    if (expected > 0 && pace.keysPerSecond() > 0) {
      json.writeNumberProperty(
          "remainingSeconds", Math.max(0, expected - progress.keys()) / pace.keysPerSecond());
    } else {
      json.writeNullProperty("remainingSeconds");
    }
    json.writeNumberProperty("moved", progress.moved());
  }

  private static void writeMove(JsonGenerator json, Move move) {
    Move.Progress progress = move.progress();
    json.writeNumberProperty("from", move.from());
    json.writeNumberProperty("to", move.to());
    json.writeNumberProperty("share", move.share());
    json.writeStringProperty("step", word(move.step()));
    json.writeNumberProperty("keys", progress.keys());
    json.writeNumberProperty("bytes", progress.bytes());
    json.writeNumberProperty("rounds", progress.rounds());
    if (progress.heldNanos() == 0) {
      json.writeNullProperty("holdMillis");
    } else {
      json.writeNumberProperty("holdMillis", progress.heldNanos() / NANOS_PER_MILLI);
    }
    json.writeNumberProperty("holds", progress.holds());
  }

  private static void write(JsonGenerator json, String name, @Nullable Long value) {
    if (value == null) {
      json.writeNullProperty(name);
    } else {
      json.writeNumberProperty(name, value);
    }
  }

  private static String state(Change change) {
    return change.status().isActive() ? "running" : JsonResponse.word(change.status());
  }

  /** That of the first move that is being made; those that wait for their turn say little. */
  private static String step(Change change, Pace pace) {
    if (change.status().isOver()) {
      return "done";
    }
    if (change.status() == Change.Status.QUEUED) {
      return "waiting";
    }
    Step first =
        change.moves().stream()
            .map(Move::step)
            .filter(step -> !step.isOver())
            .min(comparing(step -> step instanceof Step.Ready))
            .orElseGet(Step.Done::new);
    boolean counted = pace.expectedKeys() > 0;
    return first instanceof Step.Purge && !counted ? "checking" : word(first);
  }

  /** What a step is called; a move whose turn has not come waits. */
  private static String word(Step step) {
    return step instanceof Step.Ready ? "waiting" : step.word();
  }
}

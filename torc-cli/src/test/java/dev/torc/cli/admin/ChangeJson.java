package dev.torc.cli.admin;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.json.JsonMapper;

/** A change as a gateway writes it: one that copies, and with other fields on demand. */
public final class ChangeJson {
  private final Map<String, @Nullable Object> fields = new LinkedHashMap<>();

  /** A running one. */
  public ChangeJson() {
    fields.put("id", 3);
    fields.put("description", "add node 3 (127.0.0.1:7004)");
    fields.put("origin", "command");
    fields.put("state", "running");
    fields.put("step", "copy");
    fields.put("reverting", false);
    fields.put("reason", null);
    fields.put("submittedMillis", 1_790_000_000_000L);
    fields.put("startedMillis", 1_790_000_000_100L);
    fields.put("finishedMillis", null);
    fields.put("epoch", 9);
    fields.put("movedShare", 0.25);
    fields.put("progress", progress(12_000, 25_000, 0.3, 11_980));
    fields.put(
        "moves", List.of(move(0, "done", 7.25), move(1, "catch-up", 3.0), move(2, "copy", null)));
    fields.put("later", "what only a newer gateway says");
  }

  /** One that took 1.2 s and moved 25 012 keys. */
  public static ChangeJson committed() {
    return new ChangeJson()
        .with("state", "committed")
        .with("step", "done")
        .with("finishedMillis", 1_790_000_001_345L)
        .with("progress", progress(25_100, 25_000, null, 25_012));
  }

  /** One that ended otherwise. */
  public static ChangeJson ended(String state, @Nullable String reason) {
    return committed().with("state", state).with("reason", reason);
  }

  public ChangeJson with(String field, @Nullable Object value) {
    fields.put(field, value);
    return this;
  }

  /** What was done so far. */
  public static Map<String, @Nullable Object> progress(
      long keys, long expectedKeys, @Nullable Double remainingSeconds, long moved) {
    Map<String, @Nullable Object> progress = new LinkedHashMap<>();
    progress.put("keys", keys);
    progress.put("expectedKeys", expectedKeys);
    progress.put("bytes", 912_345);
    progress.put("keysPerSecond", 41_000.4);
    progress.put("remainingSeconds", remainingSeconds);
    progress.put("moved", moved);
    return progress;
  }

  private static Map<String, @Nullable Object> move(
      int from, String step, @Nullable Double holdMillis) {
    Map<String, @Nullable Object> move = new LinkedHashMap<>();
    move.put("from", from);
    move.put("to", 3);
    move.put("share", 0.0833);
    move.put("step", step);
    move.put("keys", 8000);
    move.put("bytes", 300_000);
    move.put("rounds", 1);
    move.put("holdMillis", holdMillis);
    move.put("holds", holdMillis == null ? 0 : 1);
    return move;
  }

  /** The change as this program reads it. */
  public Change change() {
    return JsonMapper.builder()
        .enable(MapperFeature.ACCEPT_CASE_INSENSITIVE_ENUMS)
        .build()
        .readValue(toString(), Change.class);
  }

  @Override
  public String toString() {
    return JsonMapper.shared().writeValueAsString(fields);
  }
}

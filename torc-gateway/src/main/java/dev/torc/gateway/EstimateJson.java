package dev.torc.gateway;

import dev.torc.cache.Estimate;
import java.util.OptionalDouble;
import tools.jackson.core.JsonGenerator;

/** Writes what a change would do, as {@code docs/operations.md} says. */
final class EstimateJson {
  private static final double MILLIS_PER_SECOND = 1000;

  private EstimateJson() {}

  /** Writes the fields of an estimate. */
  static void write(JsonGenerator json, Estimate estimate) {
    json.writeStringProperty("description", estimate.description());
    json.writeNumberProperty("movedShare", estimate.movedShare());
    json.writeNumberProperty("keys", estimate.keys());
    json.writeNumberProperty("lostKeys", estimate.lostKeys());
    json.writeNumberProperty("bytes", estimate.bytes());
    json.writeBooleanProperty("exact", estimate.exact());
    json.writeNumberProperty("seconds", estimate.duration().toMillis() / MILLIS_PER_SECOND);
    json.writeNumberProperty("keysPerSecond", estimate.rate().keysPerSecond());
    json.writeStringProperty("rate", JsonResponse.word(estimate.rate().basis()));
    json.writeObjectPropertyStart("maxToAverage");
    write(json, "before", estimate.maxToAverageBefore());
    write(json, "after", estimate.maxToAverageAfter());
    json.writeEndObject();
    json.writeArrayPropertyStart("nodes");
    estimate.nodes().forEach(node -> write(json, node));
    json.writeEndArray();
    json.writeArrayPropertyStart("moves");
    estimate.moves().forEach(move -> write(json, move));
    json.writeEndArray();
    json.writeArrayPropertyStart("warnings");
    estimate.warnings().forEach(json::writeString);
    json.writeEndArray();
  }

  private static void write(JsonGenerator json, String name, OptionalDouble value) {
    if (value.isPresent()) {
      json.writeNumberProperty(name, value.getAsDouble());
    } else {
      json.writeNullProperty(name);
    }
  }

  private static void write(JsonGenerator json, Estimate.NodeFigures node) {
    json.writeStartObject();
    json.writeNumberProperty("index", node.index());
    json.writeStringProperty("name", node.name());
    json.writeStringProperty("address", node.address());
    json.writeNumberProperty("shareBefore", node.shareBefore());
    json.writeNumberProperty("shareAfter", node.shareAfter());
    json.writeNumberProperty("keysBefore", node.keysBefore());
    json.writeNumberProperty("keysAfter", node.keysAfter());
    json.writeEndObject();
  }

  private static void write(JsonGenerator json, Estimate.Flow move) {
    json.writeStartObject();
    json.writeNumberProperty("from", move.from());
    json.writeNumberProperty("to", move.to());
    json.writeNumberProperty("share", move.share());
    json.writeBooleanProperty("lost", move.lost());
    json.writeNumberProperty("keys", move.keys());
    json.writeNumberProperty("bytes", move.bytes());
    json.writeEndObject();
  }
}

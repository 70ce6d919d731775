package dev.torc.gateway;

import static io.netty.handler.codec.http.HttpResponseStatus.NOT_FOUND;
import static io.netty.handler.codec.http.HttpResponseStatus.OK;
import static io.netty.handler.codec.http.HttpResponseStatus.SERVICE_UNAVAILABLE;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.torc.cache.NodeStatus;
import dev.torc.cache.Observation;
import dev.torc.http.Responses;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * {@code /healthz} (the process answers), {@code /readyz} (it takes requests, and at least one node
 * is there) and {@code /metrics} (Prometheus text format).
 */
final class HealthPages {
  private static final String METRICS_TYPE = "text/plain; version=0.0.4; charset=utf-8";

  private final Supplier<Observation> nodes;
  private final Supplier<String> metrics;
  private final BooleanSupplier draining;

  HealthPages(Supplier<Observation> nodes, Supplier<String> metrics, BooleanSupplier draining) {
    this.nodes = nodes;
    this.metrics = metrics;
    this.draining = draining;
  }

  FullHttpResponse respond(String path) {
    return switch (path) {
      case "/healthz" -> Responses.text(OK, "ok\n");
      case "/readyz" -> readiness();
      case "/metrics" -> Responses.of(OK, METRICS_TYPE, metrics.get().getBytes(UTF_8));
      default ->
          Responses.problem(
              NOT_FOUND,
              "path: " + path + " (expected: /healthz, /readyz, /metrics, /nodes or /changes)");
    };
  }

  private FullHttpResponse readiness() {
    Observation observation = nodes.get();
    String status =
        draining.getAsBoolean()
            ? "draining"
            : observation.available() == 0 ? "no node is available" : "ready";
    HttpResponseStatus code = status.equals("ready") ? OK : SERVICE_UNAVAILABLE;
    return JsonResponse.of(
        code,
        json -> {
          json.writeStringProperty("status", status);
          json.writeArrayPropertyStart("nodes");
          for (NodeStatus node : observation.nodes()) {
            json.writeStartObject();
            json.writeNumberProperty("index", node.node().index());
            json.writeStringProperty("name", node.node().name());
            json.writeStringProperty("address", node.node().hostAndPort());
            json.writeStringProperty("state", JsonResponse.word(node.state()));
            json.writeNumberProperty("keys", node.keys());
            json.writeEndObject();
          }
          json.writeEndArray();
        });
  }
}

package dev.torc.gateway;

import static io.netty.handler.codec.http.HttpHeaderNames.ALLOW;
import static io.netty.handler.codec.http.HttpResponseStatus.METHOD_NOT_ALLOWED;
import static io.netty.handler.codec.http.HttpResponseStatus.NOT_FOUND;
import static io.netty.handler.codec.http.HttpResponseStatus.OK;
import static io.netty.handler.codec.http.HttpResponseStatus.SERVICE_UNAVAILABLE;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.torc.cache.NodeStatus;
import dev.torc.cache.Observation;
import dev.torc.http.HttpHandler;
import dev.torc.http.Request;
import dev.torc.http.Responses;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.io.ByteArrayOutputStream;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import tools.jackson.core.JsonEncoding;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/**
 * The admin listener: {@code /healthz} (the process answers), {@code /readyz} (it takes requests,
 * and at least one node is there) and {@code /metrics} (Prometheus text format).
 */
final class AdminHandler implements HttpHandler {
  private static final JsonFactory JSON = new JsonFactory();
  private static final String METRICS_TYPE = "text/plain; version=0.0.4; charset=utf-8";

  private final Supplier<Observation> nodes;
  private final Supplier<String> metrics;
  private final BooleanSupplier draining;

  AdminHandler(Supplier<Observation> nodes, Supplier<String> metrics, BooleanSupplier draining) {
    this.nodes = nodes;
    this.metrics = metrics;
    this.draining = draining;
  }

  @Override
  public long maxBodyBytes(HttpRequest head) {
    return 0;
  }

  @Override
  public CompletionStage<FullHttpResponse> handle(Request request) {
    return CompletableFuture.completedFuture(respond(request));
  }

  private FullHttpResponse respond(Request request) {
    HttpMethod method = request.method();
    if (!method.equals(HttpMethod.GET) && !method.equals(HttpMethod.HEAD)) {
      FullHttpResponse response =
          Responses.problem(METHOD_NOT_ALLOWED, "method: " + method + " (expected: GET, HEAD)");
      response.headers().set(ALLOW, "GET, HEAD");
      return response;
    }
    int query = request.target().indexOf('?');
    String path = query < 0 ? request.target() : request.target().substring(0, query);
    return switch (path) {
      case "/healthz" -> Responses.text(OK, "ok\n");
      case "/readyz" -> readiness();
      case "/metrics" -> Responses.of(OK, METRICS_TYPE, metrics.get().getBytes(UTF_8));
      default ->
          Responses.problem(
              NOT_FOUND, "path: " + path + " (expected: /healthz, /readyz or /metrics)");
    };
  }

  private FullHttpResponse readiness() {
    Observation observation = nodes.get();
    String status =
        draining.getAsBoolean()
            ? "draining"
            : observation.available() == 0 ? "no node is available" : "ready";
    HttpResponseStatus code = status.equals("ready") ? OK : SERVICE_UNAVAILABLE;
    return Responses.of(code, Responses.JSON, json(status, observation));
  }

  private static byte[] json(String status, Observation observation) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (JsonGenerator json =
        JSON.createGenerator(ObjectWriteContext.empty(), out, JsonEncoding.UTF8)) {
      json.writeStartObject();
      json.writeStringProperty("status", status);
      json.writeArrayPropertyStart("nodes");
      for (NodeStatus node : observation.nodes()) {
        json.writeStartObject();
        json.writeNumberProperty("index", node.node().index());
        json.writeStringProperty("name", node.node().name());
        json.writeStringProperty("address", node.node().hostAndPort());
        json.writeStringProperty("state", node.state().name().toLowerCase(Locale.ROOT));
        json.writeNumberProperty("keys", node.keys());
        json.writeEndObject();
      }
      json.writeEndArray();
      json.writeEndObject();
    }
    return out.toByteArray();
  }
}

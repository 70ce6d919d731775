package dev.torc.bench.torture;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The gateway's admin API. A gateway that is down, stopped or slow is an {@link IOException}. Safe
 * for use by any number of threads.
 */
final class AdminClient implements AutoCloseable {
  private static final Duration TIMEOUT = Duration.ofSeconds(2);
  private static final JsonMapper JSON = JsonMapper.shared();

  private final HttpClient http = HttpClient.newBuilder().connectTimeout(TIMEOUT).build();
  private final String base;

  AdminClient(InetSocketAddress address) {
    this.base = "http://" + address.getHostString() + ":" + address.getPort();
  }

  /** The state of a change that was submitted. */
  record Change(long id, String state, String step, @Nullable String reason) {

    /** Whether nothing more happens to it. */
    boolean isFinished() {
      return state.equals("committed") || state.equals("cancelled") || state.equals("failed");
    }
  }

  /**
   * The answer to a change.
   *
   * @param id of the change, {@code null} if it was refused
   * @param detail why it was refused, else empty
   */
  record Submission(int status, @Nullable Long id, String detail) {}

  /** The nodes' addresses by their indices. */
  Map<Integer, String> addresses() throws IOException, InterruptedException {
    Map<Integer, String> addresses = new HashMap<>();
    for (JsonNode node : read(send("GET", "/nodes", null)).get("nodes")) {
      addresses.put(node.get("index").asInt(), node.get("address").asString());
    }
    return addresses;
  }

  /** Hands in a change. */
  Submission submit(Map<String, Object> change) throws IOException, InterruptedException {
    HttpResponse<String> response = send("POST", "/changes", JSON.writeValueAsString(change));
    String location = response.headers().firstValue("Location").orElse("");
    return response.statusCode() == 202
        ? new Submission(202, Long.valueOf(location.substring(location.lastIndexOf('/') + 1)), "")
        : new Submission(response.statusCode(), null, response.body());
  }

  /** All changes that the gateway still knows, oldest first. */
  List<Change> changes() throws IOException, InterruptedException {
    List<Change> changes = new ArrayList<>();
    for (JsonNode change : read(send("GET", "/changes", null)).get("changes")) {
      changes.add(change(change));
    }
    return changes;
  }

  /** One change; {@code null} if the gateway does not know it. */
  @Nullable Change change(long id) throws IOException, InterruptedException {
    HttpResponse<String> response = send("GET", "/changes/" + id, null);
    return response.statusCode() == 404 ? null : change(read(response));
  }

  /** Asks to go back to the ring before; nothing if the change has finished. */
  void cancel(long id) throws IOException, InterruptedException {
    HttpResponse<String> _ = send("DELETE", "/changes/" + id, null);
  }

  private static Change change(JsonNode node) {
    JsonNode reason = node.get("reason");
    return new Change(
        node.get("id").asLong(),
        node.get("state").asString(),
        node.get("step").asString(),
        reason == null || reason.isNull() ? null : reason.asString());
  }

  private static JsonNode read(HttpResponse<String> response) throws IOException {
    if (response.statusCode() != 200) {
      throw new IOException(
          response.uri() + ": " + response.statusCode() + " (expected: 200): " + response.body());
    }
    return JSON.readTree(response.body());
  }

  private HttpResponse<String> send(String method, String path, @Nullable String body)
      throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(base + path))
            .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
            .timeout(TIMEOUT)
            .build();
    return http.send(request, BodyHandlers.ofString());
  }

  @Override
  public void close() {
    http.shutdownNow();
  }
}

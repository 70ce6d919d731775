package dev.torc.gateway;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.torc.testkit.RawHttp;
import dev.torc.testkit.RedisProcess;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Health and metrics. */
final class AdminTest {
  private final RedisProcess first = RedisProcess.started();
  private final RedisProcess second = RedisProcess.started();
  private final TestGateway gateway = TestGateway.over("", first, second);

  @AfterEach
  void close() {
    gateway.close();
    first.close();
    second.close();
  }

  @Test
  void saysThatItIsReady() {
    RawHttp.Response health = gateway.admin("GET", "/healthz");
    assertThat(health.status()).isEqualTo(200);
    assertThat(health.body()).isEqualTo("ok\n");
    RawHttp.Response ready = gateway.admin("GET", "/readyz?verbose");
    assertThat(ready.status()).isEqualTo(200);
    assertThat(ready.header("Content-Type")).isEqualTo("application/json");
    assertThat(ready.body())
        .isEqualTo(
            "{\"status\":\"ready\",\"nodes\":["
                + "{\"index\":0,\"name\":\"n0\",\"address\":\"%s\",\"state\":\"up\",\"keys\":0},"
                    .formatted(hostAndPort(first))
                + "{\"index\":1,\"name\":\"n1\",\"address\":\"%s\",\"state\":\"up\",\"keys\":0}]}"
                    .formatted(hostAndPort(second)));
  }

  private static String hostAndPort(RedisProcess server) {
    return "127.0.0.1:" + server.address().getPort();
  }

  @Test
  void isReadyWhileOneNodeIsThere() {
    first.kill();
    await()
        .atMost(10, SECONDS)
        .until(() -> gateway.admin("GET", "/readyz").body().contains("\"state\":\"down\""));
    assertThat(gateway.admin("GET", "/readyz").status()).isEqualTo(200);
    second.kill();
    await().atMost(10, SECONDS).until(() -> gateway.admin("GET", "/readyz").status() == 503);
    assertThat(gateway.admin("GET", "/readyz").body())
        .startsWith("{\"status\":\"no node is available\"");
    assertThat(gateway.admin("GET", "/healthz").status()).isEqualTo(200);
    assertThat(metric("torc_nodes_available ")).isEqualTo("0.0");
    second.start();
    await().atMost(10, SECONDS).until(() -> gateway.admin("GET", "/readyz").status() == 200);
  }

  @Test
  void isNotReadyWhileItDrains() throws IOException {
    CompletableFuture<Void> drained;
    try (RawHttp busy = gateway.connect()) {
      // Half a request keeps the gateway from ending.
      busy.send("POST /k HTTP/1.1\r\nHost: h\r\nContent-Length: 13\r\n\r\n{\"value\"");
      assertThat(gateway.get("/k").status()).isEqualTo(404);
      drained = CompletableFuture.runAsync(gateway.gateway()::drain);
      await().atMost(5, SECONDS).until(() -> gateway.admin("GET", "/readyz").status() == 503);
      assertThat(gateway.admin("GET", "/readyz").body()).startsWith("{\"status\":\"draining\"");
      assertThat(gateway.admin("GET", "/healthz").status()).isEqualTo(200);
      assertThat(drained).isNotDone();
      assertThat(busy.send(":\"v\"}").response().status()).isEqualTo(201);
    }
    assertThat(drained).succeedsWithin(Duration.ofSeconds(10));
  }

  @Test
  void measuresWhatItDoes() {
    String ofFirst = "/" + TestGateway.keyOf(0, 2);
    for (int i = 0; i < 3; i++) {
      assertThat(gateway.post(ofFirst, "v").status()).isEqualTo(201);
    }
    assertThat(gateway.get(ofFirst).status()).isEqualTo(200);
    assertThat(gateway.call("GET", "/", "").status()).isEqualTo(400);
    assertThat(gateway.call("BREW", "/k", "").status()).isEqualTo(405);
    await()
        .atMost(5, SECONDS)
        .untilAsserted(() -> {
          assertThat(requests("POST", 201)).isEqualTo("3");
          assertThat(requests("GET", 200)).isEqualTo("1");
          assertThat(requests("GET", 400)).isEqualTo("1");
          assertThat(requests("other", 405)).isEqualTo("1");
          assertThat(metric("torc_node_keys{name=\"n0\",node=\"0\"} ")).isEqualTo("1.0");
          assertThat(metric("torc_http_connections{listener=\"cache\"} ")).isEqualTo("0.0");
        });
    assertThat(operations("set", "served")).isEqualTo("3");
    assertThat(operations("get", "served")).isEqualTo("1");
    assertThat(metric("torc_node_keys{name=\"n1\",node=\"1\"} ")).isEqualTo("0.0");
    assertThat(metric("torc_node_up{name=\"n1\",node=\"1\"} ")).isEqualTo("1.0");
    assertThat(metric("torc_nodes_available ")).isEqualTo("2.0");
    assertThat(metric("torc_ring_epoch ")).isEqualTo("1.0");
    assertThat(metric("torc_ring_points ")).isEqualTo("320.0");
    double shares =
        Double.parseDouble(metric("torc_ring_share{name=\"n0\",node=\"0\"} "))
            + Double.parseDouble(metric("torc_ring_share{name=\"n1\",node=\"1\"} "));
    assertThat(shares).isBetween(1 - 1e-9, 1 + 1e-9);
    assertThat(Double.parseDouble(metric("torc_node_memory_used_bytes{name=\"n0\",node=\"0\"} ")))
        .isGreaterThan(100_000);
    assertThat(metric("torc_node_evicted_keys{name=\"n0\",node=\"0\"} ")).isEqualTo("0.0");
    assertThat(Double.parseDouble(metric("torc_node_poll_seconds{name=\"n0\",node=\"0\"} ")))
        .isBetween(1e-6, 1.0);
    assertThat(gateway.admin("GET", "/metrics").body()).contains("jvm_memory_used_bytes");
  }

  @ParameterizedTest
  @CsvSource({
    "DELETE, /nodes, 'GET, HEAD'",
    "DELETE, /changes, 'GET, HEAD, POST'",
    "POST, /changes/1, 'GET, HEAD, DELETE'",
  })
  void saysWhatCanBeDone(String method, String target, String allowed) {
    RawHttp.Response response = gateway.admin(method, target);
    assertThat(response.status()).isEqualTo(405);
    assertThat(response.header("Allow")).isEqualTo(allowed);
  }

  @Test
  void takesNoLongBody() {
    assertThat(gateway.admin("POST", "/changes", " ".repeat(64 << 10)).status()).isEqualTo(400);
    assertThat(gateway.admin("POST", "/changes", " ".repeat((64 << 10) + 1)).status())
        .isEqualTo(413);
    assertThat(gateway.admin("DELETE", "/changes/1", "{}").status()).isEqualTo(413);
  }

  private String requests(String method, int status) {
    return metric(
        "torc_http_requests_seconds_count{listener=\"cache\",method=\"%s\",status=\"%d\"} "
            .formatted(method, status));
  }

  private String operations(String operation, String outcome) {
    return metric(
        "torc_cache_operations_seconds_count{node=\"0\",operation=\"%s\",outcome=\"%s\"} "
            .formatted(operation, outcome));
  }

  /** The value after the name and labels, empty if there is none. */
  private String metric(String nameAndLabels) {
    RawHttp.Response response = gateway.admin("GET", "/metrics");
    assertThat(response.status()).isEqualTo(200);
    assertThat(response.header("Content-Type"))
        .isEqualTo("text/plain; version=0.0.4; charset=utf-8");
    return response
        .body()
        .lines()
        .filter(line -> line.startsWith(nameAndLabels))
        .map(line -> line.substring(nameAndLabels.length()))
        .findFirst()
        .orElse("");
  }

  @Test
  void aRingOfTenNodesHasItsSharesUnderTheRightNames() {
    // By name "n10" comes before "n2": what goes by position on the ring is not by index.
    StringBuilder nodes = new StringBuilder("nodes: {static: [");
    for (int i = 0; i < 11; i++) {
      int port = 1 + i; // Nobody listens there.
      nodes.append("{address: \"127.0.0.1:%d\", name: n%d, weight: %d},".formatted(port, i, i));
    }
    try (TestGateway many = TestGateway.started(nodes + "]}")) {
      String metrics = many.admin("GET", "/metrics").body();
      for (int i = 0; i < 11; i++) {
        String prefix = "torc_ring_share{name=\"n%d\",node=\"%d\"} ".formatted(i, i);
        double share =
            metrics
                .lines()
                .filter(line -> line.startsWith(prefix))
                .mapToDouble(line -> Double.parseDouble(line.substring(prefix.length())))
                .findFirst()
                .orElseThrow();
        assertThat(share).isBetween(0.6 * i / 55, 1.5 * i / 55);
      }
      RawHttp.Response response = many.get("/k");
      assertThat(response.header("X-CacheServer-Indexes")).isEqualTo("1,2,3,4,5,6,7,8,9,10");
      assertThat(response.header("X-CacheServer-Count")).isEqualTo("0");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "GET, /, 404",
    "GET, /k, 404",
    "GET, /healthz/, 404",
    "POST, /healthz, 405",
    "DELETE, /k, 405",
    "HEAD, /healthz, 200",
    "HEAD, /metrics, 200",
    "HEAD, /nodes, 200",
    "HEAD, /changes, 200",
    "GET, /changes?x, 200",
    "GET, /changes/, 404",
    "GET, /changes/1, 404",
    "DELETE, /changes/1, 404",
    "DELETE, /changes/x, 404",
    "GET, /nodes/0, 404",
  })
  void answersNothingElse(String method, String target, int status) {
    RawHttp.Response response = gateway.admin(method, target);
    assertThat(response.status()).isEqualTo(status);
    assertThat(response.header("Allow")).isEqualTo(status == 405 ? "GET, HEAD" : null);
    assertThat(response.header("X-CacheServer-Count")).isNull();
  }
}

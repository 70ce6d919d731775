package dev.torc.gateway;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import dev.torc.http.BindException;
import dev.torc.testkit.RawHttp;
import dev.torc.testkit.RedisProcess;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Nodes that die, stop and fill up, seen through the gateway. */
final class GatewayFailureTest {
  private final List<AutoCloseable> open = new ArrayList<>();

  @AfterEach
  void closeAll() throws Exception {
    for (AutoCloseable part : open.reversed()) {
      part.close();
    }
  }

  private RedisProcess redis(String... options) {
    RedisProcess redis = RedisProcess.started(options);
    open.add(redis);
    return redis;
  }

  private TestGateway gateway(String yaml, RedisProcess... servers) {
    TestGateway gateway = TestGateway.over(yaml, servers);
    open.add(gateway);
    return gateway;
  }

  private static void assertUnavailable(RawHttp.Response response, String index) {
    assertThat(response.status()).isEqualTo(503);
    assertThat(response.header("Content-Type")).isEqualTo("application/problem+json");
    assertThat(response.header("Retry-After")).isEqualTo("1");
    assertThat(response.header("X-CacheServer-Index")).isEqualTo(index);
    assertThat(response.body())
        .contains("\"status\":503")
        .contains("node " + index + " is not available; a write may or may not have happened");
  }

  @Test
  void aNodeThatDiesFailsItsKeysOnlyAndComesBack() {
    RedisProcess lost = redis();
    RedisProcess kept = redis();
    TestGateway gateway = gateway("", lost, kept);
    String ofLost = "/" + TestGateway.keyOf(0, 2);
    String ofKept = "/" + TestGateway.keyOf(1, 2);
    assertThat(gateway.post(ofLost, "v").status()).isEqualTo(201);
    assertThat(gateway.post(ofKept, "v").status()).isEqualTo(201);
    lost.kill();
    await().atMost(5, SECONDS).until(() -> gateway.get(ofLost).status() == 503);
    assertUnavailable(gateway.get(ofLost), "0");
    assertUnavailable(gateway.post(ofLost, "w"), "0");
    assertUnavailable(gateway.call("PUT", ofLost, "w"), "0");
    assertUnavailable(gateway.call("DELETE", ofLost, ""), "0");
    assertThat(gateway.call("HEAD", ofLost, "").status()).isEqualTo(503);
    assertThat(gateway.get(ofKept).body()).isEqualTo("{\"value\":\"v\"}");
    await()
        .atMost(10, SECONDS)
        .until(() -> "1".equals(gateway.get(ofKept).header("X-CacheServer-Count")));
    RawHttp.Response meanwhile = gateway.get(ofKept);
    assertThat(meanwhile.header("X-CacheServer-Indexes")).isEqualTo("0,1");
    assertThat(meanwhile.header("X-Ring-Distribution")).endsWith(",1:1");
    lost.start();
    // Not at once for all clients: each event loop has a connection of its own.
    await().atMost(10, SECONDS).until(() -> gateway.post(ofLost, "again").status() == 201);
    await()
        .atMost(10, SECONDS)
        .until(() -> "2".equals(gateway.get(ofLost).header("X-CacheServer-Count")));
    await()
        .atMost(10, SECONDS)
        .until(() -> "0:1,1:1".equals(gateway.get(ofLost).header("X-Ring-Distribution")));
  }

  @Test
  void aNodeThatIsNotThereAtTheStartIsReachedLater() {
    RedisProcess late = redis();
    RedisProcess there = redis();
    late.kill();
    TestGateway gateway = gateway("", late, there);
    String ofLate = "/" + TestGateway.keyOf(0, 2);
    RawHttp.Response first = gateway.get(ofLate);
    assertUnavailable(first, "0");
    assertThat(first.header("X-CacheServer-Count")).isEqualTo("1");
    assertThat(gateway.get("/" + TestGateway.keyOf(1, 2)).status()).isEqualTo(404);
    late.start();
    await().atMost(10, SECONDS).until(() -> gateway.post(ofLate, "v").status() == 201);
    await().atMost(10, SECONDS).until(() -> gateway.get(ofLate).status() == 200);
  }

  @Test
  void aNodeThatIsSilentTimesOutAndGoesOn() {
    RedisProcess server = redis();
    TestGateway gateway = gateway("timeouts: {nodeCommand: 200ms}", server);
    assertThat(gateway.post("/k", "v").status()).isEqualTo(201);
    server.pause();
    RawHttp.Response response = gateway.get("/k");
    assertThat(response.status()).isEqualTo(504);
    assertThat(response.header("Content-Type")).isEqualTo("application/problem+json");
    assertThat(response.header("X-CacheServer-Index")).isEqualTo("0");
    assertThat(response.body()).contains("node 0 did not answer in time");
    server.resume();
    await().atMost(10, SECONDS).until(() -> "{\"value\":\"v\"}".equals(gateway.get("/k").body()));
  }

  @Test
  void aNodeThatIsFullRefusesWritesAndServesReads() {
    TestGateway gateway =
        gateway("", redis("--maxmemory", "3mb", "--maxmemory-policy", "noeviction"));
    String value = "x".repeat(100_000);
    List<String> stored = new ArrayList<>();
    RawHttp.Response response = gateway.post("/k0", value);
    while (response.status() == 201 && stored.size() < 100) {
      stored.add("/k" + stored.size());
      response = gateway.post("/k" + stored.size(), value);
    }
    assertThat(response.status()).isEqualTo(507);
    assertThat(response.header("Content-Type")).isEqualTo("application/problem+json");
    assertThat(response.body()).contains("node 0 has no memory for another value");
    assertThat(stored).isNotEmpty();
    assertThat(gateway.call("PUT", "/raw", value).status()).isEqualTo(507);
    assertThat(gateway.get("/raw").status()).isEqualTo(404);
    for (String key : stored) {
      assertThat(gateway.get(key).body()).isEqualTo("{\"value\":\"" + value + "\"}");
    }
    assertThat(gateway.call("DELETE", stored.getFirst(), "").status()).isEqualTo(204);
    await().atMost(5, SECONDS).until(() -> gateway.post("/k0", value).status() == 201);
  }

  @Test
  void moreThanMayWaitForANodeIsRefused() throws IOException {
    RedisProcess server = redis();
    TestGateway gateway = gateway("limits: {maxPendingCommands: 1}", server);
    assertThat(gateway.get("/k").status()).isEqualTo(404);
    server.pause();
    // One for each event loop, and one more.
    int requests = Runtime.getRuntime().availableProcessors() + 1;
    List<RawHttp> clients = new ArrayList<>();
    for (int i = 0; i < requests; i++) {
      RawHttp client = gateway.connect();
      open.add(client);
      clients.add(client.request("GET", "/k", ""));
    }
    List<RawHttp.Response> responses = new ArrayList<>();
    for (RawHttp client : clients) {
      responses.add(client.response());
    }
    server.resume();
    assertThat(responses)
        .anySatisfy(response -> {
          assertThat(response.status()).isEqualTo(429);
          assertThat(response.header("Retry-After")).isEqualTo("1");
          assertThat(response.body()).contains("nothing was sent to it");
        });
    assertThat(responses).extracting(RawHttp.Response::status).containsOnly(429, 504);
  }

  @Test
  void aPortInUseEndsTheStartAndLeavesNothing() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Set<Long> before = descendants();
      CacheConfig free = TestGateway.config("nodes: {embedded: 1}");
      CacheConfig inUse = free.withPort(taken.getLocalPort());
      assertThatExceptionOfType(BindException.class)
          .isThrownBy(() -> Gateway.start(inUse, TestGateway.adminOnFreePort()))
          .withMessageContaining("127.0.0.1:" + taken.getLocalPort());
      AdminConfig adminInUse = new AdminConfig("127.0.0.1", taken.getLocalPort(), null);
      assertThatExceptionOfType(BindException.class)
          .isThrownBy(() -> Gateway.start(free, adminInUse));
      assertThat(descendants()).isEqualTo(before);
      await().atMost(5, SECONDS).until(() -> eventLoops().isEmpty());
    }
  }

  private static Set<Long> descendants() {
    return ProcessHandle.current()
        .descendants()
        .map(ProcessHandle::pid)
        .collect(Collectors.toSet());
  }

  private static List<String> eventLoops() {
    return Thread.getAllStackTraces().keySet().stream()
        .map(Thread::getName)
        .filter(name -> name.startsWith("torc-"))
        // Shared by all caches of the process; they end when they have had no work for a minute.
        .filter(name -> !name.equals("torc-host-lookup"))
        .toList();
  }
}

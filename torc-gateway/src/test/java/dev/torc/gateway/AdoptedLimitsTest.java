package dev.torc.gateway;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.torc.testkit.RawHttp;
import dev.torc.testkit.RedisProcess;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What clients may ask for changes while the gateway runs. */
@SuppressWarnings("NullAway.Init") // JUnit calls the set-up.
final class AdoptedLimitsTest {
  private RedisProcess redis;
  private TestGateway gateway;
  private RawHttp open;

  @BeforeEach
  void start() throws IOException {
    redis = RedisProcess.started();
    gateway =
        TestGateway.over("limits: {maxKeyBytes: 10, maxValueBytes: 1000}\n" + TIMEOUTS, redis);
    open = gateway.connect();
  }

  @AfterEach
  void end() throws IOException {
    open.close();
    gateway.close();
    redis.close();
  }

  private static final String TIMEOUTS = "timeouts: {nodeCommand: 30s, keepAlive: 1h}\n";

  private void adopt(String limits) {
    gateway
        .gateway()
        .follow(
            TestGateway.config("limits: {" + limits + "}\n" + TIMEOUTS + TestGateway.nodes(redis)));
  }

  private RawHttp.Response onOpen(String method, String target, String body) throws IOException {
    return open.request(method, target, body).response();
  }

  private static String key(int bytes) {
    return "/" + "k".repeat(bytes);
  }

  private static String json(int bytes) {
    return "{\"value\":\"" + "x".repeat(bytes) + "\"}";
  }

  @Test
  void theLongestKeyIsRaisedAndLowered() throws IOException {
    assertThat(onOpen("PUT", key(10), "v").status()).isEqualTo(201);
    assertThat(onOpen("PUT", key(11), "v").status()).isEqualTo(400);
    adopt("maxKeyBytes: 8000");
    assertThat(onOpen("PUT", key(11), "v").status()).isEqualTo(201);
    assertThat(onOpen("PUT", key(8000), "v").status()).isEqualTo(201);
    // Percent-encoded, it needs the request line that only new connections have.
    String encoded = "/" + "%6b".repeat(8000);
    assertThat(gateway.get(encoded).body()).contains("v");
    adopt("maxKeyBytes: 9");
    RawHttp.Response refused = onOpen("GET", key(10), "");
    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.body()).contains("10 bytes").contains("9");
    assertThat(onOpen("PUT", key(9), "v").status()).isEqualTo(201);
    assertThat(gateway.get(encoded).status()).isEqualTo(414);
    adopt("maxKeyBytes: 10");
    assertThat(onOpen("GET", key(10), "").body()).contains("v");
  }

  @Test
  void theLongestValueIsRaisedAndLowered() throws IOException {
    assertThat(onOpen("PUT", "/put", "x".repeat(1000)).status()).isEqualTo(201);
    assertThat(onOpen("POST", "/post", json(1000)).status()).isEqualTo(201);
    assertThat(onOpen("POST", "/post", json(1001)).status()).isEqualTo(413);
    adopt("maxValueBytes: 2MiB");
    String large = "x".repeat(2 << 20);
    assertThat(onOpen("PUT", "/put", large).status()).isEqualTo(204);
    assertThat(onOpen("POST", "/post", json(2 << 20)).status()).isEqualTo(201);
    assertThat(onOpen("GET", "/put", "").body()).isEqualTo(large);
    assertThat(onOpen("GET", "/post", "").body()).isEqualTo(json(2 << 20));
    assertThat(onOpen("POST", "/post", json((2 << 20) + 1)).status()).isEqualTo(413);
    adopt("maxValueBytes: 500");
    assertThat(onOpen("POST", "/post", json(501)).status()).isEqualTo(413);
    // Stored before, and longer than what the gateway takes from a node now.
    assertThat(onOpen("GET", "/put", "").status()).isEqualTo(502);
    assertThat(onOpen("PUT", "/put", "x".repeat(500)).status()).isEqualTo(204);
    assertThat(onOpen("GET", "/put", "").body()).hasSize(500);
    assertThat(onOpen("PUT", "/put", "x".repeat(501)).status()).isEqualTo(413);
  }

  /** Its head was let in, so the connection does not end; but the value is not stored. */
  @Test
  void aBodyUnderWayIsRefusedByALowerLimit() throws IOException {
    open.send("PUT /k HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\nExpect: 100-continue\r\n\r\n");
    assertThat(open.response().status()).isEqualTo(100);
    adopt("maxValueBytes: 999");
    RawHttp.Response refused = open.send("x".repeat(1000)).response();
    assertThat(refused.status()).isEqualTo(413);
    assertThat(refused.body()).contains("value: 1000 bytes (expected: at most 999)");
    assertThat(onOpen("GET", "/k", "").status()).isEqualTo(404);
  }

  @Test
  void fewerConnectionsAreTaken() throws IOException {
    assertThat(onOpen("GET", "/k", "").status()).isEqualTo(404);
    adopt("maxConnections: 1");
    try (RawHttp second = gateway.connect()) {
      assertThat(second.isClosedByServer()).isTrue();
    }
    assertThat(onOpen("GET", "/k", "").status()).isEqualTo(404);
    adopt("maxConnections: 2");
    assertThat(gateway.get("/k").status()).isEqualTo(404);
  }

  @Test
  void fewerCommandsWaitForANode() throws IOException {
    assertThat(onOpen("GET", "/k", "").status()).isEqualTo(404);
    adopt("maxPendingCommands: 1");
    redis.pause();
    List<RawHttp> clients = new ArrayList<>();
    try {
      // One for each event loop, and one more, which is refused while the others wait.
      for (int i = 0; i <= Runtime.getRuntime().availableProcessors(); i++) {
        RawHttp client = gateway.connect();
        clients.add(client);
        client.request("GET", "/k", "");
      }
      await()
          .atMost(20, SECONDS)
          .until(() -> gateway.admin("GET", "/metrics").body().contains("outcome=\"overloaded\""));
      redis.resume();
      List<Integer> statuses = new ArrayList<>();
      for (RawHttp client : clients) {
        statuses.add(client.response().status());
      }
      assertThat(statuses).containsOnly(404, 429);
    } finally {
      for (RawHttp client : clients) {
        client.close();
      }
    }
  }

  /** What is let in under one limit is not refused by another part behind, which is an error. */
  @Test
  void noRequestMeetsAHalfChangedGateway() throws Exception {
    Queue<Integer> statuses = new ConcurrentLinkedQueue<>();
    Queue<Throwable> failures = new ConcurrentLinkedQueue<>();
    List<Thread> clients = new ArrayList<>();
    AtomicBoolean over = new AtomicBoolean();
    for (int i = 0; i < 4; i++) {
      boolean posts = i % 2 == 0;
      clients.add(
          Thread.ofPlatform()
              .start(() -> {
                try {
                  while (!over.get()) {
                    statuses.add(
                        posts
                            ? gateway.call("POST", key(15), json(3000)).status()
                            : gateway.call("PUT", key(15), "x".repeat(3000)).status());
                  }
                } catch (RuntimeException | Error e) {
                  failures.add(e);
                }
              }));
    }
    for (int i = 0; i < 300; i++) {
      adopt("maxKeyBytes: 10, maxValueBytes: 5000");
      adopt("maxKeyBytes: 20, maxValueBytes: 1000");
      adopt("maxKeyBytes: 20, maxValueBytes: 5000");
    }
    over.set(true);
    for (Thread client : clients) {
      client.join();
    }
    assertThat(failures).isEmpty();
    assertThat(statuses).isNotEmpty().isSubsetOf(201, 204, 400, 413);
    assertThat(gateway.call("PUT", key(15), "x".repeat(3000)).status()).isEqualTo(204);
  }
}

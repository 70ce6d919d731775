package dev.torc.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import dev.torc.testkit.RawHttp;
import dev.torc.testkit.RedisProcess;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The gentle end. */
final class DrainTest {
  private static final int CLIENTS = 8;

  private final RedisProcess redis = RedisProcess.started();
  private final TestGateway gateway =
      TestGateway.over("timeouts: {nodeCommand: 10s, shutdown: 10s}", redis);

  @AfterEach
  void close() {
    gateway.close();
    redis.close();
  }

  private CompletableFuture<Void> drain() {
    return CompletableFuture.runAsync(gateway.gateway()::drain);
  }

  private static void assertEnds(CompletableFuture<Void> drained) {
    assertThat(drained).succeedsWithin(Duration.ofSeconds(15));
  }

  @Test
  void clientsInALoopSeeNoFailure() throws Exception {
    assertThat(gateway.post("/k", "v").status()).isEqualTo(201);
    CountDownLatch warm = new CountDownLatch(CLIENTS);
    List<Future<List<String>>> clients = new ArrayList<>();
    try (ExecutorService threads = Executors.newFixedThreadPool(CLIENTS)) {
      for (int i = 0; i < CLIENTS; i++) {
        clients.add(threads.submit(() -> failuresUntilClosed(warm)));
      }
      warm.await();
      CompletableFuture<Void> drained = drain();
      for (Future<List<String>> client : clients) {
        assertThat(client.get()).isEmpty();
      }
      assertEnds(drained);
    }
  }

  /** Sends one request after the other until a response says that it is the last. */
  private List<String> failuresUntilClosed(CountDownLatch warm) throws IOException {
    List<String> failures = new ArrayList<>();
    try (RawHttp http = gateway.connect()) {
      for (int sent = 1; ; sent++) {
        RawHttp.Response response =
            sent % 2 == 0
                ? http.request("GET", "/k", "").response()
                : http.request("POST", "/k", "{\"value\":\"v\"}").response();
        String expected = sent % 2 == 0 ? "{\"value\":\"v\"}" : "{\"message\":\"Value set.\"}";
        if (!response.body().equals(expected)) {
          failures.add(response.toString());
        }
        if (sent == 50) {
          warm.countDown();
        }
        if ("close".equals(response.header("Connection"))) {
          if (!http.isClosedByServer()) {
            failures.add("more after the last response");
          }
          return failures;
        }
      }
    } catch (IOException e) {
      failures.add(e.toString());
      return failures;
    }
  }

  @Test
  void aRequestUnderWayIsAnswered() throws Exception {
    assertThat(gateway.post("/k", "v").status()).isEqualTo(201);
    CompletableFuture<Void> drained;
    try (RawHttp http = gateway.connect()) {
      http.request("GET", "/k", "").response();
      redis.pause();
      http.request("GET", "/k", "");
      drained = drain();
      awaitRefused(gateway.gateway().address());
      assertThat(drained).isNotDone();
      redis.resume();
      RawHttp.Response response = http.response();
      assertThat(response.body()).isEqualTo("{\"value\":\"v\"}");
      assertThat(response.header("Connection")).isEqualTo("close");
      assertThat(http.isClosedByServer()).isTrue();
    }
    assertEnds(drained);
  }

  private static void awaitRefused(InetSocketAddress address) {
    await()
        .atMost(Duration.ofSeconds(5))
        .untilAsserted(() ->
            assertThatExceptionOfType(ConnectException.class)
                .isThrownBy(() -> RawHttp.connect(address).close()));
  }

  @Test
  void idleConnectionsDoNotHoldItUp() throws Exception {
    CompletableFuture<Void> drained;
    try (RawHttp idle = gateway.connect();
        RawHttp fresh = gateway.connect()) {
      assertThat(idle.request("GET", "/k", "").response().status()).isEqualTo(404);
      drained = drain();
      assertThat(idle.isClosedByServer()).isTrue();
      assertThat(fresh.isClosedByServer()).isTrue();
    }
    assertThat(drained).succeedsWithin(Duration.ofSeconds(4));
  }

  @Test
  void endsTheNodesOfItsOwn() {
    TestGateway own = TestGateway.started("nodes: {embedded: 1}");
    InetSocketAddress node = own.gateway().observation().nodes().getFirst().node().address();
    assertThat(TestGateway.redis(node, "PING")).startsWith("+PONG");
    own.gateway().drain();
    awaitRefused(node);
  }

  @Test
  void aRequestThatDoesNotEndIsCut() throws Exception {
    try (TestGateway hasty = TestGateway.over("timeouts: {shutdown: 500ms}", redis);
        RawHttp stuck = hasty.connect()) {
      stuck.request("GET", "/k", "").response();
      stuck.send("PUT /k HTTP/1.1\r\nHost: h\r\nContent-Length: 10\r\n\r\n123");
      CompletableFuture<Void> drained = CompletableFuture.runAsync(hasty.gateway()::drain);
      assertThat(drained).succeedsWithin(Duration.ofSeconds(5));
      assertThat(stuck.isClosedByServer()).isTrue();
    }
  }
}

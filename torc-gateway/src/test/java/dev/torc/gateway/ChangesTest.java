package dev.torc.gateway;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import dev.torc.cache.ReshardingSettings;
import dev.torc.cache.coordination.Safeguard;
import dev.torc.gateway.AdminDocuments.Change;
import dev.torc.gateway.AdminDocuments.Node;
import dev.torc.gateway.AdminDocuments.Nodes;
import dev.torc.testkit.RawHttp;
import dev.torc.testkit.RedisProcess;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Changes of the ring of a gateway with embedded nodes, over its admin listener. */
final class ChangesTest {
  private static final int KEYS = 300;

  /** So many that the first source takes several batches for its keys. */
  private static final int MANY_KEYS = 6000;

  private static final int PIPELINED = 100;

  /** So slow that a test has seconds to meddle before the first source has copied its keys. */
  private static final ReshardingSettings SLOW =
      new ReshardingSettings(20, Duration.ofSeconds(1), Duration.ofSeconds(30), Safeguard.all());

  @SuppressWarnings("NullAway.Init") // Each test starts one first.
  private TestGateway gateway;

  private int stored;

  private void start(ReshardingSettings settings, int keys) throws IOException {
    gateway =
        TestGateway.started(
            TestGateway.config("nodes: {embedded: {count: 3, memory: 64MiB}}"), settings);
    stored = keys;
    try (RawHttp http = gateway.connect()) {
      for (int i = 0; i < keys; i += PIPELINED) {
        for (int j = i; j < i + PIPELINED; j++) {
          http.request("POST", "/key-" + j, "{\"value\":\"v" + j + "\"}");
        }
        assertThat(http.responses(PIPELINED))
            .extracting(RawHttp.Response::status)
            .containsOnly(201);
      }
    }
  }

  @AfterEach
  void close() {
    gateway.close();
  }

  private void assertAllKeysAreThere() throws IOException {
    try (RawHttp http = gateway.connect()) {
      for (int i = 0; i < stored; i += PIPELINED) {
        for (int j = i; j < i + PIPELINED; j++) {
          http.request("GET", "/key-" + j, "");
        }
        List<String> expected =
            IntStream.range(i, i + PIPELINED).mapToObj(j -> "{\"value\":\"v" + j + "\"}").toList();
        assertThat(http.responses(PIPELINED))
            .extracting(RawHttp.Response::body)
            .containsExactlyElementsOf(expected);
      }
    }
  }

  private Change post(String body) {
    RawHttp.Response response = gateway.admin("POST", "/changes", body);
    Change change = AdminDocuments.change(response, 202);
    assertThat(response.header("Location")).isEqualTo("/changes/" + change.id());
    return change;
  }

  private Change get(long id) {
    return AdminDocuments.change(gateway.admin("GET", "/changes/" + id), 200);
  }

  private Change awaitState(Change change, String state) {
    return await()
        .atMost(60, SECONDS)
        .until(() -> get(change.id()), now -> now.state().equals(state));
  }

  private Change make(String body) {
    return awaitState(post(body), "committed");
  }

  private Nodes nodes() {
    return AdminDocuments.read(gateway.admin("GET", "/nodes"), 200, Nodes.class);
  }

  private String header(String name) {
    return String.valueOf(gateway.get("/none").header(name));
  }

  /** Where the node listens that a change adds. */
  private static InetSocketAddress added(Change change) {
    String text = change.description().replaceFirst("^add node \\d+ \\(127.0.0.1:(\\d+)\\)$", "$1");
    return InetSocketAddress.createUnresolved("127.0.0.1", Integer.parseInt(text));
  }

  private static void awaitEnd(InetSocketAddress server) {
    await()
        .atMost(20, SECONDS)
        .until(() -> {
          try (Socket socket = new Socket(server.getHostString(), server.getPort())) {
            return socket.isClosed();
          } catch (ConnectException e) {
            return true;
          }
        });
  }

  @Test
  void aNodeComesAndGoes() throws IOException {
    start(ReshardingSettings.DEFAULTS, KEYS);
    assertThat(gateway.admin("GET", "/changes").body()).isEqualTo("{\"changes\":[]}");
    Change asked = post("{\"add\":[{}]}");
    assertThat(asked.id()).isEqualTo(1);
    assertThat(asked.state()).isIn("queued", "running", "committed");
    InetSocketAddress server = added(asked);
    assertThat(TestGateway.redis(server, "PING")).startsWith("+PONG");
    Change done = awaitState(asked, "committed");
    assertAdded(done);
    assertAllKeysAreThere();
    assertThat(header("X-CacheServer-Indexes")).isEqualTo("0,1,2,3");
    assertThat(header("X-CacheServer-Count")).isEqualTo("4");
    assertThat(header("X-Ring-Epoch")).isEqualTo("4");
    await()
        .atMost(10, SECONDS)
        .until(() -> header("X-Ring-Distribution").endsWith(",3:" + done.progress().moved()));
    List<Node> nodes = nodes().nodes();
    assertThat(nodes.get(3).name()).isEqualTo("node-3");
    assertThat(nodes.stream().mapToDouble(Node::share).sum()).isCloseTo(1, within(1e-9));
    assertThat(nodes.get(3).share()).isCloseTo(done.movedShare(), within(1e-9));
    assertThat(nodes.get(3).maxMemoryBytes()).isEqualTo(64 << 20);
    assertThat(gateway.metric("torc_node_up{name=\"node-3\",node=\"3\"}")).isEqualTo("1.0");
    assertThat(gateway.metric("torc_node_keys{name=\"node-3\",node=\"3\"}"))
        .isEqualTo(done.progress().moved() + ".0");
    assertThat(gateway.admin("GET", "/metrics").body())
        .contains("operations_seconds_count{node=\"3\"");

    Change removed = make("{\"remove\":[\"3\"]}");
    assertThat(removed.id()).isEqualTo(2);
    assertThat(removed.progress().moved()).isEqualTo(done.progress().moved());
    assertAllKeysAreThere();
    assertThat(header("X-CacheServer-Indexes")).isEqualTo("0,1,2");
    await().atMost(10, SECONDS).until(() -> header("X-CacheServer-Count").equals("3"));
    awaitEnd(server);
    assertThat(gateway.admin("GET", "/metrics").body()).doesNotContain("node=\"3\"");
    assertThat(gateway.metric("torc_change_finished_total{state=\"committed\"}")).isEqualTo("2.0");
    assertThat(
            AdminDocuments.read(gateway.admin("GET", "/changes"), 200, AdminDocuments.Changes.class)
                .changes())
        .extracting(Change::description)
        .containsExactly(done.description(), "remove node 3");
  }

  private void assertAdded(Change done) {
    assertThat(done.origin()).isEqualTo("command");
    assertThat(done.step()).isEqualTo("done");
    assertThat(done.reverting()).isFalse();
    assertThat(done.reason()).isNull();
    assertThat(done.epoch()).isEqualTo(4);
    assertThat(done.movedShare()).isBetween(0.1, 0.5);
    assertThat(done.startedMillis()).isBetween(done.submittedMillis(), done.finishedMillis());
    assertThat(done.progress().moved()).isBetween(10L, KEYS / 2L);
    assertThat(done.progress().keys()).isGreaterThanOrEqualTo(done.progress().moved());
    assertThat(done.progress().remainingSeconds()).isNull();
    assertThat(done.moves()).extracting(AdminDocuments.Move::from).containsExactly(0, 1, 2);
    assertThat(done.moves())
        .allSatisfy(move -> {
          assertThat(move.to()).isEqualTo(3);
          assertThat(move.step()).isEqualTo("done");
          assertThat(move.holds()).isPositive();
          assertThat(move.holdMillis()).isPositive();
        });
    assertThat(gateway.metric("torc_change_active")).isEqualTo("0.0");
    assertThat(gateway.metric("torc_change_keys")).isEqualTo(done.progress().keys() + ".0");
    assertThat(gateway.metric("torc_change_bytes")).isEqualTo(done.progress().bytes() + ".0");
    assertThat(gateway.metric("torc_change_finished_total{state=\"committed\"}")).isEqualTo("1.0");
    assertThat(Double.parseDouble(gateway.metric("torc_change_longest_hold_seconds"))).isPositive();
    // The last hold ends for the gateway when it has adopted the commit, which may be later.
    await()
        .atMost(10, SECONDS)
        .until(() -> Integer.parseInt(gateway.metric("torc_change_hold_seconds_count")) >= 3);
  }

  @Test
  void weightsAndPointsChange() throws IOException {
    start(ReshardingSettings.DEFAULTS, KEYS);
    String address = nodes().nodes().get(1).address();
    Change weighted = make("{\"weights\":{\"0\":3,\"" + address + "\":0}}");
    assertThat(weighted.description()).isEqualTo("weight of node 0 to 3, weight of node 1 to 0");
    assertThat(nodes().nodes()).extracting(Node::weight).containsExactly(3, 0, 1);
    assertThat(nodes().nodes().get(0).share()).isBetween(0.6, 0.9);
    assertThat(header("X-CacheServer-Indexes")).isEqualTo("0,2");
    assertThat(header("X-CacheServer-Count")).isEqualTo("3");
    assertThat(make("{\"vnodes\":50}").description()).isEqualTo("vnodes to 50");
    assertThat(nodes().vnodes()).isEqualTo(50);
    assertThat(gateway.metric("torc_ring_points")).isEqualTo("200.0");
    assertAllKeysAreThere();
  }

  @Test
  void aCancelledChangeReleasesItsNode() throws IOException {
    start(SLOW, MANY_KEYS);
    Change running = post("{\"add\":[{\"name\":\"extra\"}]}");
    Change waiting = post("{\"add\":[{}]}");
    await().atMost(60, SECONDS).until(() -> get(running.id()).step().equals("copy"));
    assertThat(gateway.metric("torc_change_active")).isEqualTo("1.0");
    assertThat(Double.parseDouble(gateway.metric("torc_change_expected_keys"))).isPositive();
    assertThat(get(running.id()).progress().expectedKeys()).isPositive();
    assertThat(nodes().nodes()).extracting(Node::name).contains("extra");
    assertThat(header("X-CacheServer-Indexes")).isEqualTo("0,1,2");
    assertThat(get(waiting.id()).state()).isEqualTo("queued");
    assertThat(get(waiting.id()).step()).isEqualTo("waiting");

    Change dropped =
        AdminDocuments.change(gateway.admin("DELETE", "/changes/" + waiting.id()), 202);
    assertThat(dropped.state()).isEqualTo("cancelled");
    awaitEnd(added(waiting));
    AdminDocuments.change(gateway.admin("DELETE", "/changes/" + running.id()), 202);
    assertThat(awaitState(running, "cancelled").reason()).isEqualTo("cancelled");
    awaitEnd(added(running));
    assertThat(nodes().nodes()).extracting(Node::index).containsExactly(0, 1, 2);
    assertThat(gateway.metric("torc_change_finished_total{state=\"cancelled\"}")).isEqualTo("2.0");
    Change third = post("{\"vnodes\":100}");
    AdminDocuments.change(gateway.admin("DELETE", "/changes/" + third.id()), 202);
    awaitState(third, "cancelled");
    // Those before it are not counted again, though the second ended before the first.
    assertThat(gateway.metric("torc_change_finished_total{state=\"cancelled\"}")).isEqualTo("3.0");
    RawHttp.Response again = gateway.admin("DELETE", "/changes/" + running.id());
    assertThat(again.status()).isEqualTo(409);
    assertThat(again.body()).contains("is over (expected: one that waits or is made)");
    assertAllKeysAreThere();
  }

  @Test
  void aFailedChangeReleasesItsNode() throws IOException {
    start(SLOW, MANY_KEYS);
    Change change = post("{\"add\":[{}]}");
    InetSocketAddress server = added(change);
    await().atMost(60, SECONDS).until(() -> get(change.id()).step().equals("copy"));
    // The supervisor starts another one there, which is not the one that the copies went to.
    TestGateway.redis(server, "SHUTDOWN", "NOSAVE");
    Change failed = awaitState(change, "failed");
    assertThat(failed.reason()).isNotBlank();
    assertThat(failed.step()).isEqualTo("done");
    awaitEnd(server);
    assertThat(nodes().nodes()).extracting(Node::index).containsExactly(0, 1, 2);
    assertThat(gateway.metric("torc_change_finished_total{state=\"failed\"}")).isEqualTo("1.0");
    assertAllKeysAreThere();
  }

  @Test
  void aServerOfSomebodyElseIsNotEnded() throws IOException {
    start(ReshardingSettings.DEFAULTS, KEYS);
    try (RedisProcess other = RedisProcess.started()) {
      String address = "127.0.0.1:" + other.address().getPort();
      make("{\"add\":[{\"address\":\"" + address + "\",\"weight\":2}]}");
      Node node = nodes().nodes().get(3);
      assertThat(node.name()).isEqualTo(address);
      assertThat(node.weight()).isEqualTo(2);
      make("{\"remove\":[\"" + address + "\"]}");
      assertThat(nodes().nodes()).hasSize(3);
      assertThat(TestGateway.redis(other.address(), "DBSIZE")).startsWith(":0\r\n");
      assertAllKeysAreThere();
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{}|400|no change (expected: one at least of add, remove, weights and vnodes)",
        "{\"remove\":[\"7\"]}|404|remove: node 7 (expected: one of [0, 1, 2])",
        "{\"remove\":[\"h:1\"]}|404|remove: \\\"h:1\\\" (expected: the index or address of one of",
        "{\"weights\":{\"9\":1}}|404|weight: node 9 (expected: one of [0, 1, 2])",
        "{\"remove\":[\"0\",\"1\",\"2\"]}|409|no node with a weight above 0 would be left",
        "{\"add\":[{},{}],\"remove\":[\"8\"]}|404|remove: node 8",
        "{\"add\":[{\"name\":\"node-1\"}]}|409|expected: another name and address than node 1",
        "{\"vnodes\":100000,\"weights\":{\"0\":1000}}|409|vnodes times the sum of weights",
      })
  void saysWhyItIsRefused(String body, int status, String detail) throws IOException {
    start(ReshardingSettings.DEFAULTS, KEYS);
    RawHttp.Response response = gateway.admin("POST", "/changes", body);
    assertThat(response.status()).as(response.body()).isEqualTo(status);
    assertThat(response.header("Content-Type")).isEqualTo("application/problem+json");
    assertThat(response.body()).contains(detail);
    assertThat(gateway.admin("GET", "/changes").body()).isEqualTo("{\"changes\":[]}");
    // What was started for it is ended.
    await()
        .atMost(20, SECONDS)
        .until(() ->
            ProcessHandle.current()
                    .descendants()
                    .filter(p -> p.info().command().orElse("").contains("torc-nodes-"))
                    .count()
                == 3);
  }
}

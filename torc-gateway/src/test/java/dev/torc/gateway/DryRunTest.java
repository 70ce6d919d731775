package dev.torc.gateway;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import dev.torc.gateway.AdminDocuments.Change;
import dev.torc.gateway.AdminDocuments.Estimate;
import dev.torc.gateway.AdminDocuments.NodeFigures;
import dev.torc.gateway.AdminDocuments.Nodes;
import dev.torc.testkit.RawHttp;
import dev.torc.testkit.RedisProcess;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What changes of a gateway's ring would do, over its admin listener. */
final class DryRunTest {
  private static final int KEYS = 2000;
  private static final int PIPELINED = 100;

  @SuppressWarnings("NullAway.Init") // JUnit calls start.
  private TestGateway gateway;

  @BeforeEach
  void start() throws IOException {
    gateway = TestGateway.started("nodes: {embedded: {count: 3, memory: 64MiB}}");
    try (RawHttp http = gateway.connect()) {
      for (int i = 0; i < KEYS; i += PIPELINED) {
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

  private RawHttp.Response post(String body) {
    return gateway.admin("POST", "/changes", body);
  }

  private Estimate estimate(String fields) {
    return AdminDocuments.read(post("{" + fields + ",\"dryRun\":true}"), 200, Estimate.class);
  }

  private Change make(String fields) {
    Change asked = AdminDocuments.change(post("{" + fields + "}"), 202);
    return await()
        .atMost(60, SECONDS)
        .until(
            () -> AdminDocuments.change(gateway.admin("GET", "/changes/" + asked.id()), 200),
            change -> change.state().equals("committed"));
  }

  private static long servers() {
    return ProcessHandle.current()
        .descendants()
        .filter(p -> p.info().command().orElse("").contains("torc-nodes-"))
        .count();
  }

  /** The gateway has made no change, has the nodes that it had, and has given no index away. */
  private void assertNothingWasDone() {
    assertThat(gateway.admin("GET", "/changes").body()).isEqualTo("{\"changes\":[]}");
    assertThat(servers()).isEqualTo(3);
    assertThat(AdminDocuments.read(gateway.admin("GET", "/nodes"), 200, Nodes.class).nodes())
        .extracting(AdminDocuments.Node::index)
        .containsExactly(0, 1, 2);
  }

  @Test
  void aNodeThatWouldBeStartedIsForetoldAndNotStarted() {
    String add = "\"add\":[{}]";
    Estimate estimate = estimate(add);
    assertNothingWasDone();
    assertThat(estimate.description()).isEqualTo("add node 3");
    assertThat(estimate.exact()).isTrue();
    assertThat(estimate.rate()).isEqualTo("assumed");
    assertThat(estimate.seconds()).isCloseTo(estimate.keys() / 50_000.0, within(0.001));
    assertThat(estimate.warnings()).isEmpty();
    assertThat(estimate.nodes()).extracting(NodeFigures::address).last().isNull();
    assertThat(estimate.nodes()).extracting(NodeFigures::name).last().isEqualTo("node-3");
    assertThat(estimate.nodes().stream().mapToLong(NodeFigures::keysBefore).sum()).isEqualTo(KEYS);

    Change change = make(add);
    assertThat(change.description()).startsWith("add node 3 (");
    assertThat(estimate.movedShare()).isCloseTo(change.movedShare(), within(1e-9));
    assertThat(estimate.keys()).isEqualTo(change.progress().moved()).isPositive();
    assertThat(estimate.bytes()).isEqualTo(change.progress().bytes());
    assertThat(estimate.moves())
        .extracting(AdminDocuments.Flow::keys)
        .containsExactlyElementsOf(change.moves().stream().map(AdminDocuments.Move::keys).toList());
  }

  @Test
  void warnsOfFewPointsAndSmallServers() {
    Estimate few = estimate("\"vnodes\":10");
    assertThat(few.warnings()).singleElement().asString().contains("vnodes: 10: ", "about 32 %");
    assertNothingWasDone();
    try (RedisProcess small = RedisProcess.started("--maxmemory", "500kb")) {
      String address = "127.0.0.1:" + small.address().getPort();
      Estimate full = estimate("\"add\":[{\"address\":\"" + address + "\"}]");
      assertThat(full.description()).isEqualTo("add node 3 (" + address + ")");
      assertThat(full.nodes()).extracting(NodeFigures::name).last().isEqualTo(address);
      assertThat(full.warnings())
          .singleElement()
          .asString()
          .startsWith("node 3 (" + address + ") would hold about ");
    }
    assertNothingWasDone();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"dryRun\":true}|400|no change (expected: one at least of add, remove, weights and",
        "{\"dryRun\":1,\"vnodes\":3}|400|dryRun is a number (expected: true or false)",
        "{\"dryRun\":true,\"remove\":[\"7\"]}|404|remove: node 7 (expected: one of [0, 1, 2])",
        "{\"dryRun\":true,\"remove\":[\"0\",\"1\",\"2\"]}|409|no node with a weight above 0",
        "{\"dryRun\":true,\"add\":[{\"name\":\"node-1\"}]}|409|expected: another name and",
      })
  void isRefusedAsTheChangeWouldBe(String body, int status, String detail) {
    RawHttp.Response response = post(body);
    assertThat(response.status()).as(response.body()).isEqualTo(status);
    assertThat(response.header("Content-Type")).isEqualTo("application/problem+json");
    assertThat(response.body()).contains(detail);
    assertNothingWasDone();
  }

  @Test
  void moreNodesThanCanBeStartedAreRefused() {
    RawHttp.Response response = post("{\"add\":[" + "{},".repeat(61) + "{}],\"dryRun\":true}");
    assertThat(response.status()).isEqualTo(503);
    assertThat(response.body()).contains("embedded nodes: 3 run");
    assertNothingWasDone();
  }
}

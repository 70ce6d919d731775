package dev.torc.gateway;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.torc.cache.ReshardingSettings;
import dev.torc.cache.coordination.Safeguard;
import dev.torc.gateway.AdminDocuments.Change;
import dev.torc.gateway.AdminDocuments.Node;
import dev.torc.gateway.AdminDocuments.Nodes;
import dev.torc.testkit.RawHttp;
import dev.torc.testkit.RedisProcess;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Changes of the ring of a gateway with static nodes. */
final class KeptStateTest {
  private static final String TOKEN = "0123456789abcdef";

  private final RedisProcess first = RedisProcess.started();
  private final RedisProcess second = RedisProcess.started();
  private final RedisProcess third = RedisProcess.started();

  @TempDir private Path folder;

  @AfterEach
  void close() {
    first.close();
    second.close();
    third.close();
  }

  private TestGateway start() {
    return TestGateway.over("stateDir: '" + folder.resolve("state") + "'\n", first, second);
  }

  private static String address(RedisProcess server) {
    return "127.0.0.1:" + server.address().getPort();
  }

  private static Change make(TestGateway gateway, String body) {
    Change change = AdminDocuments.change(gateway.admin("POST", "/changes", body), 202);
    return await()
        .atMost(60, SECONDS)
        .until(
            () -> AdminDocuments.change(gateway.admin("GET", "/changes/" + change.id()), 200),
            now -> now.state().equals("committed"));
  }

  private static List<Node> nodes(TestGateway gateway) {
    return AdminDocuments.read(gateway.admin("GET", "/nodes"), 200, Nodes.class).nodes();
  }

  @Test
  void aRestartFindsTheRingAsItWasLeft() {
    try (TestGateway gateway = start()) {
      for (int i = 0; i < 50; i++) {
        assertThat(gateway.post("/key-" + i, "v").status()).isEqualTo(201);
      }
      make(gateway, "{\"add\":[{\"address\":\"" + address(third) + "\"}],\"weights\":{\"0\":2}}");
      assertThat(gateway.metric("torc_change_finished_total{state=\"committed\"}"))
          .isEqualTo("1.0");
    }
    try (TestGateway gateway = start()) {
      assertThat(nodes(gateway)).extracting(Node::weight).containsExactly(2, 1, 1);
      assertThat(nodes(gateway))
          .extracting(Node::address)
          .containsExactly(address(first), address(second), address(third));
      IntStream.range(0, 50)
          .forEach(i -> assertThat(gateway.get("/key-" + i).status()).isEqualTo(200));
      assertThat(gateway.get("/none").header("X-CacheServer-Indexes")).isEqualTo("0,1,2");
      // Those of the life before are listed, but were not made now.
      assertThat(gateway.admin("GET", "/changes").body()).contains("\"state\":\"committed\"");
      assertThat(gateway.metric("torc_change_finished_total{state=\"committed\"}"))
          .isEqualTo("0.0");
      make(gateway, "{\"remove\":[\"2\"],\"weights\":{\"0\":1}}");
      IntStream.range(0, 50)
          .forEach(i -> assertThat(gateway.get("/key-" + i).status()).isEqualTo(200));
    }
    try (TestGateway gateway = start()) {
      assertThat(nodes(gateway)).hasSize(2);
    }
  }

  @Test
  void aRestartGoesOnWithAChange() {
    CacheConfig config =
        TestGateway.config(
            TestGateway.nodes(first, second) + "stateDir: '" + folder.resolve("state") + "'\n");
    ReshardingSettings slow =
        new ReshardingSettings(1, Duration.ofSeconds(1), Duration.ofSeconds(30), Safeguard.all());
    try (TestGateway gateway = TestGateway.started(config, slow)) {
      for (int i = 0; i < 100; i++) {
        assertThat(gateway.post("/key-" + i, "v").status()).isEqualTo(201);
      }
      String body = "{\"add\":[{\"address\":\"" + address(third) + "\"}]}";
      assertThat(gateway.admin("POST", "/changes", body).status()).isEqualTo(202);
      // The first source's keys have moved; the second's take seconds.
      await()
          .atMost(30, SECONDS)
          .until(() -> "0,1,2".equals(gateway.get("/none").header("X-CacheServer-Indexes")));
      gateway.gateway().drain();
    }
    try (TestGateway gateway = TestGateway.started(config, ReshardingSettings.DEFAULTS)) {
      await()
          .atMost(60, SECONDS)
          .until(() ->
              AdminDocuments.change(gateway.admin("GET", "/changes/1"), 200)
                  .state()
                  .equals("committed"));
      assertThat(gateway.metric("torc_change_finished_total{state=\"committed\"}"))
          .isEqualTo("1.0");
      IntStream.range(0, 100)
          .forEach(i -> assertThat(gateway.get("/key-" + i).status()).isEqualTo(200));
    }
  }

  @Test
  void startsNoServers() {
    try (TestGateway gateway = start()) {
      RawHttp.Response response = gateway.admin("POST", "/changes", "{\"add\":[{}]}");
      assertThat(response.status()).isEqualTo(409);
      assertThat(response.body())
          .contains("add: no address (expected: host:port of a Redis server; this gateway");
      assertThat(nodes(gateway)).hasSize(2);
    }
  }

  @Test
  void withoutAFolderNothingChanges() {
    try (TestGateway gateway = TestGateway.over("", first, second)) {
      RawHttp.Response response = gateway.admin("POST", "/changes", "{\"remove\":[\"0\"]}");
      assertThat(response.status()).isEqualTo(409);
      assertThat(response.body())
          .contains("cache.stateDir: not set (expected: a folder, so that a restart finds");
      assertThat(gateway.admin("GET", "/changes").body()).isEqualTo("{\"changes\":[]}");
      assertThat(nodes(gateway)).hasSize(2);
    }
  }

  @Test
  void aTokenGuardsTheRing() {
    String yaml = TestGateway.nodes(first) + "stateDir: '" + folder + "'\n";
    try (TestGateway gateway = TestGateway.guarded(yaml, TOKEN)) {
      for (String target : List.of("/nodes", "/changes", "/changes/1")) {
        assertThat(gateway.admin("GET", target).status()).as(target).isEqualTo(401);
      }
      assertThat(gateway.admin("POST", "/changes", "{\"vnodes\":10}").status()).isEqualTo(401);
      assertThat(gateway.admin("DELETE", "/changes/1").status()).isEqualTo(401);
      for (String target : List.of("/healthz", "/readyz", "/metrics")) {
        assertThat(gateway.admin("GET", target).status()).as(target).isEqualTo(200);
      }
      String authorization = "Authorization: Bearer " + TOKEN;
      assertThat(gateway.admin("GET", "/changes", "", authorization).body())
          .isEqualTo("{\"changes\":[]}");
      assertThat(gateway.admin("POST", "/changes", "{\"vnodes\":10}", authorization).status())
          .isEqualTo(202);
    }
  }
}

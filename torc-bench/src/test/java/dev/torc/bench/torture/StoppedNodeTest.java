package dev.torc.bench.torture;

import static java.util.concurrent.TimeUnit.MINUTES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.torc.cli.admin.Membership;
import dev.torc.testkit.RawHttp;
import dev.torc.testkit.RawHttp.Response;
import dev.torc.testkit.RedisProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A node of a gateway in a process of its own, which watches nodes as it does unless told
 * otherwise, is stopped and goes on, or comes back with what it had on disk.
 */
@Timeout(300)
final class StoppedNodeTest {
  private static final int KEYS = 60;
  private static final int VICTIM = 1;

  @TempDir private Path folder;

  private final List<RedisProcess> nodes = new ArrayList<>();
  private FiledGateway gateway;

  /** Keys of the node that is stopped. */
  private final List<String> its = new ArrayList<>();

  private final List<String> others = new ArrayList<>();

  @BeforeEach
  void start() throws Exception {
    for (int i = 0; i < 3; i++) {
      Path disk = Files.createDirectory(folder.resolve("disk-" + i));
      nodes.add(RedisProcess.started("--dir", disk.toString()));
    }
    gateway = new FiledGateway(folder);
    gateway.write(gateway.text("100", nodes.stream().map(RedisProcess::address).toList()));
    gateway.process().start();
    for (int i = 0; i < nodes.size(); i++) {
      awaitState(i, "up");
    }
    for (int i = 0; i < KEYS; i++) {
      String key = "k" + i;
      (set(key, "old") == VICTIM ? its : others).add(key);
    }
    assertThat(its).isNotEmpty();
    assertThat(others).isNotEmpty();
  }

  @AfterEach
  void close() {
    gateway.close();
    nodes.forEach(RedisProcess::close);
  }

  private Response ask(String method, String key, String body) {
    try (RawHttp http = RawHttp.connect(gateway.cache())) {
      return http.request(method, "/" + key, body).response();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private Response get(String key) {
    return ask("GET", key, "");
  }

  /** The index of the node that has stored it. */
  private int set(String key, String value) {
    Response response = ask("POST", key, json(value));
    assertThat(response.status()).as(response.body()).isEqualTo(201);
    return Integer.parseInt(String.valueOf(response.header("x-cacheserver-index")));
  }

  private static String json(String value) {
    return "{\"value\":\"" + value + "\"}";
  }

  private void awaitState(int node, String state) {
    await()
        .atMost(1, MINUTES)
        .untilAsserted(() ->
            assertThat(gateway.membership().nodes().get(node))
                .extracting(Membership.Member::state)
                .isEqualTo(state));
  }

  private void assertHave(List<String> keys, String value) {
    assertThat(keys)
        .map(this::get)
        .allSatisfy(response -> {
          assertThat(response.status()).isEqualTo(200);
          assertThat(response.body()).isEqualTo(json(value));
        });
  }

  /** Its first place in the log behind another one; fails if there is none. */
  private int assertLogged(String text, int behind) throws IOException {
    String log = gateway.log();
    int place = log.indexOf(text, behind);
    assertThat(place).as("\"%s\" behind %s of:%n%s", text, behind, log).isPositive();
    return place;
  }

  @Test
  void aStoppedNodeIsSuspectThenDownAndUpAgainWithItsKeys() throws Exception {
    nodes.get(VICTIM).pause();
    awaitState(VICTIM, "down");
    String fact = ": node=" + VICTIM + " ";
    int suspect = assertLogged("node is suspect" + fact, 0);
    int down = assertLogged("node is down" + fact, suspect);
    // The page may say so a moment before the connections know.
    await()
        .atMost(1, MINUTES)
        .untilAsserted(
            () -> assertThat(its).map(this::get).extracting(Response::status).containsOnly(503));
    assertHave(others, "old");

    nodes.get(VICTIM).resume();
    awaitState(VICTIM, "up");
    assertLogged("node is up again" + fact, down);
    await().atMost(1, MINUTES).until(() -> get(its.getFirst()).status() == 200);
    assertHave(its, "old");
    assertThat(gateway.log()).doesNotContain("node was started anew");
  }

  @Test
  void aNodeThatComesBackWithAnOldDumpIsEmptied() throws Exception {
    try (RedisSocket redis = new RedisSocket(nodes.get(VICTIM).address())) {
      redis.call("SAVE");
    }
    its.forEach(key -> set(key, "new"));
    assertThat(ask("DELETE", its.getFirst(), "").status()).isEqualTo(204);
    assertDumpHas(its);

    nodes.get(VICTIM).kill();
    nodes.get(VICTIM).start();
    await()
        .atMost(1, MINUTES)
        .until(() -> {
          List<Integer> now = its.stream().map(this::get).map(Response::status).toList();
          assertThat(now).allMatch(status -> status == 404 || status >= 500);
          return now.stream().allMatch(status -> status == 404);
        });
    awaitState(VICTIM, "up");
    assertHave(others, "old");
    its.forEach(key -> assertThat(set(key, "newer")).isEqualTo(VICTIM));
    assertHave(its, "newer");
    assertThat(gateway.log()).containsPattern("node was started anew: node=1 .*emptied=true");
  }

  /** So that there is something to be emptied: another server that is started with it has it. */
  private void assertDumpHas(List<String> keys) throws IOException {
    Path copy = Files.createDirectory(folder.resolve("copy"));
    Files.copy(folder.resolve("disk-" + VICTIM).resolve("dump.rdb"), copy.resolve("dump.rdb"));
    try (RedisProcess other = RedisProcess.started("--dir", copy.toString());
        RedisSocket redis = new RedisSocket(other.address())) {
      assertThat(redis.keys()).containsAll(keys);
    }
  }
}

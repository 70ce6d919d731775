package dev.torc.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.torc.cache.coordination.Change;
import dev.torc.cache.coordination.Origin;
import dev.torc.config.FieldErrorsException;
import dev.torc.testkit.RedisProcess;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A gateway that follows one configuration after the other. */
final class FollowingTest {

  private static List<Change> changes(TestGateway gateway) {
    return gateway.gateway().cache().resharding().changes();
  }

  private static void awaitCommitted(TestGateway gateway, int count) {
    await()
        .atMost(60, SECONDS)
        .until(() ->
            changes(gateway).stream()
                    .filter(change -> change.status() == Change.Status.COMMITTED)
                    .count()
                == count);
  }

  private static void follow(TestGateway gateway, String yaml) {
    gateway.gateway().follow(TestGateway.config(yaml));
  }

  private static int points(TestGateway gateway) {
    return gateway.gateway().cache().epoch().pointsPerNode();
  }

  @Test
  void oneEditIsOneChange() {
    try (TestGateway gateway = TestGateway.started("vnodes: 50\nnodes: {embedded: 2}")) {
      for (int i = 0; i < 200; i++) {
        assertThat(gateway.post("/key-" + i, "v").status()).isEqualTo(201);
      }
      follow(gateway, "vnodes: 70\nnodes: {embedded: {count: 3, weights: [2, 1, 3]}}");
      awaitCommitted(gateway, 1);
      Change change = changes(gateway).getFirst();
      assertThat(change.origin()).isEqualTo(Origin.FILE);
      assertThat(change.request().description())
          .startsWith("add node 2 (127.0.0.1:")
          .endsWith("weight of node 0 to 2, weight of node 2 to 3, vnodes to 70");
      for (int i = 0; i < 200; i++) {
        assertThat(gateway.get("/key-" + i).status()).isEqualTo(200);
      }
    }
  }

  @Test
  void whatIsNotTouchedKeepsItsLiveValue() {
    try (TestGateway gateway = TestGateway.started("vnodes: 50\nnodes: {embedded: 2}")) {
      assertThat(gateway.admin("POST", "/changes", "{\"add\":[{}],\"weights\":{\"0\":5}}").status())
          .isEqualTo(202);
      awaitCommitted(gateway, 1);
      follow(gateway, "vnodes: 60\nnodes: {embedded: 2}");
      awaitCommitted(gateway, 2);
      assertThat(points(gateway)).isEqualTo(60);
      assertThat(gateway.gateway().cache().epoch().nodes())
          .extracting(node -> node.weight())
          .containsExactly(5, 1, 1);
    }
  }

  /** Each edit would be a change; only the newest is, when the one before them is over. */
  @Test
  void editsDuringAChangeCollapse() {
    try (TestGateway gateway =
        TestGateway.started(
            "vnodes: 50\nnodes: {embedded: 2}\nresharding: {keysPerSecond: 2000}")) {
      for (int i = 0; i < 3000; i++) {
        gateway.gateway().cache().set(("key-" + i).getBytes(UTF_8), new byte[1], null);
      }
      String tail = "\nnodes: {embedded: 2}\nresharding: {keysPerSecond: 2000}";
      follow(gateway, "vnodes: 500" + tail);
      await()
          .atMost(30, SECONDS)
          .until(() -> changes(gateway).stream().anyMatch(change -> change.status().isActive()));
      for (int vnodes = 501; vnodes < 520; vnodes++) {
        follow(gateway, "vnodes: " + vnodes + tail);
      }
      awaitCommitted(gateway, 2);
      assertThat(points(gateway)).isEqualTo(519);
      assertThat(changes(gateway)).hasSize(2);
    }
  }

  @Test
  void limitsFollowWithoutAChange() {
    try (TestGateway gateway = TestGateway.started("nodes: {embedded: 1}")) {
      follow(gateway, "nodes: {embedded: 1}\nlimits: {maxKeyBytes: 3}");
      assertThat(gateway.get("/long-key").status()).isEqualTo(400);
      assertThat(changes(gateway)).isEmpty();
    }
  }

  @Test
  void whatNeedsARestartIsRefusedAndNothingOfTheEditIsDone() {
    try (TestGateway gateway = TestGateway.started("nodes: {embedded: 1}")) {
      assertThatThrownBy(() ->
              follow(
                  gateway,
                  "host: 127.0.0.2\nvnodes: 5\nnodes: {embedded: {count: 1, memory: 4MiB}}\n"
                      + "observer: {downAfter: 1}"))
          .isInstanceOf(FieldErrorsException.class)
          .hasMessage(
              """
              cache.host: cannot change while the gateway runs (expected: 127.0.0.1, or a restart)
              cache.observer: cannot change while the gateway runs (expected: \
              Observing[interval=PT0.5S, downAfter=3, upAfter=2], or a restart)
              cache.nodes.embedded.memory: cannot change while the gateway runs (expected: 256MiB, \
              or a restart)\
              """);
      assertThat(points(gateway)).isEqualTo(160);
      assertThat(changes(gateway)).isEmpty();
    }
  }

  @Test
  void editsWhileItWasDownAreMadeAtTheStart(@TempDir Path folder) {
    try (RedisProcess first = RedisProcess.started();
        RedisProcess second = RedisProcess.started()) {
      String state = "stateDir: '" + folder.resolve("state") + "'\n";
      try (TestGateway gateway = TestGateway.over(state, first, second)) {
        for (int i = 0; i < 100; i++) {
          assertThat(gateway.post("/key-" + i, "v").status()).isEqualTo(201);
        }
        assertThat(gateway.admin("POST", "/changes", "{\"weights\":{\"0\":2}}").status())
            .isEqualTo(202);
        awaitCommitted(gateway, 1);
      }
      // Its weight was changed by command, and the file says nothing new of it.
      try (TestGateway gateway = TestGateway.over("vnodes: 90\n" + state, first, second)) {
        awaitCommitted(gateway, 2);
        assertThat(points(gateway)).isEqualTo(90);
        assertThat(gateway.gateway().cache().epoch().nodes().getFirst().weight()).isEqualTo(2);
        for (int i = 0; i < 100; i++) {
          assertThat(gateway.get("/key-" + i).status()).isEqualTo(200);
        }
      }
    }
  }

  @Test
  void withoutAFolderAnEditOfTheRingIsRefused() {
    try (RedisProcess only = RedisProcess.started();
        TestGateway gateway = TestGateway.over("", only)) {
      assertThatThrownBy(() -> follow(gateway, "vnodes: 5\n" + TestGateway.nodes(only)))
          .isInstanceOf(FieldErrorsException.class)
          .hasMessage(
              "cache.stateDir: the ring cannot be changed without it (expected: a folder, so that a"
                  + " restart finds the ring)");
      follow(gateway, "limits: {maxKeyBytes: 5}\n" + TestGateway.nodes(only));
      assertThat(gateway.get("/toolong").status()).isEqualTo(400);
    }
  }
}

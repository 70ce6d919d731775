package dev.torc.gateway;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.torc.cache.coordination.Change;
import dev.torc.cache.coordination.Origin;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Small nodes that fill up and are emptied again. */
final class AutoscalerTest {
  private static final String VALUE = "x".repeat(4000);

  private static List<Change> changes(TestGateway gateway) {
    return gateway.gateway().cache().resharding().changes();
  }

  private static int nodes(TestGateway gateway) {
    return gateway.gateway().cache().epoch().nodes().size();
  }

  private static boolean isQuiet(TestGateway gateway) {
    return changes(gateway).stream().allMatch(change -> change.status().isOver());
  }

  @Test
  void nodesComeWithTheLoadAndGoAfterItWithoutAFailedWrite() {
    try (TestGateway gateway =
        TestGateway.started(
            """
            nodes: {embedded: {count: 3, memory: 4MiB}}
            autoscale: {maxNodes: 6, lowMemory: 37, lowFor: 200ms, coolDown: 0s, patience: 60s}
            timeouts: {nodeCommand: 30s}
            """)) {
      int keys = 0;
      while (nodes(gateway) < 6 && keys < 20_000) {
        assertThat(gateway.post("/key-" + keys, VALUE).status()).as("key-%s", keys).isEqualTo(201);
        keys++;
      }
      assertThat(nodes(gateway)).isEqualTo(6);
      await().atMost(60, SECONDS).until(() -> isQuiet(gateway));
      assertThat(changes(gateway))
          .allMatch(change -> change.origin() == Origin.AUTOSCALER)
          .allMatch(change -> change.status() == Change.Status.COMMITTED);
      for (int i = 0; i < keys; i++) {
        assertThat(gateway.get("/key-" + i).status()).as("key-%s", i).isEqualTo(200);
      }
      for (int i = 0; i < keys; i++) {
        assertThat(gateway.call("DELETE", "/key-" + i, "").status()).isEqualTo(204);
      }
      await().atMost(120, SECONDS).until(() -> nodes(gateway) == 3 && isQuiet(gateway));
      assertThat(gateway.gateway().cache().epoch().nodes())
          .extracting(node -> node.index())
          .containsExactly(0, 1, 2);
    }
  }

  /** As many as there may be: a full node answers as it would without an autoscaler. */
  @Test
  void atTheMostNodesAFullOneIsFull() {
    try (TestGateway gateway =
        TestGateway.started(
            """
            nodes: {embedded: {count: 1, memory: 2MiB}}
            autoscale: {maxNodes: 2, highMemory: 99, lowMemory: 0, coolDown: 0s, patience: 60s}
            timeouts: {nodeCommand: 30s}
            """)) {
      int status = 201;
      for (int i = 0; status == 201 && i < 5000; i++) {
        status = gateway.post("/key-" + i, VALUE).status();
      }
      assertThat(status).isEqualTo(507);
      assertThat(nodes(gateway)).isEqualTo(2);
      assertThat(gateway.get("/key-0").status()).isEqualTo(200);
    }
  }
}

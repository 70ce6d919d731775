package dev.torc.gateway;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.torc.testkit.RedisProcess;
import org.junit.jupiter.api.Test;

/** What the metrics say of a server that goes and comes again. */
final class NodeMetricsTest {

  @Test
  void aNodeIsInOneStateAndItsServersAreCounted() {
    try (RedisProcess first = RedisProcess.started();
        RedisProcess second = RedisProcess.started();
        TestGateway gateway = TestGateway.over("", first, second)) {
      awaitState(gateway, 0, 1, 0, 0);
      awaitState(gateway, 1, 1, 0, 0);
      assertThat(incarnations(gateway, 1)).isEqualTo("1.0");
      second.kill();
      awaitState(gateway, 1, 0, 0, 1);
      assertThat(incarnations(gateway, 1)).isEqualTo("1.0");
      second.start();
      awaitState(gateway, 1, 1, 0, 0);
      assertThat(incarnations(gateway, 1)).isEqualTo("2.0");
      assertThat(incarnations(gateway, 0)).isEqualTo("1.0");
    }
  }

  private static String incarnations(TestGateway gateway, int node) {
    return gateway.metric("torc_node_incarnations" + labels(node, ""));
  }

  private static void awaitState(TestGateway gateway, int node, int up, int suspect, int down) {
    await()
        .atMost(30, SECONDS)
        .untilAsserted(() -> {
          assertThat(state(gateway, node, "up")).isEqualTo(up + ".0");
          assertThat(state(gateway, node, "suspect")).isEqualTo(suspect + ".0");
          assertThat(state(gateway, node, "down")).isEqualTo(down + ".0");
        });
  }

  private static String state(TestGateway gateway, int node, String state) {
    return gateway.metric("torc_node_state" + labels(node, ",state=\"" + state + "\""));
  }

  private static String labels(int node, String more) {
    return "{name=\"n" + node + "\",node=\"" + node + "\"" + more + "}";
  }
}

package dev.torc.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.torc.testkit.LoopbackDns;
import dev.torc.testkit.RedisProcess;
import dev.torc.testkit.SentinelProcess;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A gateway whose nodes are found rather than listed. */
final class FoundNodesTest {
  @TempDir private Path folder;

  private static void assertServed(TestGateway gateway, RedisProcess node) {
    assertThat(gateway.post("/k", "v").status()).isEqualTo(201);
    assertThat(TestGateway.redis(node.address(), "GET", "k")).startsWith("$1\r\nv");
  }

  @Test
  void nodesOfADnsNameServe() throws Exception {
    try (RedisProcess node = RedisProcess.started();
        LoopbackDns dns = LoopbackDns.started()) {
      dns.set("cache.test", "SRV", "1 1 " + node.address().getPort() + " localhost.");
      String yaml =
          "stateDir: '%s'\nnodes: {dns: {name: cache.test, type: srv, server: '127.0.0.1:%d'}}\n"
              .formatted(folder.resolve("state"), dns.address().getPort());
      try (TestGateway gateway = TestGateway.started(yaml)) {
        assertServed(gateway, node);
      }
    }
  }

  @Test
  void mastersOfSentinelsServe() {
    try (RedisProcess node = RedisProcess.started();
        SentinelProcess sentinel = SentinelProcess.started(1, Map.of("m", node.address()))) {
      String yaml =
          "nodes: {sentinel: {sentinels: ['127.0.0.1:%d'], masters: [m]}}\n"
              .formatted(sentinel.address().getPort());
      try (TestGateway gateway = TestGateway.started(yaml)) {
        assertServed(gateway, node);
      }
    }
  }
}

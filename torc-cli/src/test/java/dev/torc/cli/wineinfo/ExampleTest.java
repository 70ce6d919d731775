package dev.torc.cli.wineinfo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.torc.config.Configuration;
import dev.torc.config.HostPort;
import dev.torc.routing.Backend;
import dev.torc.routing.LoadBalancer;
import dev.torc.routing.RoutingConfig;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What the example publishes is what the demo runs. */
final class ExampleTest {
  private static final Path EXAMPLE =
      Path.of(System.getProperty("torc.root"), "examples", "wineinfo");

  @Test
  void theBackendIsTheDemos() {
    List<HostPort> addresses = IntStream.range(0, 4).mapToObj(Routing::name).toList();
    Backend demo = Routing.of(Policy.RING_HASH, addresses).backends().get(0);
    Backend example = load("torc.yaml").backends().get(0);
    assertThat(example.id()).isEqualTo(demo.id());
    assertThat(example.lb()).isEqualTo(demo.lb());
    assertThat(example.endpoints().stream().map(endpoint -> endpoint.key() + endpoint.address()))
        .containsExactlyElementsOf(
            demo.endpoints().stream().map(e -> e.key() + e.address()).toList());
  }

  @Test
  void byUserIsTheSameServiceByAHeader() {
    Backend example = load("by-user/torc.yaml").backends().get(0);
    assertThat(example.id()).isEqualTo(load("torc.yaml").backends().get(0).id());
    assertThat(example.endpoints()).hasSize(3);
    assertThat(example.lb()).isInstanceOf(LoadBalancer.RingHash.class);
  }

  private static RoutingConfig load(String file) {
    return Configuration.load(EXAMPLE.resolve(file), RoutingConfig.class);
  }
}

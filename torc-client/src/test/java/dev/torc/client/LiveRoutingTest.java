package dev.torc.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.torc.config.ConfigurationException;
import dev.torc.discovery.MutableSource;
import dev.torc.discovery.RoutingSource;
import dev.torc.hash.PlacementException;
import dev.torc.routing.Backend;
import dev.torc.routing.Endpoint;
import dev.torc.routing.HashParam;
import dev.torc.routing.LoadBalancer;
import dev.torc.routing.RoutingConfig;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A client follows its source, and keeps the last good configuration. */
final class LiveRoutingTest {
  private static final Duration DEADLINE = Duration.ofMinutes(1);

  private final Recorded recorded = new Recorded();

  /** A table of Maglev has no place for more endpoints than entries. */
  private static RoutingConfig impossible() {
    LoadBalancer tiny = new LoadBalancer.Maglev(2, List.of(new HashParam.Method(false)), null);
    return RoutingConfig.of(
        List.of(),
        List.of(
            Backend.of(
                Routings.SHOP,
                tiny,
                Endpoint.of("127.0.0.1:1"),
                Endpoint.of("127.0.0.1:2"),
                Endpoint.of("127.0.0.1:3"))));
  }

  @Test
  void changesApplyAtOnceAndBadOnesNotAtAll() {
    MutableSource source = new MutableSource(Routings.plain("127.0.0.1:1"));
    try (TorcClient client =
        TorcClient.builder().withSource(source).withRecorder(recorded).build()) {
      assertThat(client.dumpBackends().get(0).endpoints()).hasSize(1);
      source.set(Routings.plain("127.0.0.1:1", "127.0.0.1:2"));
      assertThat(client.dumpBackends().get(0).endpoints()).hasSize(2);
      assertThat(client.endpoints(Routings.SHOP)).hasSize(2);
      assertThatThrownBy(() -> source.set(impossible())).isInstanceOf(PlacementException.class);
      assertThat(client.dumpBackends().get(0).endpoints()).hasSize(2);
      assertThat(recorded.others())
          .containsExactly("configured 1", "configured 1", "refused PlacementException");
    }
  }

  @Test
  void aBeginningThatIsImpossibleClosesTheSource() {
    AtomicBoolean closed = new AtomicBoolean();
    RoutingSource source =
        new RoutingSource() {
          @Override
          public RoutingConfig start(Consumer<RoutingConfig> listener) {
            return impossible();
          }

          @Override
          public void close() {
            closed.set(true);
          }
        };
    assertThatThrownBy(() -> TorcClient.builder().withSource(source).build())
        .isInstanceOf(PlacementException.class);
    assertThat(closed).isTrue();
  }

  @Test
  void aChangeThatComesBeforeTheBeginningStays() {
    RoutingSource source =
        new RoutingSource() {
          @Override
          public RoutingConfig start(Consumer<RoutingConfig> listener) {
            listener.accept(Routings.plain("127.0.0.1:1", "127.0.0.1:2"));
            return Routings.plain("127.0.0.1:1");
          }

          @Override
          public void close() {}
        };
    try (TorcClient client = TorcClient.builder().withSource(source).build()) {
      assertThat(client.dumpBackends().get(0).endpoints()).hasSize(2);
    }
  }

  private static String yaml(String address) {
    return """
    backends:
      - id: {type: static, name: shop, port: 80}
        endpoints: ["%s"]
    """
        .formatted(address);
  }

  private static void replace(Path file, String text) throws Exception {
    Path next = Files.writeString(file.resolveSibling("next.yaml"), text);
    Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
  }

  @Test
  void aFileIsFollowed(@TempDir Path folder) throws Exception {
    Path file = folder.resolve("routes.yaml");
    HttpRequest request = HttpRequest.newBuilder(URI.create("http://shop/")).build();
    assertThatThrownBy(() -> TorcClient.watching(file)).isInstanceOf(ConfigurationException.class);
    try (Replica one = Replica.answering("one");
        Replica two = Replica.answering("two")) {
      replace(file, yaml(one.address()));
      try (TorcClient client = TorcClient.watching(file)) {
        assertThat(client.send(request, BodyHandlers.ofString()).body()).isEqualTo("one");
        replace(file, yaml(two.address()));
        await()
            .atMost(DEADLINE)
            .until(() -> client.send(request, BodyHandlers.ofString()).body().equals("two"));
      }
    }
  }
}

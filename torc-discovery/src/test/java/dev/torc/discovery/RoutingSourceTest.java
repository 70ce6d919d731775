package dev.torc.discovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.torc.config.ConfigurationException;
import dev.torc.routing.Route;
import dev.torc.routing.RoutingConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@SuppressWarnings("NullAway.Init") // JUnit sets the folder.
final class RoutingSourceTest {
  private static final RoutingConfig ONE =
      RoutingConfig.of(List.of(Route.of("one", "a.example")), List.of());

  @TempDir private Path folder;

  private final List<RoutingConfig> told = new ArrayList<>();

  @Test
  void aFixedOneIsGivenOnce() {
    try (RoutingSource source = RoutingSource.of(ONE)) {
      assertThat(source.start(told::add)).isSameAs(ONE);
      assertThatThrownBy(() -> source.start(told::add)).isInstanceOf(IllegalStateException.class);
    }
    assertThat(told).isEmpty();
  }

  @Test
  void aFileIsReadAtTheStartAndNotAgain() throws IOException {
    Path file = folder.resolve("torc.yaml");
    try (RoutingSource source = RoutingSource.file(file)) {
      assertThatThrownBy(() -> source.start(told::add))
          .isInstanceOf(ConfigurationException.class)
          .hasMessage(file + ": no such file");
      Files.writeString(
          file, "routes: [{id: one, hostnames: [a.example]}]\nadmin: {port: 1}\ncache: {}\n");
      assertThat(source.start(told::add)).isEqualTo(ONE);
    }
  }

  @Test
  void aWatchedFileIsReadAtTheStart() throws IOException {
    Path file = Files.writeString(folder.resolve("routes.json"), "{\"search\": {\"ndots\": 2}}");
    try (RoutingSource source = RoutingSource.watching(file)) {
      assertThat(source.start(told::add).search().ndots()).isEqualTo(2);
    }
    try (RoutingSource source = RoutingSource.watching(file, FileWatch.Listener.NONE)) {
      assertThat(source.start(told::add).search().ndots()).isEqualTo(2);
    }
  }

  @Test
  void aProgramSetsAConfigurationThatIsToldAtOnce() {
    MutableSource source = new MutableSource(RoutingConfig.EMPTY);
    source.set(ONE);
    assertThat(source.start(told::add)).isSameAs(ONE);
    assertThat(told).isEmpty();
    source.set(RoutingConfig.EMPTY);
    assertThat(told).containsExactly(RoutingConfig.EMPTY);
    assertThat(source.get()).isSameAs(RoutingConfig.EMPTY);
    source.close();
    source.set(ONE);
    assertThat(told).hasSize(1);
    assertThatThrownBy(() -> source.start(told::add)).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void whatTheListenerRefusesIsNotSet() {
    MutableSource source = new MutableSource(RoutingConfig.EMPTY);
    source.start(config -> {
      throw new IllegalArgumentException("no");
    });
    assertThatThrownBy(() -> source.set(ONE))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("no");
    assertThat(source.get()).isSameAs(RoutingConfig.EMPTY);
  }
}

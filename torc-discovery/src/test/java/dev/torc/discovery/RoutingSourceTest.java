package dev.torc.discovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.torc.config.ConfigurationException;
import dev.torc.config.FileWatch;
import dev.torc.routing.Route;
import dev.torc.routing.Router;
import dev.torc.routing.RoutingConfig;
import dev.torc.routing.RoutingListener;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
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
  void aWatchedFileTellsOfChangesAndOfNoOtherSection() throws IOException {
    Path file = Files.writeString(folder.resolve("torc.yaml"), "search: {ndots: 2}\n");
    FileWatch<RoutingConfig> watch = watch(file, FileWatch.Listener.NONE);
    try (RoutingSource source = RoutingSource.watching(watch)) {
      source.start(told::add);
      Files.writeString(file, "search: {ndots: 2}\ncache: {}\n");
      lookTwice(watch);
      assertThat(told).isEmpty();
      Files.writeString(file, "search: {ndots: 3}\ncache: {}\n");
      lookTwice(watch);
      assertThat(told).extracting(config -> config.search().ndots()).containsExactly(3);
    }
    Files.writeString(file, "search: {ndots: 4}\n");
    lookTwice(watch);
    assertThat(told).hasSize(1);
  }

  /** What a file can say and no file check finds: a table with fewer entries than endpoints. */
  @Test
  void endpointsThatAPolicyHasNoPlaceForAreABadEdit() throws IOException {
    Path file = Files.writeString(folder.resolve("torc.yaml"), "routes: [{id: first}]\n");
    List<String> problems = new ArrayList<>();
    FileWatch.Listener listener =
        new FileWatch.Listener() {
          @Override
          public void problems(ConfigurationException found) {
            problems.add(String.valueOf(found.getMessage()));
          }
        };
    FileWatch<RoutingConfig> watch = watch(file, listener);
    try (RoutingSource source = RoutingSource.watching(watch)) {
      Router[] router = new Router[1];
      RoutingConfig first = source.start(config -> router[0].update(config));
      router[0] = new Router(first, () -> 0, () -> 0, RoutingListener.NONE);
      Files.writeString(
          file,
          """
          backends:
            - id: {type: static, name: a, port: 80}
              lb: {type: Maglev, tableSize: 2, hashParams: [{type: Method}]}
              endpoints: [10.0.0.1:80, 10.0.0.2:80, 10.0.0.3:80]
          """);
      lookTwice(watch);
      assertThat(problems).hasSize(1);
      assertThat(problems.get(0)).startsWith(file + ": ").contains("(expected: ");
      assertThat(router[0].config()).isEqualTo(first);
    }
  }

  /** The test makes every look: the interval is one that it does not live to see. */
  private static FileWatch<RoutingConfig> watch(Path file, FileWatch.Listener listener) {
    return FileWatch.builder(file, RoutingConfig.class)
        .interval(Duration.ofDays(1))
        .listener(listener)
        .build();
  }

  private static void lookTwice(FileWatch<RoutingConfig> watch) {
    watch.look();
    watch.look();
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

package dev.torc.config;

import static dev.torc.config.Watched.routes;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a consumer refuses is a bad edit, at the place in the file that it is about. */
@SuppressWarnings("NullAway.Init") // JUnit sets the folder, and the set-up the rest.
final class FileWatchRefusalTest {
  private static final String FILE =
      """
      # What runs.
      cache:
        port: 9000
      routes:
        - id: a
        - id: b
          ports: [80, 81]
      kind: {type: far, distance: 3}
      """;

  @TempDir private Path folder;

  private Path file;
  private FileWatch<Watched> watch;

  /** What the listeners were told, in order. */
  private final List<String> told = new ArrayList<>();

  /** How the next configuration is refused; {@code null}: it is not. */
  private @Nullable Consumer<Watched> refusal;

  @BeforeEach
  void watchAFile() throws IOException {
    RecordingLoggerFinder.clear();
    file = Files.writeString(folder.resolve("torc.yaml"), routes("first"));
    FileWatch.Listener listener =
        new FileWatch.Listener() {
          @Override
          public void problems(ConfigurationException problems) {
            told.add(String.valueOf(problems.getMessage()).replace(folder + "/", ""));
          }

          @Override
          public void recovered() {
            told.add("recovered");
          }
        };
    watch =
        FileWatch.builder(file, Watched.class)
            .interval(Duration.ofDays(1))
            .listener(listener)
            .build();
    watch.start(this::take);
  }

  private void take(Watched config) {
    if (refusal != null) {
      refusal.accept(config);
    }
    told.add(config.ids());
  }

  @AfterEach
  void endIt() {
    watch.close();
  }

  private void edit(String text) throws IOException {
    Files.writeString(file, text);
    watch.look();
    watch.look();
  }

  private static void refuse(String message, Object... path) {
    FieldErrors errors = new FieldErrors();
    errors.add(message, path);
    errors.throwIfAny();
  }

  @Test
  void aFieldIsRefusedWhereTheFileHasIt() throws IOException {
    refusal =
        config -> {
          int port = config.cache().port();
          if (port != 8000) {
            refuse("8000 to " + port + " needs a restart (expected: 8000)", "cache", "port");
          }
        };
    edit(FILE);
    String problem = "torc.yaml:3:9: cache.port: 8000 to 9000 needs a restart (expected: 8000)";
    assertThat(told).containsExactly(problem);
    assertThat(RecordingLoggerFinder.events())
        .singleElement()
        .satisfies(event -> {
          assertThat(event.level()).isEqualTo(System.Logger.Level.WARNING);
          assertThat(event.message()).endsWith(problem);
        });
    // Told once, and what was in force stays.
    watch.look();
    watch.look();
    assertThat(told).hasSize(1);
    edit(routes("first"));
    assertThat(told).containsExactly(problem, "recovered");
    edit(FILE.replace("9000", "8000"));
    assertThat(told).containsExactly(problem, "recovered", "a b");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "''; 2:1: no",
        "cache; 3:3: cache: no",
        "cache, port; 3:9: cache.port: no",
        // Defaulted: at what would contain it.
        "cache, limits, maxKeyBytes; 3:3: cache.limits.maxKeyBytes: no",
        "routes, 1, ports, 1; 7:17: routes[1].ports[1]: no",
        "routes, 0, ports; 5:5: routes[0].ports: no",
        "routes, 0, ports, 1; 5:5: routes[0].ports[1]: no",
        "kind, distance; 8:29: kind.distance: no",
        "kind, type; 8:14: kind.type: no",
        "unknown, field; 2:1: unknown.field: no"
      })
  void thePathLeadsFromTheWholeRecord(String path, String message) throws IOException {
    Object[] steps =
        path.isEmpty()
            ? new Object[0]
            : List.of(path.split(", ")).stream().map(FileWatchRefusalTest::step).toArray();
    refusal = config -> refuse("no", steps);
    edit(FILE);
    assertThat(told).containsExactly("torc.yaml:" + message);
  }

  private static Object step(String text) {
    return text.matches("\\d+") ? (Object) Integer.valueOf(text) : text;
  }

  @Test
  void aSectionThatIsNotInTheFileIsRefusedAtItsBeginning() throws IOException {
    refusal = config -> refuse("needs a restart", "cache", "port");
    edit("\n" + routes("a"));
    assertThat(told).containsExactly("torc.yaml:2:1: cache.port: needs a restart");
  }

  @Test
  void allFieldsAreReportedInTheOrderOfTheFile() throws IOException {
    refusal =
        config -> {
          FieldErrors errors = new FieldErrors();
          errors.add("third", "kind");
          errors.add("second", "routes", 1, "id");
          errors.add("first", "cache", "port");
          errors.throwIfAny();
        };
    edit(FILE);
    assertThat(told)
        .containsExactly(
            """
            torc.yaml:3:9: cache.port: first
            torc.yaml:6:9: routes[1].id: second
            torc.yaml:8:7: kind: third\
            """);
  }

  @Test
  void problemsOfAnotherFileStayThose() throws IOException {
    refusal = config -> Configuration.parse("cache: 5", "other.yaml", Watched.class);
    edit(FILE);
    assertThat(told).containsExactly("other.yaml:1:8: cache: 5 (expected: a mapping)");
    refusal = null;
    edit(FILE + "# Again.\n");
    assertThat(told).hasSize(3).endsWith("a b", "recovered");
  }

  /** The same values at other lines are another text: they are offered again, and refused there. */
  @Test
  void anEditThatOnlyMovesTheFieldIsRefusedWhereItIsNow() throws IOException {
    refusal = config -> refuse("no", "cache", "port");
    edit(FILE);
    edit("\n\n" + FILE);
    assertThat(told)
        .containsExactly("torc.yaml:3:9: cache.port: no", "torc.yaml:5:9: cache.port: no");
  }

  @Test
  void aRefusalIsNotInForce() throws IOException {
    refusal = config -> refuse("no");
    edit(FILE);
    refusal = null;
    edit(FILE + "# Nothing but a comment.\n");
    assertThat(told).containsExactly("torc.yaml:2:1: no", "a b", "recovered");
  }
}

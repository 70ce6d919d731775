package dev.torc.config;

import static dev.torc.config.Watched.BAD;
import static dev.torc.config.Watched.routes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every look is made by the test: nothing here waits for time to pass. */
@SuppressWarnings("NullAway.Init") // JUnit sets the folder, and the set-up the rest.
final class FileWatchTest {
  @TempDir private Path folder;

  private Path file;
  private FileWatch<Watched> watch;

  /** What the listeners were told, in order. */
  private final List<String> told = new ArrayList<>();

  private final FileWatch.Listener listener =
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

  @BeforeEach
  void watchAFile() throws IOException {
    RecordingLoggerFinder.clear();
    file = folder.resolve("torc.yaml");
    write(routes("first"));
    // An interval that no test lives to see.
    watch =
        FileWatch.builder(file, Watched.class)
            .interval(Duration.ofDays(1))
            .listener(listener)
            .build();
  }

  @AfterEach
  void endIt() {
    watch.close();
  }

  private void start() {
    assertThat(watch.start(config -> told.add(config.ids())).ids()).isEqualTo("first");
  }

  private void write(String text) throws IOException {
    Files.writeString(file, text);
  }

  private void lookTwice() {
    watch.look();
    watch.look();
  }

  /** Whoever has loaded the file earlier takes what is in it now for an edit. */
  @Test
  void whatWasEditedBeforeTheStartIsAnEdit() throws IOException {
    Watched loaded = Configuration.load(file, Watched.class);
    write(BAD);
    watch.start(loaded, config -> told.add(config.ids()));
    assertThat(told).isEmpty();
    lookTwice();
    assertThat(told).hasSize(1);
    write(routes("second"));
    lookTwice();
    assertThat(told).hasSize(3).endsWith("second", "recovered");
    write(routes("first"));
    lookTwice();
    assertThat(told).endsWith("first");
  }

  @Test
  void anEditInPlaceIsAppliedWhenTwoLooksFindTheSame() throws IOException {
    start();
    write(routes("second"));
    watch.look();
    assertThat(told).isEmpty();
    watch.look();
    assertThat(told).containsExactly("second");
    lookTwice();
    assertThat(told).containsExactly("second");
  }

  @Test
  void aFileWrittenByHalfIsNotAppliedEvenIfItIsValid() throws IOException {
    start();
    write(routes("a"));
    watch.look();
    write(routes("a", "b"));
    watch.look();
    write(routes("a", "b", "c"));
    watch.look();
    assertThat(told).isEmpty();
    watch.look();
    assertThat(told).containsExactly("a b c");
  }

  @Test
  void aFileMovedOverItIsSeen() throws IOException {
    start();
    Path next = Files.writeString(folder.resolve("next"), routes("moved"));
    Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    lookTwice();
    assertThat(told).containsExactly("moved");
  }

  /** As the kubelet updates a ConfigMap: torc.yaml → ..data/torc.yaml, ..data → ..1, then ..2. */
  @Test
  void aSymbolicLinkThatChangesIsSeen() throws IOException {
    Path mount = Files.createDirectory(folder.resolve("mount"));
    for (int version = 1; version <= 2; version++) {
      Path data = Files.createDirectory(mount.resolve(".." + version));
      Files.writeString(data.resolve("torc.yaml"), routes("version-" + version));
    }
    Path link = mount.resolve("..data");
    Files.createSymbolicLink(link, Path.of("..1"));
    Files.createSymbolicLink(mount.resolve("torc.yaml"), Path.of("..data", "torc.yaml"));
    try (FileWatch<Watched> mounted =
        FileWatch.builder(mount.resolve("torc.yaml"), Watched.class)
            .interval(Duration.ofDays(1))
            .build()) {
      assertThat(mounted.start(config -> told.add(config.ids())).ids()).isEqualTo("version-1");
      Path next = mount.resolve("..data_tmp");
      Files.createSymbolicLink(next, Path.of("..2"));
      Files.move(next, link, StandardCopyOption.ATOMIC_MOVE);
      mounted.look();
      mounted.look();
    }
    assertThat(told).containsExactly("version-2");
  }

  @Test
  void whatDoesNotChangeTheMeaningIsNotTold() throws IOException {
    start();
    write("# The same.\n" + routes("first"));
    lookTwice();
    write("{\"routes\": [{\"id\": \"first\"}]}");
    lookTwice();
    assertThat(told).isEmpty();
    write("{\"routes\": [{\"id\": \"json\"}], \"cache\": {}}");
    lookTwice();
    assertThat(told).containsExactly("json");
  }

  @Test
  void aBadEditKeepsTheLastGoodOneAndIsToldOnce() throws IOException {
    start();
    write(BAD);
    watch.look();
    assertThat(told).isEmpty();
    lookTwice();
    lookTwice();
    String problem = "torc.yaml:3:5: unknown field \"port\" in routes[0] (did you mean \"ports\"?)";
    assertThat(told).containsExactly(problem);
    assertThat(RecordingLoggerFinder.events()).hasSize(1);
    RecordingLoggerFinder.Event event = RecordingLoggerFinder.events().get(0);
    assertThat(event.level()).isEqualTo(System.Logger.Level.WARNING);
    assertThat(event.message().replace(folder + "/", ""))
        .isEqualTo("torc.yaml: what was in force stays, because of%n  %s".formatted(problem));
    write("routes: 5\n");
    lookTwice();
    assertThat(told).containsExactly(problem, "torc.yaml:1:9: routes: 5 (expected: a list)");
    write(routes("good"));
    lookTwice();
    assertThat(told.subList(2, 4)).containsExactly("good", "recovered");
    write(BAD);
    lookTwice();
    assertThat(told).hasSize(5);
  }

  @Test
  void goingBackToTheLastGoodOneIsARecoveryWithoutAChange() throws IOException {
    start();
    write(BAD);
    lookTwice();
    write(routes("first"));
    lookTwice();
    assertThat(told).hasSize(2).endsWith("recovered");
  }

  @Test
  void aVanishedFileKeepsTheLastGoodOne() throws IOException {
    start();
    Files.delete(file);
    watch.look();
    assertThat(told).isEmpty();
    lookTwice();
    assertThat(told).containsExactly("torc.yaml: no such file");
    write(routes("back"));
    lookTwice();
    assertThat(told).containsExactly("torc.yaml: no such file", "back", "recovered");
  }

  /** Between the removal and the rename of a careless editor. */
  @Test
  void aFileThatIsGoneForOneLookIsNoProblem() throws IOException {
    start();
    Files.delete(file);
    watch.look();
    write(routes("first"));
    lookTwice();
    assertThat(told).isEmpty();
    assertThat(RecordingLoggerFinder.events()).isEmpty();
  }

  @Test
  void whatIsNoTextOrTooLargeIsAProblem() throws IOException {
    start();
    Files.write(file, new byte[] {'a', ':', ' ', (byte) 0xff});
    lookTwice();
    assertThat(told.get(0)).isEqualTo("torc.yaml:1:4: invalid UTF-8 (expected: text in UTF-8)");
    write("#".repeat(1 << 21));
    lookTwice();
    assertThat(told.get(1))
        .isEqualTo("torc.yaml: larger than 1MiB (expected: a configuration file)");
    Files.delete(file);
    Files.createDirectory(file);
    lookTwice();
    assertThat(told.get(2)).isEqualTo("torc.yaml: is a directory (expected: a file)");
  }

  @Test
  void whatTheListenerRefusesIsABadEditToo() throws IOException {
    watch.start(config -> {
      if (config.ids().equals("refused")) {
        throw new IllegalArgumentException("not this one\nand not that one");
      }
      told.add(config.ids());
    });
    write(routes("refused"));
    lookTwice();
    lookTwice();
    assertThat(told).containsExactly("torc.yaml: not this one\ntorc.yaml: and not that one");
    write(routes("taken"));
    lookTwice();
    assertThat(told.subList(1, 3)).containsExactly("taken", "recovered");
    write(routes("refused"));
    lookTwice();
    write(routes("taken"));
    lookTwice();
    assertThat(told.subList(4, 5)).containsExactly("recovered");
  }

  @Test
  void aRefusalWithoutAMessageNamesItsClass() throws IOException {
    watch.start(config -> {
      throw new UnsupportedOperationException();
    });
    write(routes("refused"));
    lookTwice();
    assertThat(told).containsExactly("torc.yaml: java.lang.UnsupportedOperationException");
  }

  @Test
  void startNeedsAFileThatCanBeUsed() throws IOException {
    write(BAD);
    assertThatThrownBy(() -> watch.start(config -> {}))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("torc.yaml:3:5: unknown field \"port\"");
    Files.delete(file);
    assertThatThrownBy(() -> watch.start(config -> {}))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageEndingWith("torc.yaml: no such file");
    watch.look();
    // A start that failed is none.
    write(routes("first"));
    start();
  }

  @Test
  void startsOnceAndBeforeItsEnd() {
    start();
    assertThatThrownBy(this::start)
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("started twice (expected: one start, before close)");
    watch.close();
    assertThatThrownBy(this::start)
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("closed (expected: one start, before close)");
  }

  @Test
  void nothingIsToldAfterTheEnd() throws IOException {
    start();
    write(routes("late"));
    watch.look();
    watch.close();
    watch.close();
    watch.look();
    assertThat(told).isEmpty();
  }

  @Test
  void aListenerMayEndIt() throws IOException {
    watch.start(config -> {
      told.add(config.ids());
      watch.close();
    });
    write(routes("last"));
    lookTwice();
    write(routes("later"));
    lookTwice();
    assertThat(told).containsExactly("last");
  }

  @Test
  void theIntervalIsAboveZero() {
    assertThatThrownBy(() -> FileWatch.builder(file, Watched.class).interval(Duration.ZERO))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("interval: PT0S (expected: above 0)");
  }
}

package dev.torc.config;

import static dev.torc.config.Watched.BAD;
import static dev.torc.config.Watched.routes;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A watch that looks by itself, on its own thread or another's. */
@SuppressWarnings("NullAway.Init") // JUnit sets the folder, and the set-up the file.
final class FileWatchThreadTest {
  @TempDir private Path folder;

  private Path file;

  @BeforeEach
  void writeAFile() throws IOException {
    file = folder.resolve("torc.yaml");
    write(routes("first"));
  }

  private void write(String text) throws IOException {
    Files.writeString(file, text);
  }

  @Test
  void itsOwnThreadIsADaemonAndEndsWithIt() throws Exception {
    CountDownLatch applied = new CountDownLatch(1);
    Thread[] looking = new Thread[1];
    try (FileWatch<Watched> quick =
        FileWatch.builder(file, Watched.class).interval(Duration.ofMillis(1)).build()) {
      quick.start(config -> {
        looking[0] = Thread.currentThread();
        applied.countDown();
      });
      write(routes("second"));
      assertThat(applied.await(30, TimeUnit.SECONDS)).isTrue();
      assertThat(looking[0].isDaemon()).isTrue();
      assertThat(looking[0].getName()).isEqualTo("torc-file-watch");
    }
    looking[0].join(30_000);
    assertThat(looking[0].isAlive()).isFalse();
  }

  @Test
  void aGivenSchedulerOutlivesIt() throws Exception {
    var scheduler = Executors.newSingleThreadScheduledExecutor();
    try {
      CountDownLatch applied = new CountDownLatch(1);
      try (FileWatch<Watched> quick =
          FileWatch.builder(file, Watched.class)
              .interval(Duration.ofMillis(1))
              .scheduler(scheduler)
              .build()) {
        quick.start(config -> applied.countDown());
        write(routes("second"));
        assertThat(applied.await(30, TimeUnit.SECONDS)).isTrue();
      }
      assertThat(scheduler.submit(() -> "alive").get(30, TimeUnit.SECONDS)).isEqualTo("alive");
    } finally {
      scheduler.shutdownNow();
    }
  }

  /** A problem listener that fails must not end the watch. */
  @Test
  void aListenerOfProblemsThatFailsDoesNotEndTheWatch() throws Exception {
    CountDownLatch applied = new CountDownLatch(1);
    CountDownLatch failed = new CountDownLatch(1);
    FileWatch.Listener failing =
        new FileWatch.Listener() {
          @Override
          public void problems(ConfigurationException problems) {
            failed.countDown();
            throw new IllegalStateException("no");
          }
        };
    try (FileWatch<Watched> quick =
        FileWatch.builder(file, Watched.class)
            .interval(Duration.ofMillis(1))
            .listener(failing)
            .build()) {
      quick.start(config -> applied.countDown());
      write(BAD);
      assertThat(failed.await(30, TimeUnit.SECONDS)).isTrue();
      write(routes("second"));
      assertThat(applied.await(30, TimeUnit.SECONDS)).isTrue();
    }
  }
}

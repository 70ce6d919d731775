package dev.torc.cache.coordination;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Processes that are killed while they update. {@code -Dtorc.kills=100} kills so many; a kill takes
 * about a second, most of it to start the next process.
 */
@Timeout(600)
final class FileCoordinatorKillTest {
  private static final int KILLS = Integer.getInteger("torc.kills", 8);
  private static final int MOST_UPDATES = 40;

  @TempDir private Path folder;

  private Process start(int nodes) throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1",
            "-cp",
            System.getProperty("java.class.path"),
            UpdatingProcess.class.getName(),
            folder.toString(),
            Integer.toString(nodes))
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }

  @Test
  void whatWasAcceptedIsThereAfterAKill() throws Exception {
    Random random = new Random(7);
    int atLeast = 0;
    for (int i = 0; i < KILLS; i++) {
      int accepted = lastAcceptedBeforeKill(1 + random.nextInt(MOST_UPDATES));
      assertThat(accepted).isGreaterThanOrEqualTo(atLeast);
      try (Coordinator coordinator = Coordinator.inFolder(folder)) {
        // The update that was under way may have got through.
        atLeast = ClusterStates.number(coordinator);
        assertThat(atLeast).isBetween(accepted, accepted + 1);
      }
    }
  }

  private int lastAcceptedBeforeKill(int updates) throws Exception {
    // Large enough for a write to take longer than what lies between writes.
    Process process = start(20);
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8))) {
      int last = -1;
      int count = 0;
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        last = Integer.parseInt(line);
        if (++count == updates) {
          // Unlike the process's own method, this leaves what it has printed to be read.
          process.toHandle().destroyForcibly();
        }
      }
      assertThat(count).isGreaterThanOrEqualTo(updates);
      return last;
    } finally {
      process.destroyForcibly().waitFor();
    }
  }

  /** An attempt within a process must not unlock the folder for other processes. */
  @Test
  void twoProcessesCannotUseOneFolder() throws Exception {
    Process process = start(3);
    try {
      assertThat(process.inputReader().readLine()).isEqualTo("3");
      for (int i = 0; i < 2; i++) {
        assertThatThrownBy(() -> Coordinator.inFolder(folder))
            .isInstanceOf(CoordinatorException.class)
            .hasMessage(
                "state folder "
                    + folder
                    + ": in use by another process (expected: one gateway to a folder)");
      }
    } finally {
      process.destroyForcibly().waitFor();
    }
    try (Coordinator coordinator = Coordinator.inFolder(folder)) {
      assertThatThrownBy(() -> Coordinator.inFolder(folder))
          .hasMessageContaining("in use by this process");
      Process other = start(3);
      try {
        assertThat(other.waitFor()).isNotZero();
      } finally {
        other.destroyForcibly().waitFor();
      }
      assertThat(coordinator.update(ClusterStates::next)).isNotNull();
    }
  }
}

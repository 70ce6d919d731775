package dev.torc.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is left when the gateway's process is killed. */
final class OrphanTest {

  @Test
  void nothingOutlivesAKilledGateway() throws IOException {
    Process gateway =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                OrphanMain.class.getName())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    try (BufferedReader output = gateway.inputReader(UTF_8)) {
      assertThat(output.readLine()).startsWith("ready ");
      List<ProcessHandle> left = gateway.descendants().toList();
      List<Path> executables =
          left.stream()
              .flatMap(process -> process.info().command().stream())
              .filter(command -> command.contains("torc-nodes-"))
              .map(Path::of)
              .toList();
      assertThat(left).as("supervisor and servers").hasSize(3);
      assertThat(executables).hasSize(2);
      assertThat(executables.getFirst()).exists();
      gateway.destroyForcibly();
      await().atMost(5, SECONDS).until(() -> left.stream().noneMatch(ProcessHandle::isAlive));
      assertThat(executables.getFirst().getParent()).doesNotExist();
    } finally {
      gateway.destroyForcibly();
    }
  }
}

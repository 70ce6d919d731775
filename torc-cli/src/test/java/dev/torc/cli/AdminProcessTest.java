package dev.torc.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.torc.cli.admin.ChangeJson;
import dev.torc.cli.admin.ScriptedGateway;
import dev.torc.cli.admin.ScriptedGateway.Asked;
import java.io.File;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The commands of changes as processes of their own. */
@Timeout(120)
final class AdminProcessTest {
  private static final String SECRET = "s3cret";
  private static final Asked POLL = new Asked("GET", "/changes/3", "Bearer " + SECRET, "");

  private static Process start(ScriptedGateway gateway, String... arguments) throws IOException {
    ProcessBuilder torc =
        new ProcessBuilder(
            Cli.arguments(
                arguments,
                System.getProperty("java.home") + File.separator + "bin" + File.separator + "java",
                "-cp",
                System.getProperty("java.class.path"),
                Torc.class.getName()));
    torc.environment().put("TORC_ADMIN", gateway.url());
    torc.environment().put("TORC_ADMIN_TOKEN", SECRET);
    return torc.start();
  }

  @Test
  void theEnvironmentNamesTheGatewayAndTheToken() throws Exception {
    try (ScriptedGateway gateway = new ScriptedGateway()) {
      gateway.answer(202, new ChangeJson().toString());
      gateway.answer(200, ChangeJson.committed().toString());
      Process torc = start(gateway, "nodes", "add", "--verbose");
      assertThat(torc.waitFor(60, SECONDS)).isTrue();
      assertThat(new String(torc.getInputStream().readAllBytes(), UTF_8))
          .startsWith("change 3: add node 3 (127.0.0.1:7004): committed in 1.2 s")
          .hasLineCount(1);
      assertThat(torc.getErrorStream().readAllBytes()).isEmpty();
      assertThat(torc.exitValue()).isZero();
      assertThat(gateway.asked())
          .containsExactly(
              new Asked("POST", "/changes", "Bearer " + SECRET, "{\"add\":[{}]}"), POLL);
    }
  }

  @Test
  void aSignalEndsTheCommandAndNotTheChange() throws Exception {
    try (ScriptedGateway gateway = new ScriptedGateway()) {
      gateway.answer(202, new ChangeJson().toString());
      for (int i = 0; i < 1000; i++) {
        gateway.answer(200, new ChangeJson().toString());
      }
      Process torc = start(gateway, "vnodes", "set", "200");
      await().atMost(60, SECONDS).until(() -> gateway.asked().contains(POLL));
      // Not the process's own method: it closes the pipes too.
      torc.toHandle().destroy();
      assertThat(torc.waitFor(20, SECONDS)).isTrue();
      assertThat(torc.exitValue()).isNotZero();
      assertThat(torc.getInputStream().readAllBytes()).isEmpty();
      List<Asked> asked = gateway.asked();
      assertThat(asked.subList(1, asked.size())).containsOnly(POLL);
    }
  }
}

package dev.torc.cli;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.torc.testkit.RawHttp;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The log lines of a gateway whose ring is changed. */
final class LogFormatTest {
  @TempDir private Path folder;

  /** The lines that a gateway writes while a change is made. */
  private List<String> lines(String... options) throws Exception {
    Path log = folder.resolve("log");
    try (UpProcess up = UpProcess.logging(log, options);
        RawHttp admin = RawHttp.connect(up.admin())) {
      admin.request("POST", "/changes", "{\"vnodes\":50}");
      assertThat(admin.response().status()).isEqualTo(202);
      await().atMost(30, SECONDS).until(() -> Files.readString(log).contains("change is over"));
    }
    return Files.readAllLines(log);
  }

  @Test
  void textHasFactsAsPairs() throws Exception {
    List<String> lines = lines("--nodes", "2");
    assertThat(lines)
        .anyMatch(
            line -> line.endsWith("change begins: change=1 what=\"vnodes to 50\" origin=command"))
        .anyMatch(
            line -> line.contains("change is over: change=1 ") && line.contains("keysMoved=0"));
  }

  @Test
  void jsonHasFactsAsFields() throws Exception {
    List<JsonNode> lines =
        lines("--nodes", "2", "--log-format", "json").stream()
            .map(JsonMapper.shared()::readTree)
            .toList();
    JsonNode over =
        lines.stream()
            .filter(line -> line.get("message").asString().startsWith("change is over: "))
            .findFirst()
            .orElseThrow();
    assertThat(Instant.parse(over.get("time").asString())).isBefore(Instant.now());
    assertThat(over.get("level").asString()).isEqualTo("INFO");
    assertThat(over.get("logger").asString()).isEqualTo("dev.torc.cache.resharding.Change");
    assertThat(over.get("change").isIntegralNumber()).isTrue();
    assertThat(over.get("change").asInt()).isEqualTo(1);
    assertThat(over.get("state").asString()).isEqualTo("committed");
    assertThat(over.get("share").asDouble()).isBetween(0.01, 0.99);
    assertThat(over.get("epoch").asInt()).isEqualTo(3);
  }
}

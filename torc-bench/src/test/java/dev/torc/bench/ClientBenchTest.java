package dev.torc.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The command, with the least effort that is one. */
final class ClientBenchTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @Test
  void measuresBothClientsAndWritesJson() {
    assertThat(run("client", "--smoke", "--json")).as(err.toString()).isZero();
    List<String> measured = new ArrayList<>();
    for (JsonNode object : JsonMapper.shared().readTree(out.toString())) {
      assertThat(object.propertyNames())
          .containsExactly("client", "mode", "cpuMicrosPerRequest", "requestsPerSecond", "ratio");
      assertThat(object.get("requestsPerSecond").asDouble()).isPositive();
      measured.add(object.get("client").asString() + " " + object.get("mode").asString());
    }
    assertThat(measured)
        .containsExactly(
            "jdk send", "torc send", "jdk sendAsync, 16 at a time", "torc sendAsync, 16 at a time");
  }

  @Test
  void helpHasAnExample() {
    assertThat(run("client", "--help")).isZero();
    assertThat(out.toString())
        .contains("Usage: torc bench client ", "Examples:", "--quick", "--json", "--output")
        .doesNotContain("--smoke");
  }

  private int run(String... arguments) {
    CommandLine line = Bench.commandLine();
    line.setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
    return line.execute(arguments);
  }
}

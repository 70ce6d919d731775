package dev.torc.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import picocli.CommandLine;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The command, with the least effort that is one. */
@Timeout(300)
final class ReshardBenchTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @Test
  void changesTheRingOfARunningGatewayAndClientsSeeNothingOfIt() {
    int exitCode =
        run(
            "reshard",
            "--smoke",
            "--json",
            "--keys",
            "500",
            "--clients",
            "4",
            "--rate",
            "200",
            "--seed",
            "7");
    assertThat(out.toString()).as(err.toString()).startsWith("[{");
    List<String> changes = new ArrayList<>();
    double longestHold = 0;
    for (JsonNode object : JsonMapper.shared().readTree(out.toString())) {
      assertThat(object.propertyNames())
          .containsExactly(
              "change",
              "keys",
              "moved",
              "minimum",
              "wrongMisses",
              "lostWrites",
              "staleReads",
              "clientErrors",
              "p99BeforeMs",
              "p99DuringMs",
              "holdP99Ms",
              "seconds");
      for (String violation : List.of("wrongMisses", "lostWrites", "staleReads", "clientErrors")) {
        assertThat(object.get(violation).asLong()).as(violation + " " + err).isZero();
      }
      assertThat(object.get("keys").asLong()).isBetween(400L, 500L);
      assertThat(object.get("minimum").asLong()).isBetween(50L, 400L);
      // Keys are deleted and written meanwhile, a few.
      assertThat(object.get("moved").asDouble() / object.get("minimum").asDouble())
          .isBetween(0.8, 1.2);
      longestHold = Math.max(longestHold, object.get("holdP99Ms").asDouble());
      changes.add(object.get("change").asString());
    }
    assertThat(changes)
        .containsExactly("3 to 5 nodes", "5 to 2 nodes", "vnodes 100 to 400", "vnodes 400 to 50");
    assertThat(exitCode).isEqualTo(longestHold <= 50 ? 0 : 1);
    assertThat(err.toString()).startsWith("torc: resharding with 500 keys, seed 7\n");
  }

  @Test
  void helpHasAnExample() {
    assertThat(run("reshard", "--help")).isZero();
    assertThat(out.toString())
        .contains("Usage: torc bench reshard ", "Examples:", "--rate", "--json", "--output")
        .doesNotContain("--smoke");
  }

  @Test
  void refusesALoadOfNothing() {
    assertThat(run("reshard", "--rate", "0")).isEqualTo(2);
    assertThat(err.toString()).contains("--rate: 0 (expected: 1 to 1000000)");
    assertThat(run("reshard", "--clients", "9", "--keys", "8")).isEqualTo(2);
    assertThat(err.toString()).contains("--keys: 8 (expected: 9 to ");
  }

  private int run(String... arguments) {
    CommandLine line = Bench.commandLine();
    line.setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
    return line.execute(arguments);
  }
}

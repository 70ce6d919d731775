package dev.torc.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The command, with the least effort that is one. */
final class RoutingBenchTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @Test
  void measuresEveryPolicyAndWritesJson() {
    assertThat(run("routing", "--smoke", "--json")).as(err.toString()).isZero();
    List<String> measured = new ArrayList<>();
    for (JsonNode object : JsonMapper.shared().readTree(out.toString())) {
      assertThat(object.propertyNames())
          .containsExactly("policy", "routes", "endpoints", "nsPerOp", "bytesPerOp");
      assertThat(object.get("endpoints").asInt()).isEqualTo(100);
      assertThat(object.get("nsPerOp").asDouble()).isPositive();
      measured.add(object.get("policy").asString());
    }
    assertThat(measured)
        .containsExactlyElementsOf(Arrays.stream(Policy.values()).map(Policy::label).toList());
  }

  @Test
  void writesATableOfAllPolicies() {
    assertThat(run("routing", "--smoke")).as(err.toString()).isZero();
    assertThat(out.toString()).contains("    ./torc bench routing\n", "| Policy | ns | B | Met |");
    assertThat(
            out.toString()
                .lines()
                .filter(line -> line.endsWith(" yes |") || line.endsWith(" no |")))
        .hasSize(Policy.values().length);
  }

  @Test
  void helpHasAnExample() {
    assertThat(run("routing", "--help")).isZero();
    assertThat(out.toString())
        .contains("Usage: torc bench routing ", "Examples:", "--quick", "--json", "--output")
        .doesNotContain("--smoke");
  }

  private int run(String... arguments) {
    CommandLine line = Bench.commandLine();
    line.setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
    return line.execute(arguments);
  }
}

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
final class CopyBenchTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @Test
  void copiesThereAndBackAndWritesJson() {
    assertThat(run("copy", "--smoke", "--json", "--keys", "3000", "--runs", "3"))
        .as(err.toString())
        .isZero();
    List<String> measured = new ArrayList<>();
    for (JsonNode object : JsonMapper.shared().readTree(out.toString())) {
      measured.add(object.get("measured").asString());
      assertThat(object.get("met").isBoolean()).isTrue();
      object.properties().stream()
          .filter(field -> field.getValue().isNumber())
          .forEach(
              field -> assertThat(field.getValue().asDouble()).as(field.getKey()).isPositive());
    }
    assertThat(measured).containsExactly("copy", "writes to moving keys", "writes to other keys");
    assertThat(err.toString()).startsWith("torc: copying 3000 keys\n").contains("[9/9]");
  }

  @Test
  void helpHasAnExample() {
    assertThat(run("copy", "--help")).isZero();
    assertThat(out.toString())
        .contains("Usage: torc bench copy ", "Examples:", "--keys", "--json", "--output")
        .doesNotContain("--smoke");
  }

  @Test
  void refusesTooFewKeys() {
    assertThat(run("copy", "--keys", "10")).isEqualTo(2);
    assertThat(err.toString()).contains("--keys: 10 (expected: 1000 to 10000000)");
  }

  private int run(String... arguments) {
    CommandLine line = Bench.commandLine();
    line.setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
    return line.execute(arguments);
  }
}

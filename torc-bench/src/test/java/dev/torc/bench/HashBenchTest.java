package dev.torc.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The command, with the least effort that is one. */
final class HashBenchTest {
  private static final List<String> FIELDS =
      List.of("algorithm", "nodes", "key", "nsPerOp", "bytesPerOp");

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @TempDir private Path folder;

  @Test
  void measuresEveryAlgorithmAndWritesJson() throws IOException {
    Path file = folder.resolve("hash.json");
    assertThat(run("hash", "--smoke", "--json", "--output", file.toString()))
        .as(err.toString())
        .isZero();
    assertThat(out.toString()).isEmpty();
    List<String> measured = new ArrayList<>();
    for (JsonNode object : JsonMapper.shared().readTree(Files.readString(file))) {
      assertThat(object.propertyNames()).containsExactlyElementsOf(FIELDS);
      assertThat(object.get("nodes").asInt()).isEqualTo(100);
      assertThat(object.get("nsPerOp").asDouble()).isPositive();
      assertThat(object.get("bytesPerOp").asDouble()).isNotNegative();
      measured.add(object.get("algorithm").asString() + ", " + object.get("key").asString());
    }
    assertThat(measured)
        .doesNotHaveDuplicates()
        .hasSize(22)
        .contains("torc ring, long", "torc rendezvous, string", "grpc-java, long")
        .contains("spymemcached, string", "dubbo, string")
        .doesNotContain("spymemcached, long", "dubbo, long");
    assertThat(err.toString()).contains("torc: 36 benchmarks").contains("[36/36]");
  }

  @Test
  void helpHasAnExample() {
    assertThat(run("--help")).isZero();
    assertThat(run("hash", "--help")).isZero();
    assertThat(out.toString())
        .contains("Usage: torc bench ", "Example: torc bench hash")
        .contains("Usage: torc bench hash ", "Examples:", "--quick", "--json", "--output")
        .doesNotContain("--smoke");
  }

  @Test
  void wrongUsageIsToldBeforeAnythingIsMeasured() {
    assertThat(run()).isEqualTo(2);
    assertThat(run("hash", "--fast")).isEqualTo(2);
    assertThat(run("hash", "--output", folder.toString())).isEqualTo(2);
    assertThat(err.toString()).contains("no command", "--fast", "--output").doesNotContain("1/");
    assertThat(out.toString()).isEmpty();
  }

  private int run(String... arguments) {
    CommandLine line = Bench.commandLine();
    line.setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
    return line.execute(arguments);
  }
}

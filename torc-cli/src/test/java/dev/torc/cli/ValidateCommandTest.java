package dev.torc.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

@SuppressWarnings("NullAway.Init") // JUnit sets the folder.
final class ValidateCommandTest {
  @TempDir private Path folder;

  private Path file(String content) throws IOException {
    return Files.writeString(folder.resolve("torc.yaml"), content);
  }

  @Test
  void acceptsAValidFile() throws IOException {
    Path file = file("cache:\n  vnodes: 100\n  nodes:\n    static:\n      - 127.0.0.1:6379\n");
    Cli validate = Cli.run("validate", file.toString());
    assertThat(validate.exitCode()).isZero();
    assertThat(validate.out()).isEqualTo(file + ": valid" + System.lineSeparator());
    assertThat(Cli.run("validate", "--json", file.toString()).out().strip()).isEqualTo("[]");
  }

  @Test
  void tellsEveryProblemWithItsPosition() throws IOException {
    Path file = file("cache:\n  vnode: 100\n  port: many\nadmin:\n  port: 70000\n");
    Cli validate = Cli.run("validate", file.toString());
    assertThat(validate.exitCode()).isEqualTo(2);
    assertThat(validate.out()).isEmpty();
    assertThat(validate.err().lines())
        .containsExactly(
            "torc: " + file + ":2:3: unknown field \"vnode\" in cache (did you mean \"vnodes\"?)",
            "torc: " + file + ":3:9: cache.port: \"many\" (expected: a whole number)",
            "torc: " + file + ":5:9: admin.port: 70000 (expected: 0 to 65535)");
    JsonNode json =
        JsonMapper.shared().readTree(Cli.run("validate", "--json", file.toString()).out());
    assertThat(json).hasSize(3);
    assertThat(json.get(1).get("line").asInt()).isEqualTo(3);
    assertThat(json.get(1).get("column").asInt()).isEqualTo(9);
  }

  @Test
  void refusesFilesThatAreMissingEmptyOrMalformed() throws IOException {
    Path missing = folder.resolve("none.yaml");
    assertRefused(missing, missing.toString());
    assertRefused(file(""), "empty");
    assertRefused(file("# nothing\n"), "empty");
    assertRefused(file("cache: [1, 2\n"), "torc.yaml:");
    assertRefused(folder, folder.toString());
  }

  /**
   * Routes are of use without a cache, to a client or a proxy; there only is nothing to run yet.
   */
  @Test
  void aFileWithoutACacheIsValidButCannotBeRun() throws IOException {
    for (String content : List.of("admin: {}\n", "{}", "routes: [{id: a}]\n")) {
      Path file = file(content);
      assertThat(Cli.run("validate", file.toString()).exitCode()).isZero();
      Cli up = Cli.run("up", "-c", file.toString());
      assertThat(up.exitCode()).isEqualTo(2);
      assertThat(up.err())
          .isEqualToNormalizingNewlines("torc: " + file + ": nothing to run (expected: cache)\n");
    }
  }

  private static void assertRefused(Path file, String message) {
    Cli validate = Cli.run("validate", file.toString());
    assertThat(validate.exitCode()).isEqualTo(2);
    assertThat(validate.err()).startsWith("torc: ").contains(message).hasLineCount(1);
    Cli up = Cli.run("up", "-c", file.toString());
    assertThat(up.exitCode()).isEqualTo(2);
    assertThat(up.err()).isEqualTo(validate.err());
  }

  @Test
  void upRefusesOptionsThatContradictTheFile() throws IOException {
    Path file = file("cache: {nodes: {static: [127.0.0.1:6379]}}\n");
    Cli up = Cli.run("up", "-c", file.toString(), "--nodes", "3");
    assertThat(up.exitCode()).isEqualTo(2);
    assertThat(up.err()).contains("--nodes: the file has nodes that you run");
    assertThat(Cli.run("up", "--port", "70000").err())
        .contains("--port: 70000 (expected: 0 to 65535)");
    assertThat(Cli.run("up", "--nodes", "0").err()).contains("--nodes: 0 (expected: 1 to 64)");
  }
}

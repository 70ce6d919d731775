package dev.torc.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Help, version, completion and wrong usage. */
final class UsageTest {
  private static final List<String> COMMANDS =
      List.of(
          "up",
          "nodes",
          "vnodes",
          "changes",
          "validate",
          "check-route",
          "resolve",
          "explain",
          "dump",
          "place",
          "load",
          "demo",
          "bench",
          "version",
          "completion");

  @Test
  void helpNamesEveryCommandAndNoHiddenOne() {
    Cli help = Cli.run("--help");
    assertThat(help.exitCode()).isZero();
    assertThat(help.err()).isEmpty();
    COMMANDS.forEach(command -> assertThat(help.out()).containsPattern("(?m)^  " + command + " "));
    assertThat(help.out()).doesNotContain("rehearse");
  }

  @ParameterizedTest
  @FieldSource("COMMANDS")
  void everyCommandHasHelpWithAnExample(String command) {
    for (Cli help : List.of(Cli.run(command, "--help"), Cli.run("help", command))) {
      assertThat(help.exitCode()).isZero();
      assertThat(help.out()).startsWith("Usage: torc " + command).containsPattern("Examples?:");
      assertThat(help.out()).contains("torc " + command);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "demo wineinfo",
        "nodes list",
        "nodes add",
        "nodes remove",
        "nodes weight",
        "vnodes set",
        "changes list",
        "changes show",
        "changes cancel"
      })
  void commandsOfAGroupHaveHelpWithAnExample(String command) {
    Cli help = Cli.run((command + " --help").split(" ", -1));
    assertThat(help.exitCode()).isZero();
    assertThat(help.out()).startsWith("Usage: torc " + command).containsPattern("Examples?:");
    assertThat(help.out().substring(help.out().indexOf("Example"))).contains("torc " + command);
    assertThat(help.out().lines()).allMatch(line -> line.length() <= 100);
  }

  @Test
  void aGroupAloneNamesItsCommands() {
    Cli nodes = Cli.run("nodes");
    assertThat(nodes.exitCode()).isEqualTo(2);
    assertThat(nodes.err())
        .startsWith("torc: nodes: no command given (expected: list, add, remove, weight)");
  }

  @Test
  void helpFitsATerminal() {
    for (String command : COMMANDS) {
      assertThat(Cli.run(command, "--help").out().lines()).allMatch(line -> line.length() <= 100);
    }
  }

  @Test
  void wrongUsageIsOneLineAndExitCodeTwo() {
    Cli none = Cli.run();
    assertThat(none.exitCode()).isEqualTo(2);
    assertThat(none.err()).startsWith("torc: no command given");
    Cli unknown = Cli.run("plcae");
    assertThat(unknown.exitCode()).isEqualTo(2);
    assertThat(unknown.err()).contains("plcae").contains("place");
    assertThat(unknown.out()).isEmpty();
    Cli option = Cli.run("place", "--nodes", "a");
    assertThat(option.exitCode()).isEqualTo(2);
    assertThat(option.err()).contains("--keys");
    Cli type = Cli.run("up", "--port", "http");
    assertThat(type.exitCode()).isEqualTo(2);
    assertThat(type.err()).contains("--port").contains("http");
  }

  @Test
  void benchIsForTheScript() {
    Cli bench = Cli.run("bench", "hash", "--quick", "--output", "file");
    assertThat(bench.exitCode()).isEqualTo(2);
    assertThat(bench.err()).startsWith("torc: bench:").contains("./torc bench hash --quick");
    assertThat(bench.out()).isEmpty();
  }

  @Test
  void versionTellsTheBuild() {
    assertThat(Cli.run("--version").out()).matches("torc \\d+\\.\\d+\\.\\d+(-SNAPSHOT)?\\R");
    JsonNode json = JsonMapper.shared().readTree(Cli.run("version", "--json").out());
    assertThat(json.get("netty").asString()).startsWith("4.2.");
    assertThat(json.get("version").asString()).matches("\\d+\\.\\d+\\.\\d+(-SNAPSHOT)?");
    assertThat(json.get("java").asString()).contains("25");
  }

  @Test
  void completionIsAShellScriptThatKnowsTheCommands() throws Exception {
    Cli completion = Cli.run("completion");
    assertThat(completion.exitCode()).isZero();
    COMMANDS.forEach(command -> assertThat(completion.out()).contains(command));
    assertThat(completion.out()).doesNotContain("rehearse");
    Process bash = new ProcessBuilder("bash", "-n").start();
    try (var script = bash.outputWriter()) {
      script.write(completion.out());
    }
    assertThat(bash.waitFor()).isZero();
  }
}

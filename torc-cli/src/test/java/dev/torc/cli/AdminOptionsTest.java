package dev.torc.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.torc.cli.admin.ScriptedGateway.Asked;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which gateway is asked, with which token; and what is wrong usage. */
final class AdminOptionsTest extends ScriptedGatewayTest {

  @Test
  void optionsComeBeforeTheEnvironment(@TempDir Path folder) throws IOException {
    environment.put("TORC_ADMIN", "http://nowhere.invalid");
    environment.put("TORC_ADMIN_TOKEN", "another");
    Path file = Files.writeString(folder.resolve("token"), "\n  " + SECRET + "\n\n");
    gateway.answer(200, NODES).answer(200, NODES);
    torc("nodes", "list", "--admin", gateway.url() + "/", "--token", SECRET);
    torc("nodes", "list", "--admin=" + gateway.url(), "--token-file", file.toString());
    assertThat(gateway.asked())
        .hasSize(2)
        .containsOnly(new Asked("GET", "/nodes", "Bearer " + SECRET, ""));
  }

  @Test
  void withoutATokenNoneIsSent() {
    environment.put("TORC_ADMIN_TOKEN", " ");
    gateway.answer(200, NODES).answer(200, NODES);
    torc("nodes list");
    environment.remove("TORC_ADMIN_TOKEN");
    torc("nodes list");
    assertThat(gateway.asked()).hasSize(2).containsOnly(new Asked("GET", "/nodes", null, ""));
  }

  @Test
  void wrongUsageIsOneClearErrorAndAsksNothing(@TempDir Path folder) throws IOException {
    Path two = Files.writeString(folder.resolve("two"), SECRET + "\n" + SECRET + "\n");
    Path empty = Files.writeString(folder.resolve("empty"), "\n");
    Path missing = folder.resolve("missing");
    assertError(torc("nodes add --name n"), 2, "--name: with 0 addresses (expected: one address)");
    assertError(
        torc("nodes add a:1 b:2 --name n"), 2, "--name: with 2 addresses (expected: one address)");
    assertError(
        torc("nodes add a:1 --count 2"), 2, "--count: with addresses (expected: one of them)");
    assertError(torc("nodes add --count 0"), 2, "--count: 0 (expected: 1 to 64)");
    assertError(torc("nodes add --count 65"), 2, "--count: 65 (expected: 1 to 64)");
    assertError(
        torc("nodes list --admin localhost:8001"),
        2,
        "--admin: \"localhost:8001\" (expected: http://HOST:PORT or https://HOST:PORT)");
    assertError(
        torc("nodes", "list", "--token", SECRET, "--token-file", "file"),
        2,
        "--token and --token-file: together (expected: one of them)");
    assertError(
        torc("nodes", "list", "--token", SECRET + "\r\nHost: a"),
        2,
        "--token: not shown (expected: visible ASCII without spaces, at least one character)");
    assertError(
        torc("nodes", "list", "--token-file", two.toString()),
        2,
        "--token-file: " + two + ": 2 lines (expected: the token alone)");
    assertError(
        torc("nodes", "list", "--token-file", empty.toString()),
        2,
        "--token-file: " + empty + ": 0 lines (expected: the token alone)");
    assertError(
        torc("nodes", "list", "--token-file", missing.toString()),
        2,
        "--token-file: no such file: " + missing);
    assertThat(gateway.asked()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "nodes remove, NODE",
    "nodes weight 1, WEIGHT",
    "nodes weight 1 many, WEIGHT",
    "nodes weight 1 1.5, WEIGHT",
    "vnodes set, N",
    "vnodes set few, N",
    "changes show, ID",
    "changes show last, ID",
    "changes cancel, ID",
  })
  void whatIsMissingOrNoNumberIsToldSo(String command, String parameter) {
    Cli cli = torc(command);
    assertThat(cli.exitCode()).isEqualTo(2);
    assertThat(cli.err()).startsWith("torc: ").contains(parameter);
    assertThat(gateway.asked()).isEmpty();
  }

  @Test
  void helpSaysWhatCtrlCDoesAndHowToCancel() {
    for (String command : List.of("nodes add", "nodes remove", "nodes weight", "vnodes set")) {
      assertThat(torc(command + " --help").out())
          .contains("Ctrl-C", "the change goes on", "torc changes cancel ID", "TORC_ADMIN_TOKEN");
    }
    assertThat(torc("changes cancel --help").out()).contains("Ctrl-C", "the change goes on");
  }

  @Test
  void everyCommandHasTheOptionsOfTheListener() {
    Stream.of("nodes list", "nodes add", "changes list", "changes show", "changes cancel")
        .map(command -> torc(command + " --help").out())
        .forEach(help ->
            assertThat(help)
                .contains(
                    Arrays.asList("--admin=URL", "--token=TOKEN", "--token-file=FILE", "--json")));
  }
}

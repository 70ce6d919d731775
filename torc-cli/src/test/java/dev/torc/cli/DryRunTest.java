package dev.torc.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.torc.cli.admin.ScriptedGateway.Asked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * {@code --dry-run} of the commands that change the ring, against a gateway that a test scripts.
 */
final class DryRunTest extends ScriptedGatewayTest {
  private static final String ESTIMATE =
      """
      {"description":"add node 3","movedShare":0.2512,"keys":25012,"lostKeys":0,"bytes":912345,\
      "exact":true,"seconds":0.5,"keysPerSecond":50000.0,"rate":"assumed",\
      "maxToAverage":{"before":1.05,"after":1.024},\
      "nodes":[{"index":0,"name":"node-0","address":"127.0.0.1:7001","shareBefore":1.0,\
      "shareAfter":0.7488,"keysBefore":100000,"keysAfter":74988},{"index":3,"name":"node-3",\
      "address":null,"shareBefore":0.0,"shareAfter":0.2512,"keysBefore":0,"keysAfter":25012}],\
      "moves":[{"from":0,"to":3,"share":0.2512,"lost":false,"keys":25012,"bytes":912345}],\
      "warnings":[],"later":"what only a newer gateway says"}\
      """;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          nodes add --dry-run                 | {"add":[{}],"dryRun":true}
          nodes remove 2 --lost --dry-run     | {"remove":["2"],"lost":true,"dryRun":true}
          nodes weight 0 3 --dry-run          | {"weights":{"0":3},"dryRun":true}
          vnodes set 200 --force --dry-run    | {"vnodes":200,"force":true,"dryRun":true}
          """)
  void itAsksOnceAndChangesNothing(String command, String body) {
    gateway.answer(200, ESTIMATE).answer(200, ESTIMATE);
    Cli text = torc(command);
    assertThat(text.err()).isEmpty();
    assertThat(text.exitCode()).isZero();
    assertThat(text.out())
        .isEqualToNormalizingNewlines(
            """
            dry run: add node 3; nothing was changed
              ring     25.1% changes its owner
              keys     25 012 of 100 000 move, about 891 KiB (all were looked at)
              time     about 0.5 s at 50 000 keys a second (assumed: no large change was made yet)
              max/avg  1.05 keys before, 1.02 after

            INDEX  NAME    ADDRESS          SHARE  AFTER     KEYS   AFTER
                0  node-0  127.0.0.1:7001  100.0%  74.9%  100 000  74 988
                3  node-3  -                 0.0%  25.1%        0  25 012
            """);
    Cli json = torc(command + " --json");
    assertThat(json.out()).isEqualTo(ESTIMATE + System.lineSeparator());
    assertThat(json.err()).isEmpty();
    assertThat(json.exitCode()).isZero();
    assertThat(gateway.asked())
        .hasSize(2)
        .containsOnly(new Asked("POST", "/changes", "Bearer " + SECRET, body));
  }

  @Test
  void warningsStandBelowAndAreNoError() {
    gateway.answer(
        200,
        ESTIMATE
            .replace("\"warnings\":[]", "\"warnings\":[\"vnodes: 10: few\",\"node 3 has no room\"]")
            .replace("\"exact\":true", "\"exact\":false")
            .replace("\"lostKeys\":0", "\"lostKeys\":1234")
            .replace("1.024", "null")
            .replace("assumed", "measured"));
    Cli cli = torc("nodes add --dry-run");
    assertThat(cli.exitCode()).isZero();
    assertThat(cli.err()).isEmpty();
    assertThat(cli.out().lines())
        .contains(
            "  keys     about 25 012 of 100 000 move, about 891 KiB (by a sample)",
            "  lost     about 1 234 keys",
            "  time     about 0.5 s at 50 000 keys a second (as the last changes)",
            "  max/avg  1.05 keys before, - after")
        .endsWith("", "warning: vnodes: 10: few", "warning: node 3 has no room");
  }

  @ParameterizedTest
  @CsvSource({
    "limited, the limit of cache.resharding.keysPerSecond",
    "measured, as the last changes",
    "guessed, guessed"
  })
  void saysWhereItsRateComesFrom(String rate, String text) {
    gateway.answer(200, ESTIMATE.replace("assumed", rate));
    assertThat(torc("vnodes set 8 --dry-run").out()).contains(" keys a second (" + text + ")");
  }

  @Test
  void thereIsNothingToBeDetachedFrom() {
    assertError(
        torc("nodes add --dry-run --detach"),
        2,
        "--detach: with --dry-run (expected: one of them)");
    assertThat(gateway.asked()).isEmpty();
  }

  @Test
  void whatIsRefusedIsAnError() {
    gateway.problem(404, "node: 9 (expected: 0 to 2)");
    assertError(torc("nodes remove 9 --dry-run"), 2, "node: 9 (expected: 0 to 2)");
    gateway.problem(409, "no node would be left");
    assertError(torc("nodes remove 0 --dry-run"), 1, "no node would be left");
    gateway.answer(200, "{\"description\":\"d\"}");
    Cli cli = torc("nodes remove 0 --dry-run");
    assertThat(cli.exitCode()).isEqualTo(1);
    assertThat(cli.err()).contains("unreadable");
    // It is not uncertain whether it was done.
    gateway.setAway(true);
    assertThat(torc("nodes remove 0 --dry-run").err()).doesNotContain("is not known");
  }
}

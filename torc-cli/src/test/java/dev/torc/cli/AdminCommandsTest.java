package dev.torc.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.torc.cli.admin.ChangeJson;
import dev.torc.cli.admin.ScriptedGateway.Asked;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code torc nodes}, {@code vnodes} and {@code changes} against a gateway that a test scripts. */
final class AdminCommandsTest extends ScriptedGatewayTest {
  private static final String OUTCOME =
      "change 3: add node 3 (127.0.0.1:7004): committed in 1.2 s, 25 012 keys moved (25.0% of the"
          + " ring), longest hold 7.3 ms";

  @Test
  void nodesAreATable() {
    gateway.answer(200, NODES);
    Cli list = torc("nodes list");
    assertThat(list.err()).isEmpty();
    assertThat(list.exitCode()).isZero();
    assertThat(list.out())
        .isEqualToNormalizingNewlines(
            """
            INDEX  NAME    ADDRESS         WEIGHT  STATE    SHARE        KEYS               MEMORY
                0  node-0  127.0.0.1:7001       1  up       33.2%       1 234  1.00 MiB of 256 MiB
               10  b       10.0.0.2:6379       12  suspect  66.8%  12 345 678             2.00 KiB
               11  c       10.0.0.3:6379        0  down      0.0%           -                    -

            epoch 7, 160 vnodes a weight
            """);
    assertThat(gateway.asked()).containsExactly(new Asked("GET", "/nodes", "Bearer " + SECRET, ""));
  }

  @Test
  void nodesAreOneJsonObject() {
    gateway.answer(200, NODES);
    Cli list = torc("nodes list --json");
    assertThat(list.out()).isEqualTo(NODES + System.lineSeparator());
    assertThat(list.exitCode()).isZero();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      textBlock =
          """
          nodes add                              | {"add":[{}]}
          nodes add --count 2 --weight 3 --force | {"add":[{"weight":3},{"weight":3}],"force":true}
          nodes add a:1 b:2                      | {"add":[{"address":"a:1"},{"address":"b:2"}]}
          nodes add a:1 --name n --weight 0      | {"add":[{"address":"a:1","name":"n","weight":0}]}
          nodes remove 2                         | {"remove":["2"]}
          nodes remove 2 [::1]:7003 --lost       | {"remove":["2","[::1]:7003"],"lost":true}
          nodes remove 1 --force                 | {"remove":["1"],"force":true}
          nodes weight 0 3                       | {"weights":{"0":3}}
          nodes weight a:1 0 --force             | {"weights":{"a:1":0},"force":true}
          vnodes set 200                         | {"vnodes":200}
          vnodes set 200 --force                 | {"vnodes":200,"force":true}
          """)
  void aChangeIsSubmittedAndAwaited(String command, String body) {
    gateway
        .answer(202, new ChangeJson().with("state", "queued").toString())
        .answer(200, new ChangeJson().toString())
        .answer(200, ChangeJson.committed().toString());
    Cli cli = torc(command);
    assertThat(cli.err()).isEmpty();
    assertThat(cli.out()).isEqualTo(OUTCOME + System.lineSeparator());
    assertThat(cli.exitCode()).isZero();
    assertThat(gateway.asked())
        .containsExactly(
            new Asked("POST", "/changes", "Bearer " + SECRET, body),
            new Asked("GET", "/changes/3", "Bearer " + SECRET, ""),
            new Asked("GET", "/changes/3", "Bearer " + SECRET, ""));
  }

  @Test
  void theEndOfAChangeIsOneJsonObject() {
    gateway.answer(202, new ChangeJson().toString());
    gateway.answer(200, ChangeJson.committed().toString());
    Cli add = torc("nodes add --json");
    assertThat(add.out()).isEqualTo(ChangeJson.committed() + System.lineSeparator());
    assertThat(add.err()).isEmpty();
    assertThat(add.exitCode()).isZero();
  }

  @ParameterizedTest
  @CsvSource({
    "nodes add",
    "nodes remove 1",
    "nodes weight 1 1",
    "vnodes set 8",
    "changes cancel 3"
  })
  void detachedItPrintsTheNumberAndDoesNotWait(String command) {
    gateway.answer(202, new ChangeJson().toString()).answer(202, new ChangeJson().toString());
    Cli text = torc(command + " --detach");
    assertThat(text.out()).isEqualTo("3" + System.lineSeparator());
    assertThat(text.err()).isEmpty();
    assertThat(text.exitCode()).isZero();
    Cli json = torc(command + " --detach --json");
    assertThat(json.out()).isEqualTo(new ChangeJson() + System.lineSeparator());
    assertThat(json.exitCode()).isZero();
    assertThat(gateway.asked()).hasSize(2).noneMatch(asked -> asked.method().equals("GET"));
  }

  @Test
  void aChangeThatFailsIsAnError() {
    String message = "change 3: add node 3 (127.0.0.1:7004): failed: node 3 has no room";
    ChangeJson failed = ChangeJson.ended("failed", "node 3 has no room");
    gateway.answer(202, new ChangeJson().toString()).answer(200, failed.toString());
    assertError(torc("nodes add"), 1, message);
    gateway.answer(202, new ChangeJson().toString()).answer(200, failed.toString());
    Cli json = torc("nodes add --json");
    assertThat(json.out()).isEqualTo(failed + System.lineSeparator());
    assertThat(json.err()).isEqualTo("torc: " + message + System.lineSeparator());
    assertThat(json.exitCode()).isEqualTo(1);
    gateway.answer(202, ChangeJson.ended("cancelled", null).toString());
    assertError(torc("vnodes set 8"), 1, "change 3: add node 3 (127.0.0.1:7004): cancelled");
  }

  @Test
  void whereNothingMovesNobodyWaited() {
    gateway.answer(
        202, ChangeJson.committed().with("movedShare", 0.0).with("moves", List.of()).toString());
    assertThat(torc("nodes weight 0 1").out())
        .contains("committed in 1.2 s, ")
        .endsWith("(0.0% of the ring)" + System.lineSeparator());
  }

  @Test
  void cancelWaitsUntilItIsCancelled() {
    gateway
        .answer(202, new ChangeJson().with("reverting", true).toString())
        .answer(200, new ChangeJson().with("step", "undo").toString())
        .answer(200, ChangeJson.ended("cancelled", "by request").toString());
    Cli cancel = torc("changes cancel 3");
    assertThat(cancel.out())
        .isEqualTo(
            "change 3: add node 3 (127.0.0.1:7004): cancelled: by request"
                + System.lineSeparator());
    assertThat(cancel.err()).isEmpty();
    assertThat(cancel.exitCode()).isZero();
    assertThat(gateway.asked())
        .extracting(asked -> asked.method() + " " + asked.path() + " " + asked.body())
        .containsExactly("DELETE /changes/3 ", "GET /changes/3 ", "GET /changes/3 ");
  }

  @Test
  void aChangeThatWasQuickerThanItsCancellationIsAnError() {
    gateway.answer(202, ChangeJson.committed().toString());
    assertError(torc("changes cancel 3"), 1, OUTCOME);
  }

  @Test
  void changesAreATable() {
    ChangeJson queued =
        new ChangeJson()
            .with("id", 12)
            .with("state", "queued")
            .with("step", "waiting")
            .with("startedMillis", null)
            .with("progress", ChangeJson.progress(0, 0, null, 0))
            .with("moves", List.of());
    ChangeJson back =
        new ChangeJson()
            .with("id", 4)
            .with("origin", "file")
            .with("reverting", true)
            .with("step", "undo");
    String body = "{\"changes\":[" + ChangeJson.committed() + "," + back + "," + queued + "]}";
    gateway.answer(200, body).answer(200, body).answer(200, "{\"changes\":[]}");
    Cli list = torc("changes list");
    assertThat(list.out())
        .isEqualToNormalizingNewlines(
            """
            ID  BY       STATE      STEP                KEYS   MOVED   TOOK  DESCRIPTION
             3  command  committed  done              25 100  25 012  1.2 s  add node 3 (127.0.0.1:7004)
             4  file     running    going back, undo  12 000  11 980      -  add node 3 (127.0.0.1:7004)
            12  command  queued     waiting                0       0      -  add node 3 (127.0.0.1:7004)
            """);
    assertThat(list.exitCode()).isZero();
    assertThat(torc("changes list --json").out()).isEqualTo(body + System.lineSeparator());
    assertThat(torc("changes list").out()).startsWith("ID  BY").hasLineCount(1);
    assertThat(gateway.asked()).containsOnly(new Asked("GET", "/changes", "Bearer " + SECRET, ""));
  }

  @Test
  void aChangeIsShownWithItsMoves() {
    gateway.answer(200, new ChangeJson().toString()).answer(200, new ChangeJson().toString());
    assertThat(torc("changes show 3").out())
        .isEqualToNormalizingNewlines(
            """
            change 3: add node 3 (127.0.0.1:7004)
              state      running, copy
              by         command
              submitted  2026-09-21T14:13:20Z
              started    2026-09-21T14:13:20.100Z
              finished   -
              took       -
              ring       25.0% changes its owner, epoch 9
              keys       12 000 copied of about 25 000 (891 KiB), 11 980 moved

            FROM  TO  SHARE  STEP       KEYS  ROUNDS    HOLD
               0   3   8.3%  done      8 000       1  7.3 ms
               1   3   8.3%  catch-up  8 000       1  3.0 ms
               2   3   8.3%  copy      8 000       1       -
            """);
    assertThat(torc("changes show 3 --json").out())
        .isEqualTo(new ChangeJson() + System.lineSeparator());
    assertThat(gateway.asked())
        .containsOnly(new Asked("GET", "/changes/3", "Bearer " + SECRET, ""));
  }

  @Test
  void aChangeThatEndedBadlyIsShownWithItsReason() {
    gateway.answer(
        200, ChangeJson.ended("failed", "node 3 has no room").with("moves", List.of()).toString());
    assertThat(torc("changes show 3").out().lines())
        .contains("  state      failed", "  reason     node 3 has no room", "  took       1.2 s")
        .last()
        .asString()
        .startsWith("  keys ");
  }

  @ParameterizedTest
  @CsvSource({"400, 2", "401, 1", "404, 2", "409, 1", "500, 1", "503, 1"})
  void whatTheGatewayRefusesIsAnErrorOfAllCommands(int status, int exitCode) {
    for (String command :
        List.of(
            "nodes list",
            "nodes add --detach",
            "nodes remove 9",
            "nodes weight 9 1",
            "vnodes set 0",
            "changes list",
            "changes show 9",
            "changes cancel 9")) {
      gateway.problem(status, "node: 9 (expected: 0 to 2)");
      Cli cli = torc(command);
      String message =
          switch (status) {
            case 401 ->
                gateway.url()
                    + ": refuses the token (expected: the one that admin.token in the gateway's"
                    + " file says)";
            case 503 -> gateway.url() + ": node: 9 (expected: 0 to 2)";
            default -> "node: 9 (expected: 0 to 2)";
          };
      assertError(cli, exitCode, message);
    }
  }

  @Test
  void aGatewayThatDoesNotRunIsOneClearError() throws IOException {
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      environment.put("TORC_ADMIN", "http://127.0.0.1:" + free.getLocalPort());
    }
    String message =
        environment.get("TORC_ADMIN")
            + ": cannot connect (expected: the admin listener of a running gateway)";
    assertError(torc("nodes list"), 1, message);
    assertError(torc("nodes add"), 1, message);
    Cli verbose = torc("nodes list --verbose");
    assertThat(verbose.err()).startsWith("torc: " + message).contains("ConnectException");
  }

  @Test
  void aGatewayThatGoesAwayForGoodWhileItWaitsIsAnError() {
    gateway.answer(202, new ChangeJson().toString()).answer(200, new ChangeJson().toString());
    for (int i = 0; i < 150; i++) {
      gateway.problem(503, "it stops");
    }
    assertError(
        torc("nodes add"),
        1,
        "change 3: the gateway was away for 30s, "
            + gateway.url()
            + ": it stops; when it is back it goes on with the change");
    assertThat(gateway.asked()).hasSize(152);
  }

  @Test
  void aGatewayThatComesBackWhileItWaitsGoesOn() {
    gateway
        .answer(202, new ChangeJson().toString())
        .problem(503, "it starts")
        .answer(200, ChangeJson.committed().toString());
    assertThat(torc("nodes add").out()).isEqualTo(OUTCOME + System.lineSeparator());
  }
}

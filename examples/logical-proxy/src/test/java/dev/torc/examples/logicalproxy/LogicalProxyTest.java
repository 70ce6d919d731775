package dev.torc.examples.logicalproxy;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.torc.testkit.RedisProcess;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The whole program, over real servers. */
final class LogicalProxyTest {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private final List<RedisProcess> servers =
      List.of(RedisProcess.started(), RedisProcess.started(), RedisProcess.started());

  @AfterEach
  void endServers() {
    servers.forEach(RedisProcess::close);
  }

  private String address(int server) {
    return "127.0.0.1:" + servers.get(server).address().getPort();
  }

  private int run(String... arguments) {
    return LogicalProxy.run(
        Arrays.asList(arguments),
        new PrintStream(out, true, UTF_8),
        new PrintStream(err, true, UTF_8));
  }

  private List<String> printed() {
    return out.toString(UTF_8).lines().toList();
  }

  /** What a language's first block in the README has. */
  private static String readmeBlock(String language) throws IOException {
    Path readme = Path.of(System.getProperty("torc.root"), "examples/logical-proxy/README.md");
    String text = Files.readString(readme);
    int start = text.indexOf("```" + language + "\n") + language.length() + 4;
    return text.substring(start, text.indexOf("```", start));
  }

  /** Without what differs from run to run: numbers but for 0, and the names of instances. */
  private static String alike(String output) {
    return output.replaceAll("(app-\\d)-\\p{XDigit}+", "$1").replaceAll("[1-9]\\d*", "N");
  }

  @Test
  void everyAnswerIsRightWhileAServerJoinsAndLeaves() throws IOException {
    int exitCode = run(address(0), address(1), address(2));

    List<String> lines = printed();
    assertThat(exitCode).as(String.join("\n", lines)).isZero();
    assertThat(alike(out.toString(UTF_8))).isEqualTo(alike(readmeBlock("text")));
    // Each signs its users in and out, and does three times the least of work: 7500 operations.
    assertThat(lines.subList(5, 7))
        .allSatisfy(line ->
            assertThat(line)
                .matches(
                    "app-[01]-\\p{XDigit}+: (7[5-9]|[89]\\d|\\d{3,})\\d\\d operations,"
                        + " 0 wrong answers, 0 without an answer"));
    assertThat(err.toString(UTF_8)).isEmpty();
  }

  @Test
  void aServerThatIsNotThereIsNamed() {
    servers.get(1).kill();

    assertThat(run(address(0), address(1), address(2))).isEqualTo(1);
    assertThat(err.toString(UTF_8).lines())
        .containsExactly("logical-proxy: no Redis server at " + address(1));
    assertThat(printed()).isEmpty();
  }

  @Test
  void aServerThatCannotJoinMakesTheChangeFailAndNothingWrong() {
    servers.get(2).kill();

    assertThat(run(address(0), address(1), address(2))).isEqualTo(1);
    List<String> lines = printed();
    assertThat(lines.get(1)).startsWith("add node 2 (" + address(2) + "): failed: ");
    assertThat(lines.subList(3, 5)).allMatch(line -> line.contains(" 0 wrong answers"));
  }

  @Test
  void withoutServersItSaysHowToStartSome() throws IOException {
    assertThat(run()).isEqualTo(2);
    assertThat(err.toString(UTF_8)).contains("usage:", "./torc up");
    assertThat(readmeBlock("sh").lines())
        .hasSize(3)
        .allSatisfy(command -> assertThat(err.toString(UTF_8)).contains(command));

    assertThat(run(address(0))).as("none that joins").isEqualTo(2);
    assertThat(run(address(0), address(0))).as("one twice").isEqualTo(2);
  }

  @Test
  void whatIsNoAddressIsNamed() {
    assertThat(run(address(0), "seven")).isEqualTo(2);
    assertThat(err.toString(UTF_8).lines())
        .hasSize(1)
        .first()
        .asString()
        .contains("seven", "host:port");
  }
}

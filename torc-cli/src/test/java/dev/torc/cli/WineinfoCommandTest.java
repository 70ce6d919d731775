package dev.torc.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.torc.cli.load.Latency;
import dev.torc.cli.load.LoadPlan;
import dev.torc.cli.load.LoadReport;
import dev.torc.cli.wineinfo.Act;
import dev.torc.cli.wineinfo.ActReport;
import dev.torc.cli.wineinfo.ReplicaLog;
import dev.torc.config.HostPort;
import dev.torc.testkit.RawHttp;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** {@code torc demo wineinfo}, with one request a visitor: what codes come is PlayTest's matter. */
@Timeout(120)
final class WineinfoCommandTest {
  private static final String PLACEMENT =
      "{\"127.0.0.1:8081\":{\"rose\":1,\"white\":1},"
          + "\"127.0.0.1:8082\":{\"france\":1,\"greece\":1,\"pinot noir\":1},"
          + "\"127.0.0.1:8083\":{\"germany\":1},"
          + "\"127.0.0.1:8084\":{\"australia\":1,\"italy\":1,\"portugal\":1,\"red\":1}}";

  private static Cli play(String... more) {
    List<String> arguments = new ArrayList<>(List.of("demo", "wineinfo", "--duration", "0"));
    arguments.addAll(List.of(more));
    return Cli.run(arguments.toArray(String[]::new));
  }

  @Test
  void printsFourActsAsJson() {
    Cli demo = play("--json");
    assertThat(demo.err()).isEmpty();
    assertThat(demo.exitCode()).isZero();
    JsonNode acts = JsonMapper.shared().readTree(demo.out()).get("acts");
    assertThat(acts.valueStream().map(act -> act.get("act").asInt())).containsExactly(1, 2, 3, 4);
    assertThat(acts.valueStream().map(act -> act.get("replicas").asInt()))
        .containsExactly(1, 4, 4, 4);
    assertThat(acts.valueStream().map(act -> act.get("policy").asString()))
        .containsExactly("RoundRobin", "RoundRobin", "RingHash", "RingHash");
    for (JsonNode act : acts) {
      assertThat(act.get("name").asString()).isNotEmpty();
      assertThat(act.get("codes").valueStream().mapToLong(JsonNode::asLong).sum()).isEqualTo(10);
      assertThat(act.get("errors").asInt()).isZero();
      assertThat(act.get("failures")).isEmpty();
    }
    for (int act : new int[] {2, 3}) {
      assertThat(acts.get(act).get("codes")).hasToString("{\"200\":10}");
      assertThat(acts.get(act).get("queries")).hasToString(PLACEMENT);
    }
  }

  @Test
  void tellsTheStoryOnLinesThatFitATerminal() {
    Cli demo = play();
    assertThat(demo.exitCode()).isZero();
    assertThat(demo.out().lines()).allMatch(line -> line.length() < 80);
    assertThat(demo.out())
        .startsWith("A shop asks")
        .containsPattern("for\\s0\\sseconds\\.")
        .contains(
            "Act 1: one replica",
            "Act 2: four replicas, round robin",
            "Act 3: four replicas, RingHash on the query",
            "  Response Codes:" + System.lineSeparator() + "    200: 10",
            "      hashParams: [{type: QueryParam, name: query}]",
            "Act 4: what each replica was asked in act 3",
            "  127.0.0.1:8084         4  australia 1, italy 1, portugal 1, red 1");
  }

  @Test
  void playsOneActAlone() {
    Cli third = play("--act", "3");
    assertThat(third.exitCode()).isZero();
    assertThat(third.out()).startsWith("Act 3:").contains("200: 10").doesNotContain("Act 4");
    Cli fourth = play("--act", "4");
    assertThat(fourth.exitCode()).isZero();
    assertThat(fourth.out())
        .startsWith("Act 4:")
        .contains("france 1, greece 1, pinot noir 1")
        .doesNotContain("Response Codes");
    JsonNode acts = JsonMapper.shared().readTree(play("--act", "4", "--json").out()).get("acts");
    assertThat(acts).hasSize(1);
    assertThat(acts.get(0).get("queries")).hasToString(PLACEMENT);
  }

  private static ActReport report(Act act, Map<Integer, Long> codes, String... queries) {
    TreeMap<String, Long> log = new TreeMap<>();
    List.of(queries).forEach(query -> log.put(query, 1L));
    HostPort address = new HostPort("127.0.0.1", 8081);
    return new ActReport(
        act, load(codes, Map.of()), List.of(new ReplicaLog(address, address, log)));
  }

  private static LoadReport load(Map<Integer, Long> codes, Map<String, Long> failures) {
    Latency none =
        new Latency(Duration.ZERO, Duration.ZERO, Duration.ZERO, Duration.ZERO, Duration.ZERO);
    return new LoadReport(
        new TreeMap<>(codes), new TreeMap<>(failures), 0, Duration.ZERO, none, none);
  }

  /** It cannot be: so the text does not hide it, and the exit code tells. */
  @Test
  void aBrokenPromiseIsExitCodeOne() {
    ActReport broken = report(Act.BY_QUERY, Map.of(200, 109L, 500, 1L), "red", "white");
    StringWriter err = new StringWriter();
    assertThat(WineinfoCommand.exitCode(List.of(broken), new PrintWriter(err, true))).isEqualTo(1);
    assertThat(err.toString().strip())
        .isEqualTo("torc: 1 of 110 requests failed in act 3 (expected: none)");
    assertThat(WineinfoText.of(broken).replaceAll("\\s+", " "))
        .contains("None met more than 2 different ones, and yet requests failed");
    ActReport promised = report(Act.ONE_REPLICA, Map.of(200, 10L, 500, 100L), "red");
    assertThat(WineinfoCommand.exitCode(List.of(promised), new PrintWriter(err))).isZero();
  }

  @Test
  void whyThereWasNoResponseIsSaid() {
    LoadReport load = load(Map.of(200, 9L), Map.of("timeout", 1L));
    StringWriter err = new StringWriter();
    ActReport report = new ActReport(Act.FOUR_REPLICAS, load, List.of());
    assertThat(WineinfoCommand.exitCode(List.of(report), new PrintWriter(err, true))).isZero();
    assertThat(err.toString().strip())
        .isEqualTo("torc: act 2: 1 of 10 requests without a response: timeout (1)");
  }

  /** The text says what happened, not what usually happens. */
  @Test
  void anActWithoutFailuresSaysSo() {
    assertThat(WineinfoText.of(report(Act.ONE_REPLICA, Map.of(200, 5L), "red")))
        .contains("never met more than five");
    assertThat(
            WineinfoText.of(report(Act.FOUR_REPLICAS, Map.of(200, 5L), "red"))
                .replaceAll("\\s+", " "))
        .contains("every replica still met 1 of the ten, although, this time, never more than");
    String[] queries = LoadPlan.WINES.toArray(String[]::new);
    assertThat(
            WineinfoText.of(report(Act.FOUR_REPLICAS, Map.of(200, 5L, 500, 5L), queries))
                .replaceAll("\\s+", " "))
        .contains("every replica still met all of the ten, and more than five within");
  }

  @Test
  void longLogsTakeSeveralLines() {
    String[] queries = LoadPlan.WINES.toArray(String[]::new);
    ActReport report = report(Act.LOGS, Map.of(200, 10L), queries);
    assertThat(WineinfoText.of(report.logs()).lines())
        .containsExactly(
            "  REPLICA         REQUESTS  QUERIES",
            "  127.0.0.1:8081        10  australia 1, france 1, germany 1, greece 1,",
            "                            italy 1, pinot noir 1, portugal 1, red 1,",
            "                            rose 1, white 1");
    assertThat(WineinfoText.of(report(Act.LOGS, Map.of()).logs()).lines())
        .endsWith("  127.0.0.1:8081         0");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          --act 0                | torc: --act: 0 (expected: 1 to 4)
          --act 5                | torc: --act: 5 (expected: 1 to 4)
          --act last             | --act
          --duration soon        | --duration
          --duration 25h         | torc: --duration: more than a day
          --port 8011            | torc: --port: without --serve
          --policy RingHash      | torc: --policy: without --serve
          --replicas 4           | torc: --replicas: without --serve
          --serve --act 1        | torc: --act and --serve: together
          --serve --duration 1   | torc: --duration and --serve: together
          --serve --port 70000   | torc: --port: 70000 (expected: 0 to 65535)
          --serve --replicas 0   | torc: --replicas: 0 (expected: 1 to 100)
          --serve --policy Ring  | RoundRobin
          """)
  void misuseIsExitCodeTwo(String options, String message) {
    Cli demo = Cli.run(("demo wineinfo " + options).split(" ", -1));
    assertThat(demo.exitCode()).isEqualTo(2);
    assertThat(demo.err()).startsWith("torc: ").contains(message);
    assertThat(demo.out()).isEmpty();
  }

  @Test
  void aDemoHasToBeNamed() {
    Cli demo = Cli.run("demo");
    assertThat(demo.exitCode()).isEqualTo(2);
    assertThat(demo.err()).startsWith("torc: no demo given (expected: wineinfo)");
  }

  @Test
  void aPortInUseIsOneErrorAndExitCodeOne() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String port = Integer.toString(taken.getLocalPort());
      Cli demo = Cli.run("demo", "wineinfo", "--serve", "--port", port);
      assertThat(demo.exitCode()).isEqualTo(1);
      assertThat(demo.err())
          .startsWith("torc: cannot listen on 127.0.0.1:" + port + ": ")
          .hasLineCount(1);
    }
  }

  @Test
  void servesUntilItIsToldToEnd() throws Exception {
    Process process =
        UpProcess.launchTorc(
            List.of(),
            List.of(
                "demo", "wineinfo", "--serve", "--port", "0", "--json", "--policy", "roundrobin"));
    try {
      JsonNode report = JsonMapper.shared().readTree(process.inputReader(UTF_8).readLine());
      assertThat(report.get("policy").asString()).isEqualTo("RoundRobin");
      assertThat(report.get("replicas")).hasSize(4);
      assertThat(report.get("replicas").get(0).get("name").asString()).isEqualTo("127.0.0.1:8081");
      RawHttp.Response response = get(URI.create(report.get("shop").asString() + "red"));
      assertThat(response.status()).isEqualTo(200);
      assertThat(response.body()).contains("Barolo");
    } finally {
      process.destroy();
    }
    assertThat(process.waitFor(20, SECONDS)).isTrue();
    assertThat(process.exitValue()).isZero();
  }

  @Test
  void serveSaysWhatToTryAndWhatWasAsked() throws Exception {
    Process process =
        UpProcess.launchTorc(
            List.of(), List.of("demo", "wineinfo", "--serve", "--port", "0", "--replicas", "1"));
    List<String> lines = new ArrayList<>();
    try (BufferedReader out = process.inputReader(UTF_8)) {
      for (String line = out.readLine(); line != null; line = out.readLine()) {
        lines.add(line);
        if (line.startsWith("  curl")) {
          get(URI.create(line.split("'", -1)[1]));
        }
        if (line.startsWith("Ctrl-C")) {
          // Not the process's own method: that closes the stream too.
          process.toHandle().destroy();
        }
      }
    } finally {
      process.destroy();
    }
    assertThat(process.waitFor(20, SECONDS)).isTrue();
    assertThat(process.exitValue()).isZero();
    assertThat(lines).allMatch(line -> line.length() < 80);
    assertThat(lines)
        .startsWith("wineinfo is up")
        .endsWith("  127.0.0.1:8081         1  pinot noir 1");
    assertThat(String.join("\n", lines))
        .contains("policy  RingHash", "./torc load --url 'http://127.0.0.1:");
  }

  private static RawHttp.Response get(URI url) throws IOException {
    InetSocketAddress address = InetSocketAddress.createUnresolved(url.getHost(), url.getPort());
    try (RawHttp http = RawHttp.connect(address)) {
      return http.request("GET", url.getRawPath() + "?" + url.getRawQuery(), "").response();
    }
  }
}

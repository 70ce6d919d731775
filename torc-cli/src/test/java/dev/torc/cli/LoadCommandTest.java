package dev.torc.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** {@code torc load} against a server that answers with the code its query names, else 200. */
@Timeout(60)
@SuppressWarnings("NullAway.Init") // JUnit calls start.
final class LoadCommandTest {
  private static final String LINE =
      "time: \\d+\\.\\d{1,3}, thread: [12], query: (foo|pinot noir), response-time:"
          + " \\d+\\.\\d{1,3}, response_code: 200";

  private final Queue<String> requests = new ConcurrentLinkedQueue<>();
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private HttpServer server;
  private String url;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1024);
    server.setExecutor(threads);
    server.createContext("/", this::answer);
    server.start();
    url = "http://127.0.0.1:" + server.getAddress().getPort() + "/?query=";
  }

  @AfterEach
  void stop() {
    server.stop(0);
    threads.shutdownNow();
  }

  private void answer(HttpExchange exchange) throws IOException {
    String query = exchange.getRequestURI().getRawQuery();
    requests.add(
        exchange.getRequestMethod()
            + " "
            + query
            + " "
            + exchange.getRequestHeaders().getOrDefault("X-Username", List.of())
            + " "
            + exchange.getRequestHeaders().getFirst("Host")
            + " "
            + new String(exchange.getRequestBody().readAllBytes(), UTF_8));
    String value = query.substring(query.indexOf('=') + 1);
    exchange.sendResponseHeaders(value.matches("\\d+") ? Integer.parseInt(value) : 200, -1);
    exchange.close();
  }

  private Cli load(String... more) {
    String[] arguments = {"load", "--url", url};
    return Cli.run(
        Stream.concat(Arrays.stream(arguments), Arrays.stream(more)).toArray(String[]::new));
  }

  @Test
  void printsTheCodesOfAHundredAndTenRequests() {
    Cli load = load("--duration", "100ms", "--period", "10ms");
    assertThat(load.exitCode()).isZero();
    assertThat(load.err()).isEmpty();
    assertThat(load.out().lines()).containsExactly("Response Codes:", "  200: 110");
    assertThat(requests).hasSize(110);
  }

  @Test
  void codesAreInOrderAndFailNothing() {
    Cli load = load("--vals", "500,200,404", "--duration", "0");
    assertThat(load.out().lines())
        .containsExactly("Response Codes:", "  200: 1", "  404: 1", "  500: 1");
    assertThat(load.exitCode()).isZero();
  }

  @Test
  void verboseIsALineForEachRequest() {
    for (String[] arguments :
        new String[][] {{"load", "--verbose", "--url", url}, {"--verbose", "load", "--url", url}}) {
      Cli load =
          Cli.run(
              Stream.concat(
                      Arrays.stream(arguments),
                      Stream.of("--vals", "foo,pinot noir", "--duration", "20ms", "--period=10ms"))
                  .toArray(String[]::new));
      List<String> lines = load.out().lines().toList();
      assertThat(lines).hasSize(8).endsWith("Response Codes:", "  200: 6");
      assertThat(lines.subList(0, 6)).allMatch(line -> line.matches(LINE));
      assertThat(load.err()).isEmpty();
    }
  }

  @Test
  void latenciesAreToldInTheOpenLoopOrWhenAskedFor() {
    Cli open = load("--rate", "200", "--duration", "100ms", "--vals", "a,b");
    assertThat(open.out())
        .matches(
            """
            Response Codes:
              200: 20
            Latency in ms:
                                50%        90%        99%      99.9%        max
              from due  ( +\\d+\\.\\d\\d){5}
              from sent ( +\\d+\\.\\d\\d){5}
            Rate: \\d+\\.\\d requests/s
            Late: \\d+ of 20 \\(sent over 1 ms after they were due\\)
            """);
    assertThat(load("--duration", "0", "--latency").out()).contains("Latency in ms:");
    assertThat(load("--duration", "0").out()).doesNotContain("Latency");
  }

  @Test
  void printsOneJsonObject() {
    Cli load = load("--vals", "a,503", "--duration", "20ms", "--period", "10ms", "--json");
    assertThat(load.out()).hasLineCount(1);
    JsonNode json = JsonMapper.shared().readTree(load.out());
    assertThat(json.get("codes")).hasToString("{\"200\":3,\"503\":3}");
    assertThat(json.get("errors").asInt()).isZero();
    assertThat(json.get("failures")).hasToString("{}");
    assertThat(json.get("requests").asInt()).isEqualTo(6);
    assertThat(json.get("seconds").asDouble()).isBetween(0.02, 30.0);
    assertThat(json.get("rate").asDouble())
        .isCloseTo(6 / json.get("seconds").asDouble(), offset(0.01));
    assertThat(json.get("late").isInt()).isTrue();
    for (String latency : List.of("latencyMs", "serviceMs")) {
      assertThat(json.get(latency).propertyNames())
          .containsExactly("p50", "p90", "p99", "p99.9", "max");
      assertThat(json.get(latency).get("max").asDouble())
          .isGreaterThanOrEqualTo(json.get(latency).get("p50").asDouble())
          .isPositive();
    }
  }

  @Test
  void linesDoNotMixWithTheObject() {
    Cli load = load("--vals", "foo", "--duration", "0", "--json", "--verbose");
    assertThat(load.out()).startsWith("{").hasLineCount(1);
    assertThat(load.err().strip()).matches(LINE);
  }

  @Test
  void sendsHeadersMethodAndBody(@TempDir Path folder) throws IOException {
    Path body = Files.writeString(folder.resolve("body"), "{\"value\":\"v\"}");
    load("--vals=", "--duration", "0", "-H", "X-Username: ann", "--header", "Host:shop");
    load("--vals", "a b", "--duration", "0", "--body", body.toString());
    load(
        "--vals",
        "+",
        "--duration",
        "0",
        "--method",
        "DELETE",
        "-H",
        "x-username:a",
        "-H",
        "x-username: b:c");
    String host = "127.0.0.1:" + server.getAddress().getPort();
    assertThat(requests)
        .containsExactly(
            "GET query= [ann] shop ",
            "POST query=a%20b [] " + host + " {\"value\":\"v\"}",
            "DELETE query=%2B [a, b:c] " + host + " ");
  }

  @Test
  void noResponseAtAllIsExitCodeOne() throws IOException {
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      url = "http://127.0.0.1:" + free.getLocalPort() + "/";
    }
    Cli load = load("--duration", "10ms", "--period", "10ms", "--vals", "a,b");
    assertThat(load.exitCode()).isEqualTo(1);
    assertThat(load.out().lines()).containsExactly("Response Codes:", "Total Errors: 4");
    assertThat(load.err().lines())
        .containsExactly("torc: 4 of 4 requests without a response: cannot connect (4)");
    assertThat(load("--duration", "0", "--vals", "a", "--verbose").out())
        .contains("response_code: none (cannot connect)");
    JsonNode json = JsonMapper.shared().readTree(load("--duration", "0", "--json").out());
    assertThat(json.get("errors").asInt()).isEqualTo(10);
    assertThat(json.get("failures").get("cannot connect").asInt()).isEqualTo(10);
  }

  @Test
  void badInputIsOneClearErrorAndExitCodeTwo(@TempDir Path folder) {
    assertError(
        Cli.run("load", "--url", "shop"),
        "--url: \"shop\" (expected: http://HOST:PORT/… or https://…, percent-encoded)");
    assertError(
        load("--rate", "5", "--period", "1s"),
        "--rate and --period: together (expected: one of them)");
    assertError(load("--max-in-flight", "5"), "--max-in-flight: without --rate (expected: both)");
    assertError(
        load("--rate", "5", "--max-in-flight", "0"), "--max-in-flight: 0 (expected: at least 1)");
    assertError(load("--rate", "0"), "--rate: 0.0 (expected: above 0, at most 1000000 a second)");
    assertError(load("--rate", "NaN"), "--rate: NaN (expected: above 0, at most 1000000 a second)");
    assertError(load("--period", "0"), "--period: 0s (expected: above 0, at most 365 days)");
    assertError(
        load("--rate", "1", "--duration", "0"),
        "--duration: 0s (expected: above 0, at most 365 days)");
    assertError(
        load("--duration", "9000h"), "--duration: 9000h (expected: above 0, at most 365 days)");
    assertError(load("--timeout", "0"), "--timeout: 0s (expected: above 0, at most 365 days)");
    assertError(load("-H", "name"), "--header: \"name\" (expected: NAME: VALUE)");
    assertError(
        load("-H", "Content-Length: 3"),
        "--header: \"Content-Length\" (expected: one that the client does not set itself, in"
            + " visible ASCII)");
    assertError(
        load("--method", "G T"),
        "--method: \"G T\" (expected: a method of HTTP, such as GET or POST)");
    Path missing = folder.resolve("missing");
    assertError(load("--body", missing.toString()), "--body: no such file: " + missing);
    assertError(
        load("--body", folder.toString()),
        "--body: " + folder + " is a directory (expected: a file)");
    assertThat(requests).isEmpty();
  }

  @Test
  void whatIsNoTimeOrNumberIsToldSo() {
    for (String option : List.of("--period", "--duration", "--timeout")) {
      Cli load = load(option, "soon");
      assertThat(load.exitCode()).isEqualTo(2);
      assertThat(load.err())
          .contains(
              option,
              "\"soon\" (expected: a duration such as 500ms, 2s or 1h30m, or seconds as a number)");
    }
    assertThat(load("--rate", "fast").err()).contains("--rate", "fast");
    assertThat(load("--rate", "fast").exitCode()).isEqualTo(2);
  }

  private static void assertError(Cli cli, String message) {
    assertThat(cli.err()).isEqualTo("torc: " + message + System.lineSeparator());
    assertThat(cli.exitCode()).isEqualTo(2);
    assertThat(cli.out()).isEmpty();
  }

  @Test
  void aSignalEndsItWithWhatWasDone() throws Exception {
    Process load =
        new ProcessBuilder(
                System.getProperty("java.home") + File.separator + "bin" + File.separator + "java",
                "-cp",
                System.getProperty("java.class.path"),
                Torc.class.getName(),
                "load",
                "--url",
                url,
                "--period",
                "10ms",
                "--duration",
                "1h")
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    await().atMost(30, SECONDS).until(() -> requests.size() > 100);
    // Not the process's own method: it closes the pipe too.
    load.toHandle().destroy();
    assertThat(load.waitFor(20, SECONDS)).isTrue();
    assertThat(load.exitValue()).isZero();
    assertThat(new String(load.getInputStream().readAllBytes(), UTF_8))
        .matches("Response Codes:\\R  200: \\d+\\R");
  }
}

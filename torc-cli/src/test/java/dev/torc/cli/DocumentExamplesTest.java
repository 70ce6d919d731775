package dev.torc.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.torc.testkit.RedisProcess;
import java.io.IOException;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The examples in documents compile, run, and print what the documents say. */
@SuppressWarnings("NullAway.Init") // JUnit sets the folder.
final class DocumentExamplesTest {
  private static final Path ROOT = Path.of(System.getProperty("torc.root"));
  private static final String README = "README.md";
  private static final String PLACEMENT = "docs/placement.md";
  private static final String CLIENT = "docs/client.md";
  private static final String ROUTES = "examples/routes/README.md";
  private static final String LOGICAL_PROXY = "examples/logical-proxy/README.md";
  private static final String WINEINFO = "examples/wineinfo/README.md";

  @TempDir private Path folder;

  private static List<String> blocks(String document, String language) throws IOException {
    return Pattern.compile("```" + language + "\\R(.*?)```", Pattern.DOTALL)
        .matcher(Files.readString(ROOT.resolve(document)))
        .results()
        .map(block -> block.group(1))
        .toList();
  }

  private static String block(String document, String language, String containing)
      throws IOException {
    return blocks(document, language).stream()
        .filter(block -> block.contains(containing))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no " + language + " block with " + containing));
  }

  /** Runs statements and gives the value of an expression behind them. */
  private Object run(String statements, String expression) throws Exception {
    String source =
"""
        import static java.nio.charset.StandardCharsets.UTF_8;
        import dev.torc.cache.*;
        import dev.torc.cache.coordination.Change;
        import dev.torc.cache.coordination.ChangeRequest;
        import dev.torc.cache.coordination.Coordinator;
        import dev.torc.cache.coordination.Member;
        import dev.torc.client.*;
        import dev.torc.config.HostPort;
        import dev.torc.discovery.RoutingSource;
        import dev.torc.hash.*;
        import dev.torc.routing.*;
        import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
        import java.net.CookieManager;
        import java.net.InetSocketAddress;
        import java.net.URI;
        import java.net.http.*;
        import java.net.http.HttpResponse.BodyHandlers;
        import java.nio.file.Path;
        import java.time.Duration;
        import java.util.Arrays;
        import java.util.List;
        import java.util.Map;
        import java.util.concurrent.CompletionStage;
        public class Example {
          public static Object run() throws Exception {
            %s
            return %s;
          }
        }
"""
            .formatted(statements, expression);
    Path file = Files.writeString(folder.resolve("Example.java"), source);
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    StringWriter messages = new StringWriter();
    try (var files = compiler.getStandardFileManager(null, null, null)) {
      boolean compiled =
          compiler
              .getTask(
                  messages,
                  files,
                  null,
                  List.of("-d", folder.toString(), "-cp", System.getProperty("java.class.path")),
                  null,
                  files.getJavaFileObjects(file))
              .call();
      assertThat(compiled).as(messages.toString()).isTrue();
    }
    try (URLClassLoader loader = new URLClassLoader(new URL[] {folder.toUri().toURL()})) {
      return loader.loadClass("Example").getMethod("run").invoke(null);
    }
  }

  @Test
  void theJavaExamplesRun() throws Exception {
    assertThat(
            run(
                block(README, "java", "Ring.of"),
                "owner.name() + \" \" + larger.nodes().size() + \" \" + replicas.length"))
        .isEqualTo("c 4 2");
    assertThat(run(block(PLACEMENT, "java", "Balance.of"), "diff.exact() && balance.max() < 1.5"))
        .isEqualTo(true);
    assertThat(run(block(PLACEMENT, "java", "Dialect.nginx"), "ring.points()")).isEqualTo(640);
    assertThat(
            run(
                block(PLACEMENT, "java", "BoundedLoad.of"),
                "retry != first && bounded.load(retry) == 1 && bounded.total() == 1"))
        .isEqualTo(true);
    assertThat(blocks(PLACEMENT, "java")).hasSize(3);
  }

  /** Statements whose file is one with the YAML of their document, for a server that answers. */
  private String onFile(String document, String statements, HttpServer server) throws IOException {
    String yaml = block(document, "yaml", "minRingSize");
    String address = "127.0.0.1:" + server.getAddress().getPort();
    Path file =
        Files.writeString(
            folder.resolve("torc.yaml"),
            yaml.replaceAll("endpoints: .*", "endpoints: [\"" + address + "\"]"));
    return statements.replace("\"torc.yaml\"", "\"" + file + "\"");
  }

  @Test
  void theExamplesOfTheClientRun() throws Exception {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          byte[] answer = exchange.getRequestURI().toString().getBytes(UTF_8);
          exchange.sendResponseHeaders(200, answer.length);
          exchange.getResponseBody().write(answer);
          exchange.close();
        });
    server.start();
    try {
      assertThat(
              run(
                  onFile(CLIENT, block(CLIENT, "java", "client.send"), server),
                  "response.body() + client.isTerminated()"))
          .isEqualTo("/recommendations/?query=redtrue");
      assertThat(
              run(
                  onFile(CLIENT, block(CLIENT, "java", "TorcClient.builder()"), server),
                  "registry.get(\"torc.client.configurations\").tag(\"result\", \"applied\")"
                      + ".counter().count()"))
          .isEqualTo(1.0);
      assertThat(
              run(
                  onFile(README, block(README, "java", "TorcClient.watching"), server),
                  "response.statusCode() + response.body()"))
          .isEqualTo("200/recommendations/?query=red");
      assertThat(run(block(CLIENT, "java", "checkRoute"), "decision.backend().equals(backend)"))
          .isEqualTo(true);
    } finally {
      server.stop(0);
    }
    assertThat(blocks(CLIENT, "java")).hasSize(3);
    assertThat(blocks(README, "java")).hasSize(2);
  }

  @Test
  void theExampleOfTheCacheInAProgramRuns() throws Exception {
    String statements = block(LOGICAL_PROXY, "java", "ring.submit");
    List<RedisProcess> servers = new ArrayList<>();
    try {
      for (String port : List.of("7001", "7002", "7003")) {
        RedisProcess server = RedisProcess.started();
        servers.add(server);
        assertThat(statements).contains(port);
        statements = statements.replace(port, Integer.toString(server.address().getPort()));
      }
      String end =
          """
          String outcome = over.toCompletableFuture().join().status() + new String(visits, UTF_8);
          cache.close();
          """;
      assertThat(run(statements + end, "outcome")).isEqualTo("COMMITTED1 visit");
    } finally {
      servers.forEach(RedisProcess::close);
    }
  }

  @Test
  void theExampleOfARingInAFolderRuns() throws Exception {
    Path state = folder.resolve("state");
    String statements =
        """
        var nodes =
            List.of(new CacheNode(0, "a", InetSocketAddress.createUnresolved("127.0.0.1", 1), 1));
        try (ShardedCache cache = %s) {
          cache.resharding().reserveIndex();
        }
        """
            .formatted(
                block(LOGICAL_PROXY, "java", "inFolder")
                    .replace("\"state\"", "\"" + state + "\"")
                    .replace(";", ""));
    assertThat(run(statements, "true")).isEqualTo(true);
    assertThat(state.resolve("cluster.yaml")).exists();
    assertThat(blocks(LOGICAL_PROXY, "java")).hasSize(2);
  }

  @Test
  void thePlaceExampleOfTheGuideRuns() throws IOException {
    String command = block(PLACEMENT, "sh", "torc place").strip();
    Path keys = Files.writeString(folder.resolve("users.txt"), "user:1\n");
    String[] arguments = command.replace("users.txt", keys.toString()).split(" ", -1);
    Cli place = Cli.run(List.of(arguments).subList(1, arguments.length).toArray(String[]::new));
    assertThat(place.out()).startsWith("user:1\t10.0.0.");
  }

  /** Each command of the README's consoles, with the lines up to the next one. */
  @Test
  void placePrintsWhatTheReadmeSays() throws IOException {
    Path keys = Files.writeString(folder.resolve("keys.txt"), "user:1\nuser:2\nuser:3\n");
    int commands = 0;
    for (String block : blocks(README, "console")) {
      for (String session : block.split("(?m)^\\$ ", -1)) {
        List<String> lines = session.lines().toList();
        if (session.startsWith("./torc place")) {
          String[] arguments = lines.get(0).replace("keys.txt", keys.toString()).split(" ", -1);
          assertThat(Cli.run(Arrays.copyOfRange(arguments, 1, arguments.length)).out().lines())
              .containsExactlyElementsOf(lines.subList(1, lines.size()));
          commands++;
        }
      }
    }
    assertThat(commands).isEqualTo(3);
  }

  @Test
  void resolvePrintsWhatTheReadmeSays() throws IOException {
    Path file =
        Files.writeString(folder.resolve("torc.yaml"), block(README, "yaml", "minRingSize"));
    List<String> lines = block(README, "console", "./torc resolve").lines().toList();
    String command = lines.get(0).replace("$ ", "").replace("torc.yaml", file.toString());
    assertThat(Cli.run(arguments(command)).out().lines())
        .containsExactlyElementsOf(lines.subList(1, lines.size()));
  }

  /** All but those that send requests. */
  @Test
  void theWineinfoExamplePrintsWhatItsReadmeSays() throws IOException {
    int commands = 0;
    for (String block : blocks(WINEINFO, "console")) {
      for (String session : block.split("(?m)^\\$ ", -1)) {
        List<String> lines = session.lines().toList();
        if (session.startsWith("./torc ") && !session.startsWith("./torc load")) {
          assertThat(Cli.run(arguments(lines.get(0))).out().lines())
              .as(lines.get(0))
              .containsExactlyElementsOf(lines.subList(1, lines.size()));
          commands++;
        }
      }
    }
    assertThat(commands).isEqualTo(6);
  }

  /** Also what fails; and what is too long for the page at least succeeds. */
  @Test
  void theRoutesExamplePrintsWhatItsReadmeSays() throws IOException {
    int commands = 0;
    for (String block : blocks(ROUTES, "console")) {
      for (String session : block.split("(?m)^\\$ ", -1)) {
        List<String> lines = session.strip().lines().toList();
        if (!lines.isEmpty()) {
          Cli cli = Cli.run(arguments(lines.get(0)));
          assertThat((cli.out() + cli.err()).lines())
              .as(lines.get(0))
              .containsExactlyElementsOf(lines.subList(1, lines.size()));
          commands++;
        }
      }
    }
    for (String line : String.join("", blocks(ROUTES, "sh")).lines().toList()) {
      assertThat(Cli.run(arguments(line)).exitCode()).as(line).isZero();
      commands++;
    }
    assertThat(commands).isEqualTo(10);
  }

  /** Of a shell's line, with single quotes at most; files are below the root. */
  private static String[] arguments(String line) {
    return Pattern.compile("'([^']*)'|[^ ]+")
        .matcher(line)
        .results()
        .skip(1)
        .map(word -> word.group(1) == null ? word.group() : word.group(1))
        .map(word -> word.startsWith("examples/") ? ROOT.resolve(word).toString() : word)
        .toArray(String[]::new);
  }
}

package dev.torc.cli;

import static java.nio.charset.StandardCharsets.US_ASCII;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.torc.config.Configuration;
import dev.torc.gateway.CacheConfig;
import dev.torc.gateway.Gateway;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/**
 * {@code torc rehearse}: does a little of everything and ends, so that the JVM loads the classes
 * that real runs need while {@code ./torc} records a start-up cache.
 */
@Command(name = "rehearse", hidden = true, description = "Load what real runs load, and end.")
final class RehearseCommand implements Callable<Integer> {
  private static final String BODY = "{\"value\":\"v\"}";
  private static final String ROUTES =
      """
      routes: [{id: a, hostnames: [a], rules: [{backends: [{type: static, name: b, port: 80}]}]}]
      backends:
        - id: {type: static, name: b, port: 80}
          lb: {type: RingHash, hashParams: [{type: Path}]}
          endpoints: [127.0.0.1:1]
      """;

  private static final String NODES =
      """
      {"epoch": 1, "vnodes": 1, "nodes": [{"index": 0, "name": "a", "address": "a:1", "weight": 1,
        "state": "up", "share": 1.0, "keys": 1, "memoryBytes": 1, "maxMemoryBytes": 1}]}
      """;
  private static final String CHANGE =
      """
      {"id": 1, "description": "a", "origin": "command", "state": "committed",
        "step": "done", "reverting": false, "submittedMillis": 1, "startedMillis": 1, "finishedMillis": 2, "epoch": 1,
        "movedShare": 0.5, "progress": {"keys": 1, "expectedKeys": 1, "bytes": 1,
        "keysPerSecond": 1.0, "remainingSeconds": 0.0, "moved": 1}, "moves": [{"from": 0, "to": 1,
        "share": 0.5, "step": "done", "keys": 1, "bytes": 1, "rounds": 1, "holdMillis": 1.0,
        "holds": 1}]}
      """;

  /** What to rehearse. */
  enum Part {
    /** The server. */
    UP,
    /** The commands that end by themselves. */
    COMMANDS
  }

  @Parameters(paramLabel = "PART")
  private Part part;

  @SuppressWarnings("NullAway.Init") // picocli sets the part.
  RehearseCommand() {}

  @Override
  public Integer call() throws IOException {
    switch (part) {
      case UP -> rehearseServer();
      case COMMANDS -> rehearseCommands();
    }
    return 0;
  }

  private static void rehearseServer() throws IOException {
    TorcConfig config =
        Configuration.parse(
            "cache: {port: 0, nodes: {embedded: 2}}\nadmin: {port: 0}\n",
            "rehearsal",
            TorcConfig.class);
    Logging.start(false);
    CacheConfig cache = ConfigFile.cache(config, Path.of("rehearsal"));
    Gateway gateway = Gateway.start(cache, config.admin());
    try {
      System.out.println(UpReport.text(gateway));
      for (String target : List.of("/rehearsal", "/none", "/")) {
        exchange(gateway.address(), "GET " + target, "");
        exchange(gateway.address(), "POST " + target, BODY);
      }
      rehearseLoad(gateway.address());
      exchange(gateway.adminAddress(), "GET /readyz", "");
      exchange(gateway.adminAddress(), "GET /metrics", "");
    } finally {
      gateway.drain();
    }
    rehearseDemo();
  }

  private static void exchange(InetSocketAddress address, String request, String body)
      throws IOException {
    String head =
        request
            + " HTTP/1.1\r\nHost: torc\r\nConnection: close\r\nContent-Length: "
            + body.length()
            + "\r\n\r\n";
    try (Socket socket = new Socket(address.getAddress(), address.getPort())) {
      socket.getOutputStream().write((head + body).getBytes(US_ASCII));
      socket.getInputStream().readAllBytes();
    }
  }

  /** It measures the better for starting fast: its first requests are due at once. */
  private static void rehearseLoad(InetSocketAddress address) {
    String url = "http://" + address.getHostString() + ":" + address.getPort() + "/";
    execute("load", "--url", url, "--duration", "0", "--latency");
    execute("load", "--url", url, "--duration", "10ms", "--rate", "1000", "--json");
  }

  private static void rehearseDemo() {
    execute("demo", "wineinfo", "--duration", "0");
    execute("demo", "wineinfo", "--duration", "0", "--json");
  }

  private static void rehearseCommands() throws IOException {
    Path keys = Files.createTempFile("torc-rehearsal", ".keys");
    Path file = Files.createTempFile("torc-rehearsal", ".yaml");
    Path routes = Files.createTempFile("torc-rehearsal", ".yaml");
    try {
      Files.writeString(routes, ROUTES);
      Files.writeString(keys, "one\ntwo\n");
      Files.writeString(file, "cache: {port: 0, nodes: {static: [127.0.0.1:1]}, unknown: 1}\n");
      execute("--help");
      execute("up", "--help");
      execute("version");
      execute("wrong");
      execute("completion");
      execute("validate", file.toString());
      execute("check-route", "-f", routes.toString(), "http://a/");
      execute("resolve", "-c", routes.toString(), "http://a/", "--json");
      execute("explain", "-c", routes.toString(), "http://a/{}", "--keys", keys.toString());
      execute("dump", "-c", routes.toString());
      execute("place", "--nodes", "a,b=2", "--keys", keys.toString());
      execute("place", "--nodes", "a,b=2", "--json", "--keys", keys.toString());
      rehearseChanges();
    } finally {
      Files.delete(keys);
      Files.delete(file);
      Files.delete(routes);
    }
  }

  /** With a gateway that only seems to be one: a real one loads much that these never need. */
  private static void rehearseChanges() throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/nodes", exchange -> answer(exchange, NODES));
    server.createContext("/changes/1", exchange -> answer(exchange, CHANGE));
    server.createContext("/changes", exchange -> answer(exchange, CHANGE));
    server.start();
    try {
      String url = "http://127.0.0.1:" + server.getAddress().getPort();
      execute("nodes", "list", "--admin", url);
      execute("nodes", "add", "--admin", url);
      execute("changes", "show", "1", "--json", "--admin", url);
    } finally {
      server.stop(0);
    }
  }

  private static void answer(HttpExchange exchange, String json) throws IOException {
    byte[] content = json.getBytes(US_ASCII);
    exchange.getRequestBody().readAllBytes();
    exchange.sendResponseHeaders(200, content.length);
    exchange.getResponseBody().write(content);
    exchange.close();
  }

  private static void execute(String... arguments) {
    PrintWriter nowhere = new PrintWriter(Writer.nullWriter());
    CommandLine line = Torc.commandLine();
    line.setOut(nowhere).setErr(nowhere).execute(arguments);
  }
}

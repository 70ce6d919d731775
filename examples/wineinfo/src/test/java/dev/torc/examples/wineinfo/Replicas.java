package dev.torc.examples.wineinfo;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A real server on a free port for every endpoint that a {@code torc.yaml} lists, each known by the
 * endpoint it stands for. It answers with that name, and remembers what it was asked.
 */
final class Replicas implements AutoCloseable {
  private static final Pattern ENDPOINT = Pattern.compile("(?m)^( +- )(127\\.0\\.0\\.1:\\d+)$");

  private final Map<String, HttpServer> servers = new LinkedHashMap<>();
  private final Map<String, List<String>> asked = new ConcurrentHashMap<>();
  private final Map<String, Integer> failing = new ConcurrentHashMap<>();
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final String yaml;

  /** Starts them. */
  Replicas(Path file) throws IOException {
    Matcher endpoint = ENDPOINT.matcher(Files.readString(file));
    StringBuilder text = new StringBuilder();
    while (endpoint.find()) {
      String name = endpoint.group(2);
      endpoint.appendReplacement(
          text,
          endpoint.group(1)
              + "{address: '127.0.0.1:"
              + start(name)
              + "', hashKey: '"
              + name
              + "'}");
    }
    yaml = endpoint.appendTail(text).toString();
  }

  private int start(String name) throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 100);
    asked.put(name, new CopyOnWriteArrayList<>());
    server.createContext("/", exchange -> answer(name, exchange));
    server.setExecutor(threads);
    server.start();
    servers.put(name, server);
    return server.getAddress().getPort();
  }

  private void answer(String name, HttpExchange exchange) throws IOException {
    asked.getOrDefault(name, List.of()).add(exchange.getRequestURI().getRawQuery());
    byte[] body = name.getBytes(UTF_8);
    exchange.sendResponseHeaders(failing.getOrDefault(name, 200), body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  /** The file, with the addresses of the servers; they keep the names that hashing knows. */
  String yaml() {
    return yaml;
  }

  /** From now on a server answers with this status. */
  void fail(String name, int status) {
    failing.put(name, status);
  }

  /** The queries of the URLs that a server was asked, in order. */
  List<String> asked(String name) {
    return new ArrayList<>(asked.getOrDefault(name, List.of()));
  }

  @Override
  public void close() {
    servers.values().forEach(server -> server.stop(0));
    threads.shutdownNow();
  }
}

package dev.torc.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.torc.it.TorcScript.Up;
import dev.torc.testkit.RedisProcess;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Static nodes on the redis-server of the system, which is newer than the embedded one, looked at
 * with redis-cli.
 */
final class RedisIT {
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  @TempDir private Path folder;
  private final List<Integer> ports = new ArrayList<>();
  private final List<Process> servers = new ArrayList<>();

  @BeforeEach
  void startServers() throws IOException {
    for (int i = 0; i < 3; i++) {
      ports.add(RedisProcess.freePort());
      servers.add(startServer(ports.get(i)));
    }
  }

  private static Process startServer(int port) throws IOException {
    Process server =
        new ProcessBuilder(
                "redis-server",
                "--bind",
                "127.0.0.1",
                "--port",
                Integer.toString(port),
                "--save",
                "")
            .redirectErrorStream(true)
            .start();
    var output = server.inputReader(UTF_8);
    String line = output.readLine();
    while (line != null && !line.contains("Ready to accept connections")) {
      line = output.readLine();
    }
    assertThat(line).as("redis-server is ready").isNotNull();
    return server;
  }

  @AfterEach
  void stopServers() {
    servers.forEach(Process::destroyForcibly);
  }

  private Up up() throws IOException {
    StringBuilder yaml = new StringBuilder("cache:\n  nodes:\n    static:\n");
    ports.forEach(port -> yaml.append("      - 127.0.0.1:").append(port).append('\n'));
    Path file = Files.writeString(folder.resolve("torc.yaml"), yaml);
    return new Up(TorcScript.ROOT, "-c", file.toString());
  }

  private static HttpResponse<String> send(Up up, String key, String method, String body)
      throws Exception {
    return HTTP.send(
        HttpRequest.newBuilder(URI.create(up.cache() + "/" + key))
            .method(method, HttpRequest.BodyPublishers.ofString(body))
            .build(),
        HttpResponse.BodyHandlers.ofString());
  }

  private String redisCli(int node, String... arguments) throws Exception {
    List<String> command = new ArrayList<>(List.of("redis-cli", "-p", ports.get(node).toString()));
    command.addAll(List.of(arguments));
    return TorcScript.run(folder, command.toArray(String[]::new)).out().strip();
  }

  @Test
  void keysLieWhereTheAnswersSayAndWherePlaceSays() throws Exception {
    try (Up up = up()) {
      Path keys = folder.resolve("keys");
      List<String> names = new ArrayList<>();
      for (int i = 0; i < 200; i++) {
        names.add("key-" + i);
      }
      Files.write(keys, names);
      String nodes =
          "127.0.0.1:" + ports.get(0) + ",127.0.0.1:" + ports.get(1) + ",127.0.0.1:" + ports.get(2);
      List<String> placed =
          TorcScript.run(
                  TorcScript.ROOT, "./torc", "place", "--nodes", nodes, "--keys", keys.toString())
              .out()
              .lines()
              .toList();
      assertThat(placed).hasSize(200);
      for (int i = 0; i < 200; i++) {
        HttpResponse<String> set = send(up, names.get(i), "POST", "{\"value\":\"v" + i + "\"}");
        assertThat(set.statusCode()).isEqualTo(201);
        int index = Integer.parseInt(set.headers().firstValue("X-CacheServer-Index").orElseThrow());
        assertThat(placed.get(i)).isEqualTo(names.get(i) + "\t127.0.0.1:" + ports.get(index));
        assertThat(redisCli(index, "GET", names.get(i))).isEqualTo("v" + i);
      }
      int stored = 0;
      for (int node = 0; node < 3; node++) {
        stored += Integer.parseInt(redisCli(node, "DBSIZE"));
      }
      assertThat(stored).isEqualTo(200);
    }
  }

  @Test
  void aNodeThatGoesIsMissedAndTakenBackWithoutARestart() throws Exception {
    try (Up up = up()) {
      for (int i = 0; i < 30; i++) {
        assertThat(send(up, "k" + i, "POST", "{\"value\":\"v\"}").statusCode()).isEqualTo(201);
      }
      servers.get(1).destroyForcibly().waitFor();
      await()
          .atMost(10, SECONDS)
          .until(() ->
              "2"
                  .equals(
                      send(up, "k0", "GET", "")
                          .headers()
                          .firstValue("X-CacheServer-Count")
                          .orElseThrow()));
      int unavailable = 0;
      for (int i = 0; i < 30; i++) {
        HttpResponse<String> get = send(up, "k" + i, "GET", "");
        String index = get.headers().firstValue("X-CacheServer-Index").orElseThrow();
        assertThat(get.statusCode()).isEqualTo(index.equals("1") ? 503 : 200);
        unavailable += get.statusCode() == 503 ? 1 : 0;
      }
      assertThat(unavailable).isPositive();
      servers.set(1, startServer(ports.get(1)));
      await().atMost(10, SECONDS).until(() -> allServed(up));
    }
  }

  private static boolean allServed(Up up) throws Exception {
    for (int i = 0; i < 30; i++) {
      if (send(up, "k" + i, "GET", "").statusCode() == 503) {
        return false;
      }
    }
    return true;
  }

  @Test
  void valuesWrittenWithRedisCliAreRead() throws Exception {
    try (Up up = up()) {
      HttpResponse<String> miss = send(up, "foreign", "GET", "");
      assertThat(miss.statusCode()).isEqualTo(404);
      int owner = Integer.parseInt(miss.headers().firstValue("X-CacheServer-Index").orElseThrow());
      redisCli(owner, "SET", "foreign", "say \"hello\"");
      assertThat(send(up, "foreign", "GET", "").body())
          .isEqualTo("{\"value\":\"say \\\"hello\\\"\"}");
      redisCli(owner, "DEL", "foreign");
      redisCli(owner, "RPUSH", "foreign", "x");
      assertThat(send(up, "foreign", "GET", "").statusCode()).isEqualTo(409);
    }
  }
}

package dev.torc.it;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.torc.cache.SentinelException;
import dev.torc.cache.Sentinels;
import dev.torc.config.HostPort;
import dev.torc.it.TorcScript.Up;
import dev.torc.testkit.RedisProcess;
import dev.torc.testkit.SentinelProcess;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A primary and its replica under three sentinels, all of the system. */
final class SentinelIT {
  private static final String SERVER = "redis-server";

  @TempDir private Path folder;
  private RedisProcess primary;
  private RedisProcess replica;
  private List<SentinelProcess> sentinels;

  @BeforeEach
  void start() {
    primary = RedisProcess.startedOf(SERVER);
    replica =
        RedisProcess.startedOf(
            SERVER, "--replicaof", "127.0.0.1", Integer.toString(primary.address().getPort()));
    sentinels =
        Stream.generate(() ->
                SentinelProcess.started(
                    List.of("redis-sentinel"), 2, Map.of("cache-1", primary.address())))
            .limit(3)
            .toList();
  }

  @AfterEach
  void stop() {
    sentinels.forEach(SentinelProcess::close);
    replica.close();
    primary.close();
  }

  private static HostPort hostPort(InetSocketAddress address) {
    return new HostPort(address.getHostString(), address.getPort());
  }

  private static @Nullable HostPort master(Sentinels sentinels) throws Exception {
    try {
      return sentinels.master("cache-1", null).toCompletableFuture().get(60, SECONDS);
    } catch (ExecutionException e) {
      assertThat(e).hasCauseInstanceOf(SentinelException.class);
      return null;
    }
  }

  /** Whether a sentinel knows the replica and the other two. */
  private boolean isReady(SentinelProcess sentinel) throws Exception {
    List<String> fields =
        TorcScript.run(
                folder,
                "redis-cli",
                "-p",
                Integer.toString(sentinel.address().getPort()),
                "SENTINEL",
                "MASTER",
                "cache-1")
            .out()
            .lines()
            .toList();
    return fields.get(fields.indexOf("num-slaves") + 1).equals("1")
        && fields.get(fields.indexOf("num-other-sentinels") + 1).equals("2");
  }

  @Test
  void theMasterIsFollowedThroughAFailover() throws Exception {
    try (Sentinels asked =
        Sentinels.open(
            sentinels.stream().map(each -> hostPort(each.address())).toList(),
            Duration.ofSeconds(10))) {
      assertThat(master(asked)).isEqualTo(hostPort(primary.address()));
      for (SentinelProcess each : sentinels) {
        await().atMost(60, SECONDS).until(() -> isReady(each));
      }
      primary.kill();
      await().atMost(60, SECONDS).until(() -> hostPort(replica.address()).equals(master(asked)));
    }
  }

  @Test
  void theProgramServesFromTheMasterThatTheyName() throws Exception {
    StringBuilder yaml =
        new StringBuilder("cache:\n  nodes:\n    sentinel:\n      masters: [cache-1]\n");
    yaml.append("      sentinels:\n");
    sentinels.forEach(
        each -> yaml.append("        - ").append(hostPort(each.address())).append('\n'));
    Path file = Files.writeString(folder.resolve("torc.yaml"), yaml);
    try (Up up = new Up(TorcScript.ROOT, "-c", file.toString());
        HttpClient http = HttpClient.newHttpClient()) {
      HttpResponse<String> set =
          http.send(
              HttpRequest.newBuilder(URI.create(up.cache() + "/k"))
                  .POST(HttpRequest.BodyPublishers.ofString("{\"value\":\"v\"}"))
                  .build(),
              HttpResponse.BodyHandlers.ofString());
      assertThat(set.statusCode()).isEqualTo(201);
      String port = Integer.toString(primary.address().getPort());
      assertThat(TorcScript.run(folder, "redis-cli", "-p", port, "GET", "k").out().strip())
          .isEqualTo("v");
    }
  }
}

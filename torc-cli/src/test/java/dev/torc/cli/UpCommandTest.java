package dev.torc.cli;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.torc.testkit.RawHttp;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole program as a process. */
final class UpCommandTest {

  @Test
  void servesAHundredKeysWithoutAMissAndCountsThem() throws Exception {
    try (UpProcess up = UpProcess.start();
        RawHttp http = RawHttp.connect(up.cache())) {
      assertThat(up.nodes()).isEqualTo(3);
      for (int i = 0; i < 100; i++) {
        http.request("POST", "/key-" + i, "{\"value\":\"v" + i + "\"}");
        assertThat(http.response().status()).isEqualTo(201);
      }
      for (int i = 0; i < 100; i++) {
        RawHttp.Response get = http.request("GET", "/key-" + i, "").response();
        assertThat(get.status()).isEqualTo(200);
        assertThat(get.body()).isEqualTo("{\"value\":\"v" + i + "\"}");
      }
      await().atMost(1, SECONDS).until(() -> keys(http) == 100);
    }
  }

  @Test
  void exportsEveryMetricThatTheDocumentsName() throws Exception {
    List<String> documented =
        Pattern.compile("`(torc_\\w+)`")
            .matcher(
                Files.readString(Path.of(System.getProperty("torc.root"), "docs/operations.md")))
            .results()
            .map(match -> match.group(1))
            .distinct()
            .toList();
    assertThat(documented).hasSizeGreaterThan(10);
    try (UpProcess up = UpProcess.start("--nodes", "1");
        RawHttp http = RawHttp.connect(up.cache());
        RawHttp admin = RawHttp.connect(up.admin())) {
      http.request("GET", "/key", "").response();
      // A request is measured when its response has left: the client may be quicker.
      await()
          .untilAsserted(() -> {
            String metrics = admin.request("GET", "/metrics", "").response().body();
            for (String name : documented) {
              assertThat(metrics).containsPattern("(?m)^# TYPE " + name + " ");
            }
          });
    }
  }

  private static int keys(RawHttp http) throws IOException {
    String distribution = http.request("GET", "/none", "").response().header("X-Ring-Distribution");
    assertThat(distribution).matches("0:\\d+,1:\\d+,2:\\d+");
    int sum = 0;
    for (String pair : String.valueOf(distribution).split(",", -1)) {
      sum += Integer.parseInt(pair.substring(pair.indexOf(':') + 1));
    }
    return sum;
  }

  @Test
  void sigtermUnderLoadFinishesRequestsAndLeavesNothing() throws Exception {
    UpProcess up = UpProcess.start("--nodes", "2");
    List<ProcessHandle> servers = up.redisServers();
    assertThat(servers).hasSize(2);
    int clients = 8;
    AtomicInteger served = new AtomicInteger();
    AtomicInteger broken = new AtomicInteger();
    CountDownLatch running = new CountDownLatch(clients);
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < clients; i++) {
      threads.add(Thread.ofVirtual().start(() -> load(up, running, served, broken)));
    }
    running.await();
    up.process().destroy();
    assertThat(up.process().waitFor(20, SECONDS)).isTrue();
    for (Thread thread : threads) {
      thread.join();
    }
    assertThat(up.process().exitValue()).isZero();
    assertThat(broken).hasValue(0);
    assertThat(served.get()).isGreaterThan(clients);
    await().atMost(5, SECONDS).until(() -> servers.stream().noneMatch(ProcessHandle::isAlive));
  }

  /** Requests on one connection until the server says that it closes. */
  private static void load(
      UpProcess up, CountDownLatch running, AtomicInteger served, AtomicInteger broken) {
    try (RawHttp http = RawHttp.connect(up.cache())) {
      boolean last = false;
      while (!last) {
        RawHttp.Response response = http.request("GET", "/key", "").response();
        assertThat(response.status()).isEqualTo(404);
        last = "close".equals(response.header("Connection"));
        served.incrementAndGet();
        running.countDown();
      }
    } catch (IOException | AssertionError e) {
      broken.incrementAndGet();
      running.countDown();
    }
  }

  @Test
  void sigtermDuringTheStartLeavesNothing(@TempDir Path temporary) throws Exception {
    Process up =
        UpProcess.launch(List.of("-Djava.io.tmpdir=" + temporary), List.of("--nodes", "2"));
    // The supervisor is the first sign of the start, and there is more to come.
    await().atMost(20, SECONDS).until(() -> up.descendants().findAny().isPresent());
    List<ProcessHandle> started = up.descendants().toList();
    up.destroy();
    assertThat(up.waitFor(30, SECONDS)).isTrue();
    assertThat(up.exitValue()).isZero();
    await().atMost(5, SECONDS).until(() -> started.stream().noneMatch(ProcessHandle::isAlive));
    try (Stream<Path> left = Files.list(temporary)) {
      assertThat(left.filter(path -> path.toString().contains("torc-"))).isEmpty();
    }
  }

  @Test
  void killedGatewayLeavesNoRedis() throws Exception {
    UpProcess up = UpProcess.start();
    List<ProcessHandle> servers = up.redisServers();
    assertThat(servers).hasSize(3);
    up.process().destroyForcibly().waitFor();
    await().atMost(5, SECONDS).until(() -> servers.stream().noneMatch(ProcessHandle::isAlive));
  }

  @Test
  void aPortInUseIsOneErrorAndExitCodeOne() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Cli up = Cli.run("up", "--nodes", "1", "--port", Integer.toString(taken.getLocalPort()));
      assertThat(up.exitCode()).isEqualTo(1);
      assertThat(up.err())
          .startsWith("torc: cannot listen on 127.0.0.1:" + taken.getLocalPort() + ": ")
          .contains("already in use")
          .hasLineCount(1);
    }
    assertThat(
            ProcessHandle.current()
                .descendants()
                .filter(
                    p -> p.info().command().filter(c -> c.contains("redis-server")).isPresent()))
        .isEmpty();
  }
}

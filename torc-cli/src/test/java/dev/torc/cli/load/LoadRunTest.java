package dev.torc.cli.load;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Whole runs, over sockets. */
@Timeout(60)
@SuppressWarnings("NullAway.Init") // JUnit calls start.
final class LoadRunTest {
  private static final Pace SHORT = new Pace.Closed(ofMillis(10), ofMillis(100));

  private final Queue<String> queries = new ConcurrentLinkedQueue<>();
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private HttpServer server;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1024);
    server.setExecutor(threads);
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
    threads.shutdownNow();
  }

  private LoadTarget answering(HttpHandler handler) {
    server.createContext("/", handler);
    return LoadTarget.get("http://127.0.0.1:" + server.getAddress().getPort() + "/wines?query=");
  }

  private void answer(HttpExchange exchange, int code) throws IOException {
    queries.add(exchange.getRequestURI().getRawQuery());
    exchange.sendResponseHeaders(code, -1);
    exchange.close();
  }

  @Test
  void tenValuesAndElevenTicksAreAHundredAndTenRequests() {
    LoadReport report =
        LoadRun.run(
            new LoadPlan(answering(e -> answer(e, 200)), LoadPlan.WINES, SHORT), LoadListener.NONE);
    assertThat(report.codes()).isEqualTo(Map.of(200, 110L));
    assertThat(report.errors()).isZero();
    assertThat(report.elapsed()).isGreaterThanOrEqualTo(ofMillis(100));
    assertThat(queries).hasSize(110);
    assertThat(queries.stream().filter("query=pinot%20noir"::equals)).hasSize(11);
    assertThat(queries.stream().distinct()).hasSize(10);
  }

  @Test
  void countsEveryCodeInOrderAndFollowsNoRedirect() {
    AtomicInteger codes = new AtomicInteger();
    LoadTarget target =
        answering(exchange -> {
          exchange.getResponseHeaders().add("Location", "/elsewhere");
          answer(exchange, List.of(500, 302, 200).get(codes.getAndIncrement() % 3));
        });
    LoadReport report =
        LoadRun.run(
            new LoadPlan(target, List.of("v"), new Pace.Closed(ofMillis(1), ofMillis(8))),
            LoadListener.NONE);
    assertThat(report.codes().toString()).isEqualTo("{200=3, 302=3, 500=3}");
  }

  @Test
  void nobodyListeningIsAnErrorForEachRequest() throws IOException {
    int port;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    LoadReport report =
        LoadRun.run(
            new LoadPlan(
                LoadTarget.get("http://127.0.0.1:" + port + "/"), List.of("a", "b"), SHORT),
            LoadListener.NONE);
    assertThat(report.failures()).isEqualTo(Map.of("cannot connect", 22L));
    assertThat(report.responses()).isZero();
  }

  @Test
  void aBodyThatDoesNotComeIsATimeout() {
    CountDownLatch over = new CountDownLatch(1);
    LoadTarget target =
        answering(exchange -> {
          exchange.sendResponseHeaders(200, 5);
          exchange.getResponseBody().flush();
          awaitQuietly(over);
        });
    LoadTarget impatient =
        new LoadTarget(target.url(), "GET", List.of(), BodyPublishers.noBody(), ofMillis(50));
    LoadReport report =
        LoadRun.run(
            new LoadPlan(impatient, List.of("a"), new Pace.Closed(ofSeconds(1), Duration.ZERO)),
            LoadListener.NONE);
    over.countDown();
    assertThat(report.failures()).isEqualTo(Map.of("timeout", 1L));
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * A server that handles one request at a time and stands still once: with one request in flight
   * the generator's own waiting shows in the latency, and not in the service time.
   */
  @Test
  void aServerThatStallsOnceShowsInTheLatency() {
    AtomicInteger requests = new AtomicInteger();
    CompletableFuture<Void> never = new CompletableFuture<>();
    LoadTarget target =
        answering(exchange -> {
          if (requests.getAndIncrement() == 20) {
            never.copy().completeOnTimeout(null, 400, MILLISECONDS).join();
          }
          answer(exchange, 200);
        });
    LoadReport report =
        LoadRun.run(
            new LoadPlan(target, List.of("a"), new Pace.Open(100, ofSeconds(1), 1)),
            LoadListener.NONE);
    assertThat(report.codes()).isEqualTo(Map.of(200, 100L));
    // Some 40 of the 100 were due during the stall.
    assertThat(report.latency().p90()).isGreaterThan(ofMillis(250));
    assertThat(report.late()).isGreaterThan(30);
    assertThat(report.service().p90()).isLessThan(ofMillis(250));
    assertThat(report.service().max()).isGreaterThanOrEqualTo(ofMillis(395));
  }

  @Test
  void atMostSoManyAreInFlight() {
    AtomicInteger inFlight = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    CountDownLatch all = new CountDownLatch(1);
    LoadTarget target =
        answering(exchange -> {
          most.accumulateAndGet(inFlight.incrementAndGet(), Math::max);
          awaitQuietly(all);
          inFlight.decrementAndGet();
          answer(exchange, 200);
        });
    LoadPlan plan = new LoadPlan(target, List.of("a"), new Pace.Open(1000, ofMillis(50), 3));
    CompletableFuture<LoadReport> report =
        CompletableFuture.supplyAsync(() -> LoadRun.run(plan, LoadListener.NONE), threads);
    await().atMost(20, SECONDS).until(() -> inFlight.get() == 3);
    all.countDown();
    assertThat(report.join().codes()).isEqualTo(Map.of(200, 50L));
    assertThat(most).hasValue(3);
  }

  @Test
  void theListenerHearsOfTheStartAndOfEveryRequest() {
    List<String> heard = new ArrayList<>();
    LoadListener listener =
        new LoadListener() {
          @Override
          public void started() {
            heard.add("started");
          }

          @Override
          public void ended(LoadSample sample) {
            heard.add(sample.value());
          }
        };
    LoadTarget target = answering(e -> answer(e, 200));
    LoadRun.run(
        new LoadPlan(target, List.of("a", "b"), new Pace.Open(100, ofMillis(40), 1)), listener);
    assertThat(heard).containsExactly("started", "a", "b", "a", "b");
  }

  @Test
  void stopEndsItSoonWithWhatWasDone() throws Exception {
    CountDownLatch over = new CountDownLatch(1);
    LoadTarget target =
        answering(exchange -> {
          if (exchange.getRequestURI().getQuery().endsWith("slow")) {
            awaitQuietly(over);
          }
          answer(exchange, 200);
        });
    for (Pace pace :
        List.of(
            new Pace.Closed(ofMillis(5), Duration.ofHours(1)),
            new Pace.Open(400, Duration.ofHours(1), 1000))) {
      queries.clear();
      LoadRun run = new LoadRun(new LoadPlan(target, List.of("a", "slow"), pace), s -> {});
      CompletableFuture<LoadReport> report = CompletableFuture.supplyAsync(run::run, threads);
      await().atMost(20, SECONDS).until(() -> queries.size() > 10);
      run.stop();
      assertThat(report.get(20, SECONDS).codes().get(200)).isGreaterThan(5);
      assertThat(report.get().errors()).isZero();
    }
    over.countDown();
  }

  @Test
  void stoppedBeforeItBeganDoesNothing() {
    LoadRun run =
        new LoadRun(
            new LoadPlan(answering(e -> answer(e, 200)), List.of("a"), SHORT), LoadListener.NONE);
    run.stop();
    assertThat(run.run().requests()).isZero();
    assertThat(queries).isEmpty();
  }
}

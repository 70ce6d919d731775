package dev.torc.client;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.torc.routing.Outcome;
import dev.torc.routing.Retry;
import dev.torc.routing.RoutingConfig;
import dev.torc.routing.RoutingException;
import dev.torc.routing.Timeouts;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What ends when its time is over. Limits that have to be reached are short, and those that may not
 * be are longer than any machine is slow.
 */
final class TimeoutTest {
  private static final Duration SHORT = Duration.ofMillis(200);
  private static final Duration LONG = Duration.ofMinutes(5);
  private static final Duration DEADLINE = Duration.ofMinutes(1);
  private static final Retry RETRY = new Retry(List.of(503), 2, Duration.ZERO);

  private final Recorded recorded = new Recorded();

  /** The clock of the clients whose timers the test lets run out. */
  private final AtomicLong now = new AtomicLong();

  private final List<CompletableFuture<Void>> timers = new CopyOnWriteArrayList<>();

  /** Whether an attempt ran out of time, even of that for its connection, if all is slow. */
  private static boolean isLate(Outcome outcome) {
    return outcome.equals(Outcome.TIMED_OUT) || outcome.equals(Outcome.NOT_SENT);
  }

  private TorcClient clientOfTimers(Timeouts timeouts, String address) {
    return TorcClient.builder()
        .withRouting(routing(RETRY, timeouts, address))
        .withRecorder(recorded)
        .withTicker(now::get)
        .withScheduler(time -> {
          CompletableFuture<Void> timer = new CompletableFuture<>();
          timers.add(timer);
          return timer;
        })
        .build();
  }

  private void runOut() {
    await().atMost(DEADLINE).until(() -> !timers.isEmpty());
    now.addAndGet(LONG.toNanos());
    timers.forEach(timer -> timer.completeAsync(() -> null));
  }

  private static HttpRequest get() {
    return HttpRequest.newBuilder(URI.create("http://shop/wines?query=secret")).build();
  }

  private TorcClient client(RoutingConfig config) {
    return TorcClient.builder().withRouting(config).withRecorder(recorded).build();
  }

  private static RoutingConfig routing(
      @Nullable Retry retry, Timeouts timeouts, String... addresses) {
    return Routings.ruled(Routings.rule(retry, timeouts), Routings.shop(addresses));
  }

  private static void silent(RawServer.Connection connection) throws IOException {
    connection.awaitEnd();
  }

  private static void halfABody(RawServer.Connection connection) throws IOException {
    connection.readHead();
    connection.send("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf");
    connection.awaitEnd();
  }

  @ParameterizedTest
  @EnumSource
  void anAttemptThatTakesTooLongIsRepeatedElsewhere(Sending sending) throws Exception {
    try (RawServer silent = RawServer.start(TimeoutTest::silent);
        Replica good = Replica.answering("fine");
        TorcClient client =
            client(routing(RETRY, new Timeouts(LONG, SHORT), silent.address(), good.address()))) {
      // On a busy machine the good one may be too slow, too: then the next request shows it.
      await()
          .atMost(DEADLINE)
          .ignoreExceptions()
          .until(() ->
              sending.send(client, get(), BodyHandlers.ofString()).body().equals("fine")
                  && recorded.attempts().contains(Outcome.TIMED_OUT)
                  && recorded.attempts().contains(Outcome.responded(200)));
      await().atMost(DEADLINE).until(() -> Recorded.active(client) == 0);
      await().atMost(DEADLINE).until(() -> silent.open() == 0);
    }
  }

  @ParameterizedTest
  @EnumSource
  void theLastAttemptThatTakesTooLongIsAnError(Sending sending) {
    try (RawServer silent = RawServer.start(TimeoutTest::silent);
        TorcClient client = client(routing(RETRY, new Timeouts(null, SHORT), silent.address()))) {
      assertThatThrownBy(() -> sending.send(client, get(), BodyHandlers.ofString()))
          .isInstanceOf(RoutingException.TimedOut.class)
          .hasMessage(
              "GET http://shop/wines by route shop, rule 0: no complete response within"
                  + " timeouts.backendRequest, PT0.2S (attempts: 2)")
          .hasCauseInstanceOf(HttpTimeoutException.class);
      assertThat(recorded.attempts()).hasSize(2).allMatch(TimeoutTest::isLate);
      assertThat(recorded.requests()).containsExactly("shop 2 TIMED_OUT");
      assertThat(Recorded.active(client)).isZero();
    }
  }

  @ParameterizedTest
  @EnumSource
  void theTimeOfARequestIsOverForAllItsAttempts(Sending sending) {
    try (RawServer silent = RawServer.start(TimeoutTest::silent);
        TorcClient client = client(routing(RETRY, new Timeouts(SHORT, null), silent.address()))) {
      assertThatThrownBy(() -> sending.send(client, get(), BodyHandlers.ofString()))
          .isInstanceOf(RoutingException.TimedOut.class)
          .hasMessageContaining("within timeouts.request, PT0.2S (attempts: 1)");
      assertThat(recorded.attempts()).hasSize(1).allMatch(TimeoutTest::isLate);
    }
  }

  @ParameterizedTest
  @EnumSource
  void pausesCountToo(Sending sending) {
    Retry slow = new Retry(List.of(503), 2, Duration.ofMinutes(1));
    try (Replica bad = Replica.start(exchange -> Replica.answer(exchange, 503, ""));
        TorcClient client =
            TorcClient.builder()
                .withRouting(routing(slow, new Timeouts(SHORT, null), bad.address()))
                .withRandomness(() -> -1L)
                .withRecorder(recorded)
                .build()) {
      assertThatThrownBy(() -> sending.send(client, get(), BodyHandlers.ofString()))
          .isInstanceOf(RoutingException.TimedOut.class)
          .hasMessageContaining("timeouts.request");
      assertThat(recorded.requests()).hasSize(1);
      assertThat(recorded.requests().get(0)).endsWith("TIMED_OUT");
      assertThat(Recorded.active(client)).isZero();
    }
  }

  @ParameterizedTest
  @EnumSource
  void theBodyHasToBeCompleteInTime(Sending sending) {
    try (RawServer server = RawServer.start(TimeoutTest::halfABody);
        TorcClient client = clientOfTimers(new Timeouts(LONG, null), server.address())) {
      CompletableFuture.runAsync(this::runOut);
      assertThatThrownBy(() -> sending.send(client, get(), BodyHandlers.ofString()))
          .isInstanceOf(RoutingException.TimedOut.class)
          .hasMessageContaining("timeouts.request, PT5M");
      assertThat(recorded.attempts()).containsExactly(Outcome.TIMED_OUT);
      assertThat(recorded.requests()).containsExactly("shop 1 TIMED_OUT");
      await().atMost(DEADLINE).until(() -> server.open() == 0);
    }
  }

  @ParameterizedTest
  @EnumSource
  void aStreamOfABodyBreaksOffWhenItsTimeIsOver(Sending sending) throws Exception {
    try (RawServer server = RawServer.start(TimeoutTest::halfABody);
        TorcClient client = clientOfTimers(new Timeouts(null, LONG), server.address())) {
      HttpResponse<InputStream> response =
          sending.send(client, get(), BodyHandlers.ofInputStream());
      try (InputStream body = response.body()) {
        assertThat(new String(body.readNBytes(4), UTF_8)).isEqualTo("half");
        runOut();
        assertThatThrownBy(body::read)
            .isInstanceOf(IOException.class)
            .hasStackTraceContaining("the body was not complete in time");
      }
      await().atMost(DEADLINE).until(() -> !recorded.requests().isEmpty());
      assertThat(recorded.attempts()).containsExactly(Outcome.TIMED_OUT);
      assertThat(recorded.requests()).containsExactly("shop 1 TIMED_OUT");
      assertThat(Recorded.active(client)).isZero();
      await().atMost(DEADLINE).until(() -> server.open() == 0);
    }
  }

  @ParameterizedTest
  @EnumSource
  void theTimeoutOfTheRequestIsTheJdks(Sending sending) {
    HttpRequest limited = HttpRequest.newBuilder(get(), (n, v) -> true).timeout(SHORT).build();
    try (RawServer silent = RawServer.start(TimeoutTest::silent);
        TorcClient client = client(routing(RETRY, Timeouts.NONE, silent.address()))) {
      assertThatThrownBy(() -> sending.send(client, limited, BodyHandlers.ofString()))
          .isInstanceOf(HttpTimeoutException.class);
      assertThat(recorded.attempts()).hasSize(1).allMatch(TimeoutTest::isLate);
      assertThat(recorded.requests()).containsExactly("shop 1 TIMED_OUT");
    }
  }

  @ParameterizedTest
  @EnumSource
  void theTimeoutOfTheRequestIsForAllAttempts(Sending sending) {
    HttpRequest limited = HttpRequest.newBuilder(get(), (n, v) -> true).timeout(SHORT).build();
    Retry slow = new Retry(List.of(503), 2, Duration.ofMinutes(1));
    try (Replica bad = Replica.start(exchange -> Replica.answer(exchange, 503, ""));
        TorcClient client =
            TorcClient.builder()
                .withRouting(routing(slow, Timeouts.NONE, bad.address()))
                .withRandomness(() -> -1L)
                .build()) {
      assertThatThrownBy(() -> sending.send(client, limited, BodyHandlers.ofString()))
          .isInstanceOf(HttpTimeoutException.class);
      assertThat(Recorded.active(client)).isZero();
    }
  }

  @ParameterizedTest
  @EnumSource
  void whatIsInTimeIsNotDisturbed(Sending sending) throws Exception {
    try (Replica good = Replica.answering("fine");
        TorcClient client = client(routing(RETRY, new Timeouts(LONG, LONG), good.address()))) {
      HttpRequest limited = HttpRequest.newBuilder(get(), (n, v) -> true).timeout(LONG).build();
      for (int i = 0; i < 20; i++) {
        assertThat(sending.send(client, limited, BodyHandlers.ofString()).body()).isEqualTo("fine");
      }
      assertThat(recorded.attempts()).hasSize(20).allMatch(Outcome.responded(200)::equals);
    }
  }
}

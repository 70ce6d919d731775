package dev.torc.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.torc.routing.Outcome;
import dev.torc.routing.Retry;
import dev.torc.routing.RoutingConfig;
import dev.torc.routing.RoutingException;
import dev.torc.routing.Timeouts;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** When a request is tried again, and when not. */
final class RetryTest {
  /** Nothing listens there: below 1024, no program of a user does. */
  private static final String DOWN = "127.0.0.1:1";

  private static final Duration DEADLINE = Duration.ofMinutes(1);

  private final Recorded recorded = new Recorded();

  private static HttpRequest get() {
    return HttpRequest.newBuilder(URI.create("http://shop/wines?query=red")).build();
  }

  private static HttpRequest post() {
    return HttpRequest.newBuilder(URI.create("http://shop/orders"))
        .POST(BodyPublishers.ofString("red"))
        .build();
  }

  private TorcClient client(RoutingConfig config) {
    return TorcClient.builder().withRouting(config).withRecorder(recorded).build();
  }

  /** Reads the request, and the body if there is one, and then resets the connection. */
  private static void reset(RawServer.Connection connection) throws IOException {
    String head = connection.readHead();
    if (head != null && head.startsWith("POST")) {
      connection.read(3);
    }
    connection.reset();
  }

  private static void okay(RawServer.Connection connection) throws IOException {
    for (String head = connection.readHead(); head != null; head = connection.readHead()) {
      if (head.startsWith("POST")) {
        connection.read(3);
      }
      connection.respond(200, "fine");
    }
  }

  @ParameterizedTest
  @EnumSource
  void anEndpointThatIsDownIsPassedOver(Sending sending) throws Exception {
    try (RawServer up = RawServer.start(RetryTest::okay);
        TorcClient client = client(Routings.retried(2, List.of(), DOWN, up.address()))) {
      for (int i = 0; i < 4; i++) {
        assertThat(sending.send(client, post(), BodyHandlers.ofString()).body()).isEqualTo("fine");
      }
      assertThat(recorded.attempts()).contains(Outcome.NOT_SENT);
      assertThat(recorded.requests()).allMatch(text -> text.endsWith(" 200")).hasSize(4);
      assertThat(Recorded.active(client)).isZero();
    }
  }

  @ParameterizedTest
  @EnumSource
  void theLastFailureIsTheCallers(Sending sending) {
    try (TorcClient client = client(Routings.retried(3, List.of(), DOWN))) {
      assertThatThrownBy(() -> sending.send(client, get(), BodyHandlers.ofString()))
          .isInstanceOf(ConnectException.class);
      assertThat(recorded.attempts())
          .containsExactly(Outcome.NOT_SENT, Outcome.NOT_SENT, Outcome.NOT_SENT);
      assertThat(recorded.requests()).containsExactly("shop 3 NOT_SENT");
      assertThat(Recorded.active(client)).isZero();
    }
  }

  @ParameterizedTest
  @EnumSource
  void whatBreaksIsRepeatedIfItIsIdempotent(Sending sending) throws Exception {
    try (RawServer bad = RawServer.start(RetryTest::reset);
        RawServer good = RawServer.start(RetryTest::okay);
        TorcClient client = client(Routings.retried(2, List.of(), bad.address(), good.address()))) {
      for (int i = 0; i < 2; i++) {
        assertThat(sending.send(client, get(), BodyHandlers.ofString()).body()).isEqualTo("fine");
      }
      assertThat(recorded.attempts()).contains(Outcome.BROKEN);
      assertThat(recorded.attempts()).filteredOn(Outcome.responded(200)::equals).hasSize(2);
    }
  }

  @ParameterizedTest
  @EnumSource
  void whatBreaksIsNotRepeatedIfItIsNotIdempotent(Sending sending) {
    try (RawServer bad = RawServer.start(RetryTest::reset);
        TorcClient client = client(Routings.retried(3, List.of(503), bad.address()))) {
      assertThatThrownBy(() -> sending.send(client, post(), BodyHandlers.ofString()))
          .isInstanceOf(IOException.class);
      assertThat(recorded.attempts()).containsExactly(Outcome.BROKEN);
      assertThat(recorded.requests()).containsExactly("shop 1 BROKEN");
      assertThat(Recorded.active(client)).isZero();
    }
  }

  @ParameterizedTest
  @EnumSource
  void aStatusOfTheRuleIsRepeatedWithItsBodyWhateverTheMethod(Sending sending) throws Exception {
    try (Replica bad = Replica.start(exchange -> Replica.answer(exchange, 503, "busy"));
        Replica good = Replica.answering("fine");
        TorcClient client =
            client(Routings.retried(2, List.of(503), bad.address(), good.address()))) {
      for (int i = 0; i < 2; i++) {
        assertThat(sending.send(client, post(), BodyHandlers.ofString()).body()).isEqualTo("fine");
      }
      assertThat(bad.seen()).isNotEmpty();
      assertThat(good.seen()).extracting(Replica.Seen::body).containsExactly("red", "red");
      assertThat(recorded.attempts()).hasSize(2 + bad.seen().size());
    }
  }

  @ParameterizedTest
  @EnumSource
  void theLastResponseIsTheCallersWithItsBody(Sending sending) throws Exception {
    try (Replica bad = Replica.start(exchange -> Replica.answer(exchange, 503, "busy"));
        TorcClient client = client(Routings.retried(3, List.of(503), bad.address()))) {
      HttpResponse<String> response = sending.send(client, get(), BodyHandlers.ofString());
      assertThat(response.statusCode()).isEqualTo(503);
      assertThat(response.body()).isEqualTo("busy");
      assertThat(response.previousResponse()).isEmpty();
      assertThat(bad.seen()).hasSize(3);
      assertThat(recorded.requests()).containsExactly("shop 3 503");
      assertThat(recorded.pauses()).hasSize(2);
    }
  }

  @ParameterizedTest
  @EnumSource
  void withoutARetryOneAttemptIsMade(Sending sending) throws Exception {
    try (Replica bad = Replica.start(exchange -> Replica.answer(exchange, 503, "busy"));
        TorcClient client = client(Routings.plain(bad.address()))) {
      assertThat(sending.send(client, get(), BodyHandlers.ofString()).statusCode()).isEqualTo(503);
      assertThat(bad.seen()).hasSize(1);
      assertThat(recorded.requests()).containsExactly("implicit 1 503");
    }
  }

  /** Pauses are only noted. */
  private TorcClient unhurried(List<Duration> pauses, Retry retry, String address) {
    Scheduler scheduler =
        time -> {
          pauses.add(time);
          return CompletableFuture.completedFuture(time);
        };
    return TorcClient.builder()
        .withRouting(Routings.ruled(Routings.rule(retry, Timeouts.NONE), Routings.shop(address)))
        .withScheduler(scheduler)
        .withRandomness(() -> -1L)
        .build();
  }

  @ParameterizedTest
  @EnumSource
  void pausesGrowAndRetryAfterCounts(Sending sending) throws Exception {
    List<Duration> pauses = new CopyOnWriteArrayList<>();
    Retry retry = new Retry(List.of(503), 4, Duration.ofMillis(100));
    AtomicInteger requests = new AtomicInteger();
    try (RawServer bad =
            RawServer.start(connection -> {
              while (connection.readHead() != null) {
                connection.respond(
                    503, "", requests.incrementAndGet() < 3 ? "X: y" : "Retry-After: 7");
              }
            });
        TorcClient client = unhurried(pauses, retry, bad.address())) {
      assertThat(sending.send(client, get(), BodyHandlers.ofString()).statusCode()).isEqualTo(503);
      assertThat(pauses)
          .filteredOn(pause -> !pause.equals(DrainingSubscriber.MAX_TIME))
          .containsExactly(Duration.ofMillis(100), Duration.ofMillis(200), Duration.ofSeconds(7));
    }
  }

  @ParameterizedTest
  @EnumSource
  void aResponseThatBeganIsNotRepeated(Sending sending) {
    try (RawServer bad =
            RawServer.start(connection -> {
              connection.readHead();
              connection.send("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf");
              connection.close();
            });
        TorcClient client = client(Routings.retried(3, List.of(503), bad.address()))) {
      assertThatThrownBy(() -> sending.send(client, get(), BodyHandlers.ofString()))
          .isInstanceOf(IOException.class);
      assertThat(bad.accepted()).isEqualTo(1);
      assertThat(recorded.attempts()).containsExactly(Outcome.BROKEN);
      assertThat(recorded.requests()).containsExactly("shop 1 BROKEN");
      assertThat(Recorded.active(client)).isZero();
    }
  }

  @ParameterizedTest
  @EnumSource
  void aShortBodyThatIsDiscardedLeavesItsConnectionOfUse(Sending sending) {
    try (RawServer bad =
            RawServer.start(connection -> {
              boolean isNew = true;
              while (connection.readHead() != null) {
                connection.respond(isNew ? 503 : 200, "x".repeat(1000));
                isNew = false;
              }
            });
        TorcClient client = client(Routings.retried(2, List.of(503), bad.address()))) {
      // The first one is drained beside the second attempt, which may need a connection of its own.
      await()
          .atMost(DEADLINE)
          .until(() -> sending.send(client, get(), BodyHandlers.discarding()).statusCode() == 200);
    }
  }

  @ParameterizedTest
  @EnumSource
  void aLongBodyThatIsDiscardedIsNotReadToItsEnd(Sending sending) throws Exception {
    try (RawServer bad =
            RawServer.start(connection -> {
              connection.readHead();
              connection.send("HTTP/1.1 503 Busy\r\nTransfer-Encoding: chunked\r\n\r\n");
              while (true) {
                connection.send("1000\r\n" + "x".repeat(0x1000) + "\r\n");
              }
            });
        RawServer good = RawServer.start(RetryTest::okay);
        TorcClient client =
            client(Routings.retried(2, List.of(503), bad.address(), good.address()))) {
      for (int i = 0; i < 2; i++) {
        assertThat(sending.send(client, get(), BodyHandlers.ofString()).body()).isEqualTo("fine");
      }
      assertThat(bad.accepted()).isPositive();
      await().atMost(DEADLINE).until(() -> bad.open() == 0);
    }
  }

  @ParameterizedTest
  @EnumSource
  void aBodyThatIsDiscardedAndNeverEndsIsGivenUp(Sending sending) throws Exception {
    try (RawServer bad =
            RawServer.start(connection -> {
              connection.readHead();
              connection.send("HTTP/1.1 503 Busy\r\nContent-Length: 10\r\n\r\nx");
              connection.awaitEnd();
            });
        RawServer good = RawServer.start(RetryTest::okay);
        TorcClient client =
            client(Routings.retried(2, List.of(503), bad.address(), good.address()))) {
      for (int i = 0; i < 2; i++) {
        assertThat(sending.send(client, get(), BodyHandlers.ofString()).body()).isEqualTo("fine");
      }
      assertThat(bad.accepted()).isPositive();
      await().atMost(DEADLINE).until(() -> bad.open() == 0);
    }
  }

  @ParameterizedTest
  @EnumSource
  void aBackendWithoutEndpointsIsAnErrorOfItsOwn(Sending sending) {
    try (TorcClient client = client(Routings.retried(3, List.of()))) {
      assertThatThrownBy(() -> sending.send(client, get(), BodyHandlers.ofString()))
          .isInstanceOfSatisfying(
              RoutingException.NoReachableEndpoints.class,
              e -> assertThat(e.isTemporary()).isTrue())
          .hasMessageContaining("backend shop:80: no endpoints");
      assertThat(recorded.requests()).containsExactly("shop 0 NOT_SENT");
    }
  }

  @ParameterizedTest
  @EnumSource
  void whatTheCallersHandlerThrowsSaysNothingOfTheEndpoint(Sending sending) {
    try (Replica good = Replica.answering("fine");
        TorcClient client = client(Routings.retried(3, List.of(), good.address()))) {
      assertThatThrownBy(() ->
              sending.send(
                  client,
                  get(),
                  info -> {
                    throw new IllegalStateException("mine");
                  }))
          .hasStackTraceContaining("mine");
      assertThat(recorded.attempts()).containsExactly(Outcome.responded(200));
      assertThat(good.seen()).hasSize(1);
      assertThat(Recorded.active(client)).isZero();
    }
  }

  @ParameterizedTest
  @EnumSource
  void whatTheCallersBodyThrowsSaysNothingOfTheEndpoint(Sending sending) {
    try (RawServer good = RawServer.start(RetryTest::okay);
        TorcClient client = client(Routings.retried(3, List.of(), good.address()))) {
      HttpRequest request =
          HttpRequest.newBuilder(URI.create("http://shop/"))
              .PUT(
                  BodyPublishers.ofInputStream(() -> {
                    throw new IllegalStateException("mine");
                  }))
              .build();
      assertThatThrownBy(() -> sending.send(client, request, BodyHandlers.ofString()))
          .hasStackTraceContaining("mine");
      assertThat(recorded.attempts()).containsExactly(Outcome.CANCELLED);
      assertThat(Recorded.active(client)).isZero();
    }
  }
}

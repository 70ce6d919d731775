package dev.torc.client;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.torc.routing.Outcome;
import dev.torc.routing.Retry;
import dev.torc.routing.RoutingConfig;
import dev.torc.routing.Timeouts;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpResponse.BodySubscribers;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a caller gives up ends at once, and says nothing of the endpoint. */
final class CancelTest {
  private static final Duration DEADLINE = Duration.ofMinutes(1);
  private static final Retry RETRY = new Retry(List.of(503), 5, Duration.ZERO);

  private final Recorded recorded = new Recorded();

  private static HttpRequest get() {
    return HttpRequest.newBuilder(URI.create("http://shop/")).build();
  }

  private TorcClient client(String address) {
    return client(RETRY, address);
  }

  private TorcClient client(Retry retry, String address) {
    RoutingConfig config =
        Routings.ruled(Routings.rule(retry, Timeouts.NONE), Routings.shop(address));
    return TorcClient.builder()
        .withRouting(config)
        .withRecorder(recorded)
        .withRandomness(() -> -1L)
        .build();
  }

  private void checkCancelled(TorcClient client, RawServer server) {
    await().atMost(DEADLINE).until(() -> !recorded.requests().isEmpty());
    assertThat(recorded.attempts()).containsExactly(Outcome.CANCELLED);
    assertThat(recorded.requests()).containsExactly("shop 1 CANCELLED");
    assertThat(Recorded.active(client)).isZero();
    assertThat(server.accepted()).isEqualTo(1);
    await().atMost(DEADLINE).until(() -> server.open() == 0);
  }

  @Test
  void cancellingTheFutureClosesTheConnection() throws Exception {
    CountDownLatch asked = new CountDownLatch(1);
    try (RawServer server =
            RawServer.start(connection -> {
              connection.readHead();
              asked.countDown();
              connection.awaitEnd();
            });
        TorcClient client = client(server.address())) {
      CompletableFuture<HttpResponse<String>> future =
          client.sendAsync(get(), BodyHandlers.ofString());
      asked.await();
      assertThat(future.cancel(true)).isTrue();
      assertThatThrownBy(future::join).isInstanceOf(CancellationException.class);
      checkCancelled(client, server);
    }
  }

  @Test
  void cancellingADerivedFutureDoesSoToo() throws Exception {
    CountDownLatch asked = new CountDownLatch(1);
    try (RawServer server =
            RawServer.start(connection -> {
              connection.readHead();
              asked.countDown();
              connection.awaitEnd();
            });
        TorcClient client = client(server.address())) {
      CompletableFuture<String> body =
          client.sendAsync(get(), BodyHandlers.ofString()).thenApply(HttpResponse::body);
      asked.await();
      body.cancel(true);
      checkCancelled(client, server);
    }
  }

  @Test
  void cancellingDuringTheBodyClosesTheConnection() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    try (RawServer server =
            RawServer.start(connection -> {
              connection.readHead();
              connection.send("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf");
              connection.awaitEnd();
            });
        TorcClient client = client(server.address())) {
      CompletableFuture<HttpResponse<String>> future =
          client.sendAsync(
              get(),
              info -> {
                begun.countDown();
                return BodySubscribers.ofString(UTF_8);
              });
      begun.await();
      future.cancel(true);
      checkCancelled(client, server);
    }
  }

  @Test
  void cancellingDuringAPauseEndsIt() {
    Retry slow = new Retry(List.of(503), 5, Duration.ofMinutes(1));
    try (RawServer server =
            RawServer.start(connection -> {
              while (connection.readHead() != null) {
                connection.respond(503, "");
              }
            });
        TorcClient client = client(slow, server.address())) {
      CompletableFuture<HttpResponse<String>> future =
          client.sendAsync(get(), BodyHandlers.ofString());
      await().atMost(DEADLINE).until(() -> !recorded.pauses().isEmpty());
      future.cancel(true);
      await().atMost(DEADLINE).until(() -> !recorded.requests().isEmpty());
      assertThat(recorded.requests()).containsExactly("shop 1 CANCELLED");
      assertThat(recorded.attempts()).containsExactly(Outcome.responded(503));
      assertThat(server.accepted()).isEqualTo(1);
    }
  }

  private static Thread sending(TorcClient client, AtomicReference<Throwable> failure) {
    Thread thread =
        new Thread(() -> {
          try {
            client.send(get(), BodyHandlers.ofString());
          } catch (IOException | InterruptedException | RuntimeException e) {
            failure.set(e);
          }
        });
    thread.start();
    return thread;
  }

  @Test
  void interruptingTheThreadClosesTheConnection() throws Exception {
    CountDownLatch asked = new CountDownLatch(1);
    AtomicReference<Throwable> failure = new AtomicReference<>();
    try (RawServer server =
            RawServer.start(connection -> {
              connection.readHead();
              asked.countDown();
              connection.awaitEnd();
            });
        TorcClient client = client(server.address())) {
      Thread thread = sending(client, failure);
      asked.await();
      thread.interrupt();
      thread.join();
      assertThat(failure.get()).isInstanceOf(InterruptedException.class);
      checkCancelled(client, server);
    }
  }

  @Test
  void interruptingTheThreadDuringTheBodyIsNoFailureOfTheEndpoint() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    AtomicReference<Throwable> failure = new AtomicReference<>();
    try (RawServer server =
            RawServer.start(connection -> {
              connection.readHead();
              connection.send("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf");
              begun.countDown();
              connection.awaitEnd();
            });
        TorcClient client = client(server.address())) {
      Thread thread = sending(client, failure);
      begun.await();
      thread.interrupt();
      thread.join();
      assertThat(failure.get()).isInstanceOf(InterruptedException.class);
      checkCancelled(client, server);
    }
  }

  @Test
  void interruptingTheThreadDuringAPauseEndsIt() throws Exception {
    Retry slow = new Retry(List.of(503), 5, Duration.ofMinutes(1));
    AtomicReference<Throwable> failure = new AtomicReference<>();
    try (Replica server = Replica.start(exchange -> Replica.answer(exchange, 503, ""));
        TorcClient client = client(slow, server.address())) {
      Thread thread = sending(client, failure);
      await().atMost(DEADLINE).until(() -> !recorded.pauses().isEmpty());
      thread.interrupt();
      thread.join();
      assertThat(failure.get()).isInstanceOf(InterruptedException.class);
      assertThat(recorded.requests()).containsExactly("shop 1 CANCELLED");
    }
  }

  @ParameterizedTest
  @EnumSource
  void closingAStreamEndsTheAttemptAsAnswered(Sending sending) throws Exception {
    try (RawServer server =
            RawServer.start(connection -> {
              connection.readHead();
              connection.send("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf");
              connection.awaitEnd();
            });
        TorcClient client = client(server.address())) {
      HttpResponse<InputStream> response =
          sending.send(client, get(), BodyHandlers.ofInputStream());
      try (InputStream body = response.body()) {
        body.readNBytes(4);
        assertThat(Recorded.active(client)).as("until the body is complete").isEqualTo(1);
        assertThat(recorded.requests()).isEmpty();
      }
      await().atMost(DEADLINE).until(() -> !recorded.requests().isEmpty());
      assertThat(recorded.attempts()).containsExactly(Outcome.responded(200));
      assertThat(recorded.requests()).containsExactly("shop 1 200");
      assertThat(Recorded.active(client)).isZero();
      await().atMost(DEADLINE).until(() -> server.open() == 0);
    }
  }
}

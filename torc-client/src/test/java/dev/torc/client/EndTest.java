package dev.torc.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.torc.discovery.MutableSource;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** How a client comes to its end: as the JDK's does from 21 on, and also on 17. */
final class EndTest {
  private static final Duration DEADLINE = Duration.ofMinutes(1);

  private static HttpRequest get() {
    return HttpRequest.newBuilder(URI.create("http://shop/")).build();
  }

  private static RawServer waiting(CountDownLatch asked, CountDownLatch go) {
    return RawServer.start(connection -> {
      connection.readHead();
      asked.countDown();
      try {
        go.await();
      } catch (InterruptedException e) {
        throw new IOException(e);
      }
      connection.respond(200, "fine");
      connection.awaitEnd();
    });
  }

  @ParameterizedTest
  @EnumSource
  void afterTheEndNothingIsSent(Sending sending) throws Exception {
    TorcClient client = TorcClient.of(Routings.plain("127.0.0.1:1"));
    assertThat(client.isTerminated()).isFalse();
    assertThat(client.awaitTermination(Duration.ZERO)).isFalse();
    client.close();
    assertThat(client.isTerminated()).isTrue();
    assertThat(client.awaitTermination(Duration.ofDays(1))).isTrue();
    assertThatThrownBy(() -> sending.send(client, get(), BodyHandlers.ofString()))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("closed");
    client.close();
  }

  @Test
  void whatIsUnderWayComesToItsEnd() throws Exception {
    CountDownLatch asked = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    try (RawServer server = waiting(asked, go)) {
      TorcClient client = TorcClient.of(Routings.plain(server.address()));
      CompletableFuture<HttpResponse<String>> future =
          client.sendAsync(get(), BodyHandlers.ofString());
      asked.await();
      client.shutdown();
      assertThat(client.isTerminated()).isFalse();
      go.countDown();
      assertThat(future.join().body()).isEqualTo("fine");
      client.close();
      assertThat(client.isTerminated()).isTrue();
    }
  }

  @Test
  void whatIsUnderWayCanBeGivenUp() throws Exception {
    CountDownLatch asked = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    try (RawServer server = waiting(asked, go)) {
      TorcClient client = TorcClient.of(Routings.plain(server.address()));
      CompletableFuture<HttpResponse<String>> future =
          client.sendAsync(get(), BodyHandlers.ofString());
      asked.await();
      client.shutdownNow();
      assertThatThrownBy(future::join)
          .hasCauseInstanceOf(IOException.class)
          .hasMessageContaining("closed");
      assertThat(client.awaitTermination(DEADLINE)).isTrue();
      assertThat(Recorded.active(client)).isZero();
      go.countDown();
    }
  }

  @Test
  void whoWaitsForTheEndCanBeInterrupted() throws Exception {
    CountDownLatch asked = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    try (RawServer server = waiting(asked, go)) {
      TorcClient client = TorcClient.of(Routings.plain(server.address()));
      CompletableFuture<HttpResponse<String>> future =
          client.sendAsync(get(), BodyHandlers.ofString());
      asked.await();
      Thread.currentThread().interrupt();
      client.close();
      assertThat(Thread.interrupted()).isTrue();
      assertThatThrownBy(future::join).hasCauseInstanceOf(IOException.class);
      go.countDown();
    }
  }

  @Test
  void theSourceIsClosedWithTheClient() {
    MutableSource source = new MutableSource(Routings.plain("127.0.0.1:1"));
    Recorded recorded = new Recorded();
    TorcClient client = TorcClient.builder().withSource(source).withRecorder(recorded).build();
    client.close();
    source.set(Routings.plain("127.0.0.1:1", "127.0.0.1:2"));
    assertThat(recorded.others()).containsExactly("configured 1");
    assertThat(client.dumpBackends().get(0).endpoints()).hasSize(1);
  }

  /** From JDK 21 on these are methods of HttpClient, and have to be the same ones. */
  @Test
  void theMethodsOf21AreOverridden() throws Exception {
    if (Runtime.version().feature() < 21) {
      return;
    }
    try (TorcClient client = TorcClient.of(Routings.plain("127.0.0.1:1"))) {
      HttpClient asHttpClient = client;
      HttpClient.class.getMethod("shutdown").invoke(asHttpClient);
      assertThat(client.isTerminated()).isTrue();
      assertThat(HttpClient.class.getMethod("isTerminated").invoke(asHttpClient)).isEqualTo(true);
      assertThat(
              HttpClient.class
                  .getMethod("awaitTermination", Duration.class)
                  .invoke(asHttpClient, DEADLINE))
          .isEqualTo(true);
      HttpClient.class.getMethod("shutdownNow").invoke(asHttpClient);
      HttpClient.class.getMethod("close").invoke(asHttpClient);
    }
  }

  @Test
  void theThreadOfTheJdksClientEndsToo() throws Exception {
    if (Runtime.version().feature() < 21) {
      return; // There it ends some seconds after the client is collected.
    }
    TorcClient client = TorcClient.of(Routings.plain("127.0.0.1:1"));
    client.close();
    HttpClient sender = client.environment().sender();
    await()
        .atMost(DEADLINE)
        .until(() -> (Boolean) HttpClient.class.getMethod("isTerminated").invoke(sender));
  }
}

package dev.torc.http;

import static io.netty.handler.codec.http.HttpResponseStatus.OK;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.torc.testkit.RawHttp;
import dev.torc.testkit.RawHttp.Response;
import io.netty.handler.codec.http.FullHttpResponse;
import java.io.IOException;
import java.net.ConnectException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A server that goes leaves no client without its response. */
final class DrainTest {
  private static final Duration SOON = Duration.ofMillis(200);
  private static final Duration LATE = Duration.ofSeconds(30);

  private static void assertDrained(CompletableFuture<Void> drained) {
    assertThat(drained).succeedsWithin(Duration.ofSeconds(10));
  }

  @ParameterizedTest
  @MethodSource("dev.torc.http.HttpServerTest#transports")
  void closesIdleConnectionsAfterTheGrace(Transport transport) throws IOException {
    try (TestServer server = TestServer.start(transport, new TestLimits(), TestHandler.echo())) {
      RawHttp used = server.connect().request("GET", "/", "");
      assertThat(used.response().status()).isEqualTo(200);
      RawHttp fresh = server.connect();
      server.awaitOpenConnections(2);
      CompletableFuture<Void> drained = server.server().drain(SOON, LATE);
      assertThat(server.server().isDraining()).isTrue();
      assertThat(used.isClosedByServer()).isTrue();
      assertThat(fresh.isClosedByServer()).isTrue();
      used.close();
      fresh.close();
      assertDrained(drained);
      server.awaitOpenConnections(0);
    }
  }

  @Test
  void isDoneAtOnceWithoutConnections() throws IOException {
    try (TestServer server = TestServer.start(TestHandler.echo())) {
      assertDrained(server.server().drain(LATE, LATE));
    }
  }

  @ParameterizedTest
  @MethodSource("dev.torc.http.HttpServerTest#transports")
  void finishesWhatItIsAt(Transport transport) throws IOException {
    CompletableFuture<FullHttpResponse> held = new CompletableFuture<>();
    TestHandler handler = TestHandler.later(request -> held);
    try (TestServer server = TestServer.start(transport, new TestLimits(), handler)) {
      RawHttp busy = server.connect().request("GET", "/", "");
      await().atMost(10, SECONDS).until(() -> handler.calls() == 1);
      RawHttp idle = server.connect();
      server.awaitOpenConnections(2);
      CompletableFuture<Void> drained = server.server().drain(SOON, LATE);
      // The grace is over when the idle one is closed.
      assertThat(idle.isClosedByServer()).isTrue();
      idle.close();
      assertThat(drained).isNotDone();
      held.complete(Responses.text(OK, "finished"));
      Response response = busy.response();
      assertThat(response.body()).isEqualTo("finished");
      assertThat(response.header("connection")).isEqualTo("close");
      assertThat(busy.isClosedByServer()).isTrue();
      busy.close();
      assertDrained(drained);
    }
  }

  @Test
  void finishesARequestThatIsStillComing() throws IOException {
    try (TestServer server = TestServer.start(TestHandler.echo())) {
      RawHttp coming = server.connect();
      coming.send("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 6\r\n\r\nabc");
      server.awaitBodyMemory(3);
      RawHttp idle = server.connect();
      server.awaitOpenConnections(2);
      CompletableFuture<Void> drained = server.server().drain(SOON, LATE);
      assertThat(idle.isClosedByServer()).isTrue();
      idle.close();
      Response response = coming.send("def").response();
      assertThat(response.body()).isEqualTo("abcdef");
      assertThat(response.header("connection")).isEqualTo("close");
      assertThat(coming.isClosedByServer()).isTrue();
      coming.close();
      assertDrained(drained);
    }
  }

  @ParameterizedTest
  @MethodSource("dev.torc.http.HttpServerTest#transports")
  void answersWhatComesWithinTheGrace(Transport transport) throws IOException {
    try (TestServer server = TestServer.start(transport, new TestLimits(), TestHandler.target())) {
      RawHttp client = server.connect().request("GET", "/", "");
      assertThat(client.response().header("connection")).isNull();
      CompletableFuture<Void> drained = server.server().drain(LATE, LATE);
      Response response = client.request("GET", "/late", "").response();
      assertThat(response.body()).isEqualTo("/late");
      assertThat(response.header("connection")).isEqualTo("close");
      assertThat(client.isClosedByServer()).isTrue();
      client.close();
      assertDrained(drained);
    }
  }

  @ParameterizedTest
  @MethodSource("dev.torc.http.HttpServerTest#transports")
  void refusesNewConnections(Transport transport) throws IOException {
    try (TestServer server = TestServer.start(transport, new TestLimits(), TestHandler.target())) {
      RawHttp client = server.connect().request("GET", "/", "");
      assertThat(client.response().status()).isEqualTo(200);
      var drained = server.server().drain(LATE, LATE);
      await()
          .atMost(10, SECONDS)
          .until(() -> {
            try {
              RawHttp.connect(server.server().address()).close();
              return false;
            } catch (ConnectException e) {
              return true;
            }
          });
      assertThat(drained).isNotDone();
    }
  }

  @ParameterizedTest
  @MethodSource("dev.torc.http.HttpServerTest#transports")
  void cutsWhatHangs(Transport transport) throws IOException {
    TestHandler handler = TestHandler.later(request -> new CompletableFuture<>());
    try (TestServer server = TestServer.start(transport, new TestLimits(), handler)) {
      RawHttp client = server.connect().request("GET", "/", "");
      await().atMost(10, SECONDS).until(() -> handler.calls() == 1);
      CompletableFuture<Void> drained = server.server().drain(Duration.ofMillis(1), SOON);
      assertThat(client.isClosedByServer()).isTrue();
      assertDrained(drained);
      server.awaitOpenConnections(0);
    }
  }
}

package dev.torc.http;

import static io.netty.handler.codec.http.HttpResponseStatus.OK;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.torc.testkit.RawHttp;
import dev.torc.testkit.RawHttp.Response;
import io.netty.handler.codec.http.FullHttpResponse;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** No client can make the server wait for ever. */
final class TimeoutTest {
  private static final int SHORT_MILLIS = 200;

  private static void assertTimedOut(RawHttp client) throws IOException {
    Response response = client.response();
    assertThat(response.status()).isEqualTo(408);
    assertThat(response.header("content-type")).isEqualTo("application/problem+json");
    assertThat(response.header("connection")).isEqualTo("close");
    assertThat(response.header("x-decorated")).isEqualTo("yes");
    assertThat(client.isClosedByServer()).isTrue();
  }

  @ParameterizedTest
  @MethodSource("dev.torc.http.HttpServerTest#transports")
  void endsAHeadThatDoesNotEnd(Transport transport) throws IOException {
    TestHandler handler = TestHandler.echo();
    TestLimits limits = new TestLimits().headTimeoutMillis(SHORT_MILLIS);
    try (TestServer server = TestServer.start(transport, limits, handler)) {
      assertTimedOut(server.connect().send("GET / HTTP/1.1\r\nHost: x\r\n"));
      RawHttp second = server.connect().request("GET", "/", "");
      assertThat(second.response().status()).isEqualTo(200);
      assertTimedOut(second.send("GE"));
      assertThat(handler.calls()).isEqualTo(1);
    }
  }

  @ParameterizedTest
  @MethodSource("dev.torc.http.HttpServerTest#transports")
  void closesAConnectionOnWhichNothingComes(Transport transport) throws IOException {
    TestLimits limits = new TestLimits().headTimeoutMillis(SHORT_MILLIS);
    try (TestServer server = TestServer.start(transport, limits, TestHandler.echo())) {
      RawHttp client = server.connect();
      assertThat(client.isClosedByServer()).isTrue();
      server.awaitOpenConnections(0);
      assertThat(server.responded()).isEmpty();
    }
  }

  @ParameterizedTest
  @MethodSource("dev.torc.http.HttpServerTest#transports")
  void endsABodyThatDoesNotEnd(Transport transport) throws IOException {
    TestHandler handler = TestHandler.echo();
    TestLimits limits = new TestLimits().bodyTimeoutMillis(SHORT_MILLIS);
    try (TestServer server = TestServer.start(transport, limits, handler)) {
      RawHttp byLength = server.connect();
      byLength.send("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\nabc");
      assertTimedOut(byLength);
      RawHttp inChunks = server.connect();
      inChunks.send("POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc");
      assertTimedOut(inChunks);
      assertThat(handler.calls()).isZero();
      byLength.close();
      inChunks.close();
      server.awaitBodyMemory(0);
    }
  }

  @Test
  void endsABodyThatBeganWhileTheRequestBeforeWasServed() throws IOException {
    CompletableFuture<FullHttpResponse> first = new CompletableFuture<>();
    TestHandler handler = TestHandler.later(request -> first);
    TestLimits limits = new TestLimits().bodyTimeoutMillis(SHORT_MILLIS);
    try (TestServer server = TestServer.start(limits, handler)) {
      RawHttp client = server.connect().request("GET", "/", "");
      client.send("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\nabc");
      server.awaitBodyMemory(3);
      first.complete(Responses.empty(OK));
      assertThat(client.response().status()).isEqualTo(200);
      assertTimedOut(client);
    }
  }

  @ParameterizedTest
  @MethodSource("dev.torc.http.HttpServerTest#transports")
  void closesAnIdleConnection(Transport transport) throws IOException {
    TestLimits limits = new TestLimits().keepAliveTimeoutMillis(SHORT_MILLIS);
    try (TestServer server = TestServer.start(transport, limits, TestHandler.echo())) {
      RawHttp client = server.connect().request("GET", "/", "");
      assertThat(client.response().status()).isEqualTo(200);
      assertThat(client.isClosedByServer()).isTrue();
      server.awaitOpenConnections(0);
    }
  }

  /** As long as the handler works no time-out passes. */
  @Test
  void waitsForTheHandler() throws IOException {
    CompletableFuture<FullHttpResponse> late = new CompletableFuture<>();
    TestHandler handler =
        TestHandler.later(request -> request.target().equals("/late") ? late : done());
    TestLimits limits =
        new TestLimits()
            .headTimeoutMillis(SHORT_MILLIS)
            .bodyTimeoutMillis(SHORT_MILLIS)
            .keepAliveTimeoutMillis(SHORT_MILLIS)
            .writeTimeoutMillis(SHORT_MILLIS);
    try (TestServer server = TestServer.start(limits, handler)) {
      RawHttp waiting = server.connect().request("GET", "/late", "");
      // Longer than any time-out: three connections of which each is closed after one.
      for (int i = 0; i < 3; i++) {
        RawHttp idle = server.connect().request("GET", "/", "");
        assertThat(idle.response().status()).isEqualTo(200);
        assertThat(idle.isClosedByServer()).isTrue();
      }
      late.complete(Responses.empty(OK));
      assertThat(waiting.response().status()).isEqualTo(200);
    }
  }

  private static CompletableFuture<FullHttpResponse> done() {
    return CompletableFuture.completedFuture(Responses.empty(OK));
  }

  @ParameterizedTest
  @MethodSource("dev.torc.http.HttpServerTest#transports")
  void cutsAClientThatDoesNotRead(Transport transport) throws IOException {
    byte[] large = new byte[64 << 20];
    TestHandler handler = TestHandler.answering(request -> Responses.of(OK, Responses.JSON, large));
    TestLimits limits = new TestLimits().writeTimeoutMillis(SHORT_MILLIS);
    try (TestServer server = TestServer.start(transport, limits, handler)) {
      RawHttp client = server.connect().request("GET", "/", "");
      server.awaitOpenConnections(1);
      server.awaitOpenConnections(0);
      assertThat(server.responded()).isEmpty();
      assertThatThrownBy(
              () -> {
                if (client.response().body().length() < large.length) {
                  throw new IOException("cut");
                }
              })
          .isInstanceOf(IOException.class);
    }
  }

  /** The client never closes its side after the last response. */
  @Test
  void doesNotLingerForEver() throws IOException {
    try (TestServer server = TestServer.start(TestHandler.echo())) {
      RawHttp client = server.connect().request("GET", "/", "", "Connection: close");
      assertThat(client.response().status()).isEqualTo(200);
      server.awaitOpenConnections(0);
    }
  }
}

package dev.torc.http;

import static io.netty.handler.codec.http.HttpResponseStatus.OK;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.torc.testkit.RawHttp;
import dev.torc.testkit.RawHttp.Response;
import io.netty.handler.codec.http.FullHttpResponse;
import java.io.IOException;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** No client can take more than {@link HttpLimits} give it. */
final class LimitsTest {
  private static final int TOO_MUCH = TestHandler.MAX_BODY_BYTES + 1;

  private static void rejects(TestLimits limits, String request, int status) throws IOException {
    TestHandler handler = TestHandler.echo();
    try (TestServer server = TestServer.start(limits, handler)) {
      RawHttp client = server.connect().send(request);
      assertRejected(client, status);
      assertThat(handler.calls()).isZero();
    }
  }

  private static Response assertRejected(RawHttp client, int status) throws IOException {
    Response response = client.response();
    assertThat(response.status()).isEqualTo(status);
    assertThat(response.header("content-type")).isEqualTo("application/problem+json");
    assertThat(response.header("connection")).isEqualTo("close");
    assertThat(response.header("x-decorated")).isEqualTo("yes");
    assertThat(client.isClosedByServer()).isTrue();
    return response;
  }

  private static String head(String method, int contentLength, String... headers) {
    return method
        + " / HTTP/1.1\r\nHost: x\r\nContent-Length: "
        + contentLength
        + "\r\n"
        + String.join("\r\n", headers)
        + (headers.length == 0 ? "\r\n" : "\r\n\r\n");
  }

  @Test
  void takesARequestLineUpToItsLimit() throws IOException {
    TestLimits limits = new TestLimits().uriBytes(100);
    String target = "/" + "x".repeat(100 - "GET / HTTP/1.1".length());
    try (TestServer server = TestServer.start(limits, TestHandler.target())) {
      assertThat(server.connect().request("GET", target, "").response().body()).isEqualTo(target);
    }
    rejects(limits, "GET " + target + "x HTTP/1.1\r\nHost: x\r\n\r\n", 414);
  }

  @Test
  void doesNotWaitForTheEndOfARequestLine() throws IOException {
    rejects(new TestLimits().uriBytes(100), "GET /" + "x".repeat(200), 414);
  }

  @Test
  void takesAHeadUpToItsLimit() throws IOException {
    TestLimits limits = new TestLimits().headBytes(100);
    String field = "A: " + "x".repeat(100 - "A: Host: x".length());
    String request = "GET / HTTP/1.1\r\nHost: x\r\n" + field;
    try (TestServer server = TestServer.start(limits, TestHandler.target())) {
      assertThat(server.connect().send(request + "\r\n\r\n").response().status()).isEqualTo(200);
    }
    rejects(limits, request + "x\r\n\r\n", 431);
    rejects(limits, request + "x".repeat(200), 431);
  }

  @Test
  void takesFieldsUpToTheirNumber() throws IOException {
    TestLimits limits = new TestLimits().headers(10);
    String request = "GET / HTTP/1.1\r\nHost: x\r\n" + "A: b\r\n".repeat(9);
    try (TestServer server = TestServer.start(limits, TestHandler.target())) {
      assertThat(server.connect().send(request + "\r\n").response().status()).isEqualTo(200);
    }
    rejects(limits, request + "A: b\r\n\r\n", 431);
  }

  @Test
  void limitsTrailersToo() throws IOException {
    String request =
        "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n0\r\nA: "
            + "x".repeat(200);
    rejects(new TestLimits().headBytes(100), request, 431);
  }

  @Test
  void rejectsABodyByItsLengthBeforeItComes() throws IOException {
    rejects(new TestLimits(), head("POST", TOO_MUCH), 413);
  }

  @Test
  void takesABodyOfJustTheMost() throws IOException {
    TestHandler handler = TestHandler.answering(request -> Responses.empty(OK));
    try (TestServer server = TestServer.start(handler)) {
      RawHttp client = server.connect().send(head("POST", TOO_MUCH - 1));
      assertThat(client.send("x".repeat(TOO_MUCH - 1)).response().status()).isEqualTo(200);
    }
  }

  /** The response must not be lost by a reset because the server did not read to the end. */
  @ParameterizedTest
  @MethodSource("dev.torc.http.HttpServerTest#transports")
  void rejectsABodyThatKeepsComing(Transport transport) throws IOException {
    TestHandler handler = TestHandler.echo();
    try (TestServer server = TestServer.start(transport, new TestLimits(), handler)) {
      RawHttp client = server.connect().send(head("POST", 2 * TOO_MUCH));
      client.send("x".repeat(TOO_MUCH)).send("x".repeat(TOO_MUCH));
      assertRejected(client, 413);
      assertThat(handler.calls()).isZero();
      server.awaitBodyMemory(0);
    }
  }

  @ParameterizedTest
  @MethodSource("dev.torc.http.HttpServerTest#transports")
  void rejectsChunksThatAddUpToTooMuch(Transport transport) throws IOException {
    TestHandler handler = TestHandler.echo();
    try (TestServer server = TestServer.start(transport, new TestLimits(), handler)) {
      RawHttp client = server.connect();
      client.send("POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n");
      String chunk = "10000\r\n" + "x".repeat(1 << 16) + "\r\n";
      client.send(chunk.repeat(TestHandler.MAX_BODY_BYTES >> 16));
      server.awaitBodyMemory(TestHandler.MAX_BODY_BYTES);
      client.send("1\r\nx\r\n" + chunk + "0\r\n\r\n");
      assertRejected(client, 413);
      assertThat(handler.calls()).isZero();
      server.awaitBodyMemory(0);
    }
  }

  @ParameterizedTest
  @MethodSource("dev.torc.http.HttpServerTest#transports")
  void continuesWhoeverAsksFirst(Transport transport) throws IOException {
    TestHandler handler = TestHandler.echo();
    try (TestServer server = TestServer.start(transport, new TestLimits(), handler)) {
      RawHttp client = server.connect().send(head("POST", 3, "Expect: 100-continue"));
      Response go = client.response();
      assertThat(go.status()).isEqualTo(100);
      assertThat(go.header("content-length")).isNull();
      assertThat(client.send("abc").response().body()).isEqualTo("abc");
      assertThat(client.request("POST", "/", "next").response().body()).isEqualTo("next");
    }
  }

  @Test
  void doesNotContinueWhatIsTooLarge() throws IOException {
    rejects(new TestLimits(), head("POST", TOO_MUCH, "Expect: 100-continue"), 413);
  }

  @ParameterizedTest
  @MethodSource("dev.torc.http.HttpServerTest#transports")
  void rejectsBodiesThatDoNotFitInMemoryTogether(Transport transport) throws IOException {
    CompletableFuture<FullHttpResponse> held = new CompletableFuture<>();
    TestHandler handler = TestHandler.later(request -> held);
    TestLimits limits = new TestLimits().bodyMemoryBytes(1000);
    try (TestServer server = TestServer.start(transport, limits, handler)) {
      RawHttp first = server.connect().request("POST", "/", "x".repeat(600));
      RawHttp partly = server.connect().send(head("POST", 400)).send("x".repeat(300));
      server.awaitBodyMemory(900);
      RawHttp surplus = server.connect().send(head("POST", 200)).send("x".repeat(200));
      Response refused = assertRejected(surplus, 429);
      assertThat(refused.header("retry-after")).isEqualTo("1");
      assertThat(handler.calls()).isEqualTo(1);
      server.awaitBodyMemory(900);
      partly.close();
      server.awaitBodyMemory(600);
      held.complete(Responses.empty(OK));
      assertThat(first.response().status()).isEqualTo(200);
      server.awaitBodyMemory(0);
    }
  }

  @Test
  void takesNoMemoryForALengthThatIsOnlyPromised() throws IOException {
    TestLimits limits = new TestLimits().bodyMemoryBytes(10);
    try (TestServer server = TestServer.start(limits, TestHandler.echo())) {
      server.connect().send(head("POST", 1000));
      assertThat(server.connect().request("POST", "/", "0123456789").response().status())
          .isEqualTo(200);
    }
  }

  @ParameterizedTest
  @MethodSource("dev.torc.http.HttpServerTest#transports")
  void givesMemoryBackWhenTheClientGoesInTheMiddleOfABody(Transport transport) throws IOException {
    TestHandler handler = TestHandler.echo();
    try (TestServer server = TestServer.start(transport, new TestLimits(), handler)) {
      RawHttp client = server.connect().send(head("POST", 1000)).send("x".repeat(500));
      server.awaitBodyMemory(500);
      client.close();
      server.awaitBodyMemory(0);
      server.awaitOpenConnections(0);
      assertThat(handler.calls()).isZero();
    }
  }

  @ParameterizedTest
  @MethodSource("dev.torc.http.HttpServerTest#transports")
  void givesMemoryBackWhenTheClientGoesWhileRequestsWait(Transport transport) throws IOException {
    CompletableFuture<FullHttpResponse> held = new CompletableFuture<>();
    TestHandler handler =
        TestHandler.later(request -> held.thenApply(response -> Responses.empty(OK)));
    try (TestServer server = TestServer.start(transport, new TestLimits(), handler)) {
      RawHttp client = server.connect();
      client.send((head("POST", 100) + "x".repeat(100)).repeat(5) + head("POST", 100) + "xx");
      server.awaitBodyMemory(502);
      client.close();
      held.complete(Responses.empty(OK));
      server.awaitBodyMemory(0);
      server.awaitOpenConnections(0);
    }
  }

  @Test
  void givesMemoryBackWhenTheClientGoesBeforeItsAnswer() throws IOException {
    CompletableFuture<FullHttpResponse> held = new CompletableFuture<>();
    TestHandler handler = TestHandler.later(request -> held);
    try (TestServer server = TestServer.start(handler)) {
      RawHttp client = server.connect().request("POST", "/", "body");
      await().atMost(10, SECONDS).until(() -> handler.calls() == 1);
      client.close();
      server.awaitOpenConnections(0);
      held.completeExceptionally(new IllegalStateException("too late"));
      server.awaitBodyMemory(0);
    }
  }

  @Test
  void givesMemoryBackWhenTheServerClosesWhileRequestsWait() throws IOException {
    TestHandler handler = TestHandler.later(request -> new CompletableFuture<>());
    try (TestServer server = TestServer.start(handler)) {
      RawHttp client = server.connect();
      client.send((head("POST", 100) + "x".repeat(100)).repeat(5));
      server.awaitBodyMemory(500);
      server.server().close();
      // What the handler holds is the handler's: it gives it back by its answer.
      server.awaitBodyMemory(100);
    }
  }

  @ParameterizedTest
  @MethodSource("dev.torc.http.HttpServerTest#transports")
  void closesSurplusConnections(Transport transport) throws IOException {
    TestLimits limits = new TestLimits().connections(2);
    try (TestServer server = TestServer.start(transport, limits, TestHandler.target())) {
      RawHttp first = server.connect();
      RawHttp second = server.connect();
      assertThat(first.request("GET", "/1", "").response().status()).isEqualTo(200);
      assertThat(second.request("GET", "/2", "").response().status()).isEqualTo(200);
      RawHttp third = server.connect();
      assertThat(third.isClosedByServer()).isTrue();
      assertThat(server.refusedConnections()).isEqualTo(1);
      server.awaitOpenConnections(2);
      assertThat(first.request("GET", "/3", "").response().body()).isEqualTo("/3");
      assertThat(second.request("GET", "/4", "").response().body()).isEqualTo("/4");
      first.close();
      server.awaitOpenConnections(1);
      Response fifth = Objects.requireNonNull(server.connect().request("GET", "/5", "").response());
      assertThat(fifth.body()).isEqualTo("/5");
      assertThat(server.refusedConnections()).isEqualTo(1);
    }
  }

  @Test
  void refusesLargeResponsesWhileOthersAreNotRead() throws IOException {
    byte[] large = new byte[16 << 20];
    TestHandler handler =
        TestHandler.answering(request ->
            request.target().equals("/large")
                ? Responses.of(OK, Responses.JSON, large)
                : Responses.text(OK, "small"));
    TestLimits limits = new TestLimits().responseMemoryBytes(large.length);
    try (TestServer server = TestServer.start(limits, handler)) {
      RawHttp slow = server.connect().request("GET", "/large", "");
      await()
          .atMost(10, SECONDS)
          .until(() -> server.server().responseBudget().used() == large.length);
      RawHttp other = server.connect();
      Response refused = other.request("GET", "/large", "").response();
      assertThat(refused.status()).isEqualTo(503);
      assertThat(refused.header("Retry-After")).isEqualTo("1");
      assertThat(refused.header("X-Decorated")).isEqualTo("yes");
      assertThat(refused.body()).contains(large.length + " bytes set aside");
      assertThat(other.request("GET", "/small", "").response().body()).isEqualTo("small");
      assertThat(other.request("HEAD", "/large", "").read(true)).isNotNull();
      assertThat(slow.response().body()).hasSize(large.length);
      await().atMost(10, SECONDS).until(() -> server.server().responseBudget().used() == 0);
      assertThat(other.request("GET", "/large", "").response().status()).isEqualTo(200);
      // A client that goes without reading gives its share back, too.
      RawHttp gone = server.connect().request("GET", "/large", "");
      await()
          .atMost(10, SECONDS)
          .until(() -> server.server().responseBudget().used() == large.length);
      gone.close();
      await().atMost(10, SECONDS).until(() -> server.server().responseBudget().used() == 0);
    }
  }
}

package dev.torc.http;

import static io.netty.handler.codec.http.HttpResponseStatus.OK;
import static java.util.concurrent.TimeUnit.MICROSECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.torc.testkit.RawHttp;
import dev.torc.testkit.RawHttp.Response;
import io.netty.handler.codec.http.FullHttpResponse;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Requests that come before the response to the one before them. */
final class PipeliningTest {

  private static String gets(int count) {
    StringBuilder requests = new StringBuilder();
    for (int i = 0; i < count; i++) {
      requests.append("GET /").append(i).append(" HTTP/1.1\r\nHost: x\r\n\r\n");
    }
    return requests.toString();
  }

  private static List<String> targets(int count) {
    return IntStream.range(0, count).mapToObj(i -> "/" + i).toList();
  }

  private static List<String> bodies(List<Response> responses) {
    return responses.stream().map(Response::body).toList();
  }

  private static String post(String target, String body, String... headers) {
    return "POST "
        + target
        + " HTTP/1.1\r\nHost: x\r\nContent-Length: "
        + body.length()
        + "\r\n"
        + String.join("\r\n", headers)
        + (headers.length == 0 ? "" : "\r\n")
        + "\r\n"
        + body;
  }

  /** Some at once, some on another thread, the earlier the later. */
  private static CompletionStage<FullHttpResponse> late(Request request) {
    int number = Integer.parseInt(request.target().substring(1));
    if (number % 3 == 0) {
      return CompletableFuture.completedFuture(Responses.text(OK, request.target()));
    }
    Executor later = CompletableFuture.delayedExecutor((50 - number) * 100L, MICROSECONDS);
    return CompletableFuture.supplyAsync(() -> Responses.text(OK, request.target()), later);
  }

  @ParameterizedTest
  @MethodSource("dev.torc.http.HttpServerTest#transports")
  void answersInOrderOneAfterTheOther(Transport transport) throws IOException {
    TestHandler handler = TestHandler.later(PipeliningTest::late);
    try (TestServer server = TestServer.start(transport, new TestLimits(), handler)) {
      RawHttp client = server.connect().send(gets(50));
      assertThat(bodies(client.responses(50))).isEqualTo(targets(50));
      assertThat(handler.mostUnderWay()).isEqualTo(1);
      assertThat(handler.requests()).extracting(Request::target).isEqualTo(targets(50));
    }
  }

  @ParameterizedTest
  @MethodSource("dev.torc.http.HttpServerTest#transports")
  void answersABurstAtOnce(Transport transport) throws IOException {
    try (TestServer server = TestServer.start(transport, new TestLimits(), TestHandler.target())) {
      RawHttp client = server.connect().send(gets(3000));
      assertThat(bodies(client.responses(3000))).isEqualTo(targets(3000));
    }
  }

  /** The whole burst waits for its first request and is then served from the queue. */
  @ParameterizedTest
  @MethodSource("dev.torc.http.HttpServerTest#transports")
  void answersABurstThatHadToWait(Transport transport) throws IOException {
    CompletableFuture<FullHttpResponse> first = new CompletableFuture<>();
    TestHandler handler =
        TestHandler.later(request ->
            request.target().equals("/0")
                ? first
                : CompletableFuture.completedFuture(Responses.text(OK, request.target())));
    try (TestServer server = TestServer.start(transport, new TestLimits(), handler)) {
      RawHttp client = server.connect().send(gets(3000));
      await().atMost(10, SECONDS).until(() -> handler.calls() == 1);
      first.complete(Responses.text(OK, "/0"));
      assertThat(bodies(client.responses(3000))).isEqualTo(targets(3000));
      assertThat(handler.mostUnderWay()).isEqualTo(1);
    }
  }

  /** RFC 9112, 9.6: nothing that follows a request with {@code close} may be processed. */
  @ParameterizedTest
  @MethodSource("dev.torc.http.HttpServerTest#transports")
  void servesNothingAfterTheLastRequest(Transport transport) throws IOException {
    TestHandler handler = TestHandler.target();
    try (TestServer server = TestServer.start(transport, new TestLimits(), handler)) {
      RawHttp client =
          server
              .connect()
              .send(post("/1", "one", "Connection: close") + post("/2", "two") + gets(1));
      assertThat(client.response().body()).isEqualTo("/1");
      assertThat(client.isClosedByServer()).isTrue();
      client.close();
      server.awaitOpenConnections(0);
      assertThat(handler.requests()).extracting(Request::target).containsExactly("/1");
      server.awaitBodyMemory(0);
    }
  }

  @Test
  void servesNothingThatWaitedForTheLastRequest() throws IOException {
    CompletableFuture<FullHttpResponse> first = new CompletableFuture<>();
    TestHandler handler = TestHandler.later(request -> first);
    try (TestServer server = TestServer.start(handler)) {
      RawHttp client =
          server
              .connect()
              .send(post("/1", "one", "Connection: close") + post("/2", "two") + gets(1));
      server.awaitBodyMemory(6);
      first.complete(Responses.text(OK, "done"));
      assertThat(client.response().body()).isEqualTo("done");
      assertThat(client.isClosedByServer()).isTrue();
      assertThat(handler.requests()).extracting(Request::target).containsExactly("/1");
      server.awaitBodyMemory(0);
    }
  }

  @Test
  void answersTheRequestsBeforeAMalformedOne() throws IOException {
    TestHandler handler = TestHandler.later(PipeliningTest::late);
    try (TestServer server = TestServer.start(handler)) {
      RawHttp client = server.connect().send(gets(5) + "bad\r\n\r\n" + gets(1));
      assertThat(bodies(client.responses(5))).isEqualTo(targets(5));
      Response last = client.response();
      assertThat(last.status()).isEqualTo(400);
      assertThat(last.header("connection")).isEqualTo("close");
      assertThat(client.isClosedByServer()).isTrue();
      assertThat(handler.calls()).isEqualTo(5);
    }
  }

  @Test
  void readsABodyThatBeganWhileTheRequestBeforeWasServed() throws IOException {
    CompletableFuture<FullHttpResponse> first = new CompletableFuture<>();
    TestHandler handler =
        TestHandler.later(request ->
            request.target().equals("/0")
                ? first
                : CompletableFuture.completedFuture(
                    Responses.of(OK, Responses.JSON, request.body())));
    try (TestServer server = TestServer.start(handler)) {
      RawHttp client = server.connect();
      client.send(gets(1) + "POST /1 HTTP/1.1\r\nHost: x\r\nContent-Length: 6\r\n\r\nabc");
      server.awaitBodyMemory(3);
      first.complete(Responses.text(OK, "first"));
      assertThat(client.response().body()).isEqualTo("first");
      assertThat(client.send("def").response().body()).isEqualTo("abcdef");
      server.awaitBodyMemory(0);
    }
  }

  /** RFC 9110, 10.1.1: an expectation is answered, only not before the response in front of it. */
  @Test
  void continuesARequestThatHadToWait() throws IOException {
    CompletableFuture<FullHttpResponse> first = new CompletableFuture<>();
    TestHandler handler =
        TestHandler.later(request ->
            request.target().equals("/0")
                ? first
                : CompletableFuture.completedFuture(
                    Responses.of(OK, Responses.JSON, request.body())));
    try (TestServer server = TestServer.start(handler)) {
      RawHttp client = server.connect();
      client.send(
          gets(1)
              + "POST /1 HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\nExpect: 100-continue\r\n\r\n");
      await().atMost(10, SECONDS).until(() -> handler.calls() == 1);
      first.complete(Responses.text(OK, "first"));
      assertThat(client.response().body()).isEqualTo("first");
      assertThat(client.response().status()).isEqualTo(100);
      assertThat(client.send("abc").response().body()).isEqualTo("abc");
    }
  }
}

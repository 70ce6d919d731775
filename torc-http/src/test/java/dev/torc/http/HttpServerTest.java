package dev.torc.http;

import static io.netty.handler.codec.http.HttpResponseStatus.NOT_MODIFIED;
import static io.netty.handler.codec.http.HttpResponseStatus.NO_CONTENT;
import static io.netty.handler.codec.http.HttpResponseStatus.OK;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.torc.testkit.RawHttp;
import dev.torc.testkit.RawHttp.Response;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.epoll.Epoll;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpRequest;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Requests and responses over real sockets. */
final class HttpServerTest {

  static Stream<Transport> transports() {
    return Stream.of(Transport.values())
        .filter(transport -> transport != Transport.EPOLL || Epoll.isAvailable());
  }

  private static String allBytes() {
    StringBuilder bytes = new StringBuilder();
    for (char c = 0; c < 256; c++) {
      bytes.append(c);
    }
    return bytes.toString();
  }

  private static byte[] onlyBody(TestHandler handler) {
    assertThat(handler.calls()).isEqualTo(1);
    return handler.requests().iterator().next().body();
  }

  @ParameterizedTest
  @MethodSource("transports")
  void servesSeveralRequestsOnOneConnection(Transport transport) throws IOException {
    TestHandler handler = TestHandler.echo();
    try (TestServer server = TestServer.start(transport, new TestLimits(), handler)) {
      RawHttp client = server.connect();
      for (int i = 0; i < 3; i++) {
        Response get = client.request("GET", "/" + i + "?a=%20b", "").response();
        assertThat(get.status()).isEqualTo(200);
        assertThat(get.header("content-length")).isEqualTo("0");
        assertThat(get.header("connection")).isNull();
        Response post = client.request("POST", "/" + i, "body " + i).response();
        assertThat(post.status()).isEqualTo(200);
        assertThat(post.body()).isEqualTo("body " + i);
      }
      assertThat(handler.requests())
          .extracting(request -> request.method() + " " + request.target())
          .containsExactly(
              "GET /0?a=%20b", "POST /0", "GET /1?a=%20b", "POST /1", "GET /2?a=%20b", "POST /2");
      assertThat(server.openConnections()).isEqualTo(1);
      server.awaitBodyMemory(0);
    }
  }

  @ParameterizedTest
  @MethodSource("transports")
  void takesAnyBytesByContentLength(Transport transport) throws IOException {
    TestHandler handler = TestHandler.answering(request -> Responses.empty(OK));
    try (TestServer server = TestServer.start(transport, new TestLimits(), handler)) {
      String body = allBytes().repeat(1000);
      RawHttp client = server.connect();
      client.send("PUT / HTTP/1.1\r\nHost: x\r\nContent-Length: " + body.length() + "\r\n\r\n");
      client.send(body);
      assertThat(client.response().status()).isEqualTo(200);
      assertThat(onlyBody(handler)).isEqualTo(body.getBytes(ISO_8859_1));
      server.awaitBodyMemory(0);
    }
  }

  @ParameterizedTest
  @MethodSource("transports")
  void takesAnyBytesInChunks(Transport transport) throws IOException {
    TestHandler handler = TestHandler.answering(request -> Responses.empty(OK));
    try (TestServer server = TestServer.start(transport, new TestLimits(), handler)) {
      String big = allBytes().repeat(100);
      RawHttp client = server.connect();
      client.send("POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: Chunked\r\n\r\n");
      client.send("3\r\na\r\n\r\n");
      client.send("0100;name=\"value\"\r\n" + allBytes() + "\r\n");
      client.send(Integer.toHexString(big.length()) + "\r\n" + big + "\r\n");
      client.send("0\r\nTrailer-Field: dropped\r\n\r\n");
      assertThat(client.response().status()).isEqualTo(200);
      assertThat(onlyBody(handler)).isEqualTo(("a\r\n" + allBytes() + big).getBytes(ISO_8859_1));
      server.awaitBodyMemory(0);
      assertThat(client.request("GET", "/", "").response().status()).isEqualTo(200);
    }
  }

  @Test
  void takesARequestThatComesByteByByte() throws IOException {
    TestHandler handler = TestHandler.echo();
    try (TestServer server = TestServer.start(handler)) {
      RawHttp client = server.connect();
      String request = "POST /x HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n\r\nabc";
      for (int i = 0; i < request.length(); i++) {
        client.send(request.substring(i, i + 1));
      }
      assertThat(client.response().body()).isEqualTo("abc");
    }
  }

  @Test
  void skipsEmptyLinesBeforeARequest() throws IOException {
    try (TestServer server = TestServer.start(TestHandler.target())) {
      RawHttp client = server.connect().send("\r\n\r\nGET /x HTTP/1.1\r\nHost: x\r\n\r\n");
      assertThat(client.response().body()).isEqualTo("/x");
    }
  }

  @ParameterizedTest
  @MethodSource("transports")
  void closesAfterHttp10WithoutKeepAlive(Transport transport) throws IOException {
    try (TestServer server = TestServer.start(transport, new TestLimits(), TestHandler.target())) {
      RawHttp client = server.connect().send("GET /old HTTP/1.0\r\n\r\n");
      Response response = client.response();
      assertThat(response.status()).isEqualTo(200);
      assertThat(response.body()).isEqualTo("/old");
      assertThat(response.header("connection")).isEqualTo("close");
      assertThat(client.isClosedByServer()).isTrue();
    }
  }

  @Test
  void keepsAnHttp10ConnectionThatAsksForIt() throws IOException {
    try (TestServer server = TestServer.start(TestHandler.target())) {
      RawHttp client = server.connect();
      for (int i = 0; i < 2; i++) {
        client.send("GET /" + i + " HTTP/1.0\r\nConnection: Keep-Alive\r\n\r\n");
        Response response = client.response();
        assertThat(response.body()).isEqualTo("/" + i);
        assertThat(response.header("connection")).isEqualTo("keep-alive");
      }
    }
  }

  @ParameterizedTest
  @MethodSource("transports")
  void closesWhenTheClientAsksForIt(Transport transport) throws IOException {
    try (TestServer server = TestServer.start(transport, new TestLimits(), TestHandler.target())) {
      RawHttp client = server.connect().request("GET", "/", "", "Connection: Close");
      Response response = client.response();
      assertThat(response.status()).isEqualTo(200);
      assertThat(response.header("connection")).isEqualTo("close");
      assertThat(client.isClosedByServer()).isTrue();
      client.close();
      server.awaitOpenConnections(0);
    }
  }

  @Test
  void closesWhenTheHandlersResponseSaysSo() throws IOException {
    TestHandler handler =
        TestHandler.answering(request -> {
          FullHttpResponse response = Responses.empty(OK);
          response.headers().set(HttpHeaderNames.CONNECTION, "close");
          return response;
        });
    try (TestServer server = TestServer.start(handler)) {
      RawHttp client = server.connect().request("GET", "/", "");
      assertThat(client.response().header("connection")).isEqualTo("close");
      assertThat(client.isClosedByServer()).isTrue();
    }
  }

  @ParameterizedTest
  @MethodSource("transports")
  void answersHeadWithTheLengthButNoBody(Transport transport) throws IOException {
    try (TestServer server = TestServer.start(transport, new TestLimits(), TestHandler.target())) {
      RawHttp client = server.connect();
      client.request("HEAD", "/head", "").request("GET", "/next", "");
      Response head = Objects.requireNonNull(client.read(true), "response");
      assertThat(head.status()).isEqualTo(200);
      assertThat(head.header("content-length")).isEqualTo("5");
      assertThat(client.response().body()).isEqualTo("/next");
    }
  }

  @Test
  void saysNoLengthWhereThereCanBeNoContent() throws IOException {
    TestHandler handler =
        TestHandler.answering(request ->
            Responses.empty(request.target().equals("/204") ? NO_CONTENT : NOT_MODIFIED));
    try (TestServer server = TestServer.start(handler)) {
      RawHttp client = server.connect();
      for (int status : new int[] {204, 304, 204}) {
        Response response = client.request("GET", "/" + status, "").response();
        assertThat(response.status()).isEqualTo(status);
        assertThat(response.header("content-length")).isNull();
      }
    }
  }

  @Test
  void datesItsResponses() throws IOException {
    try (TestServer server = TestServer.start(TestHandler.target())) {
      RawHttp client = server.connect();
      for (String request : new String[] {"GET / HTTP/1.1\r\nHost: x\r\n\r\n", "bad\r\n\r\n"}) {
        String date = client.send(request).response().header("date");
        assertThat(date)
            .matches("[A-Z][a-z]{2}, \\d\\d [A-Z][a-z]{2} \\d{4} \\d\\d:\\d\\d:\\d\\d GMT");
        Instant then =
            ZonedDateTime.parse(Objects.requireNonNull(date), DateTimeFormatter.RFC_1123_DATE_TIME)
                .toInstant();
        assertThat(Duration.between(then, Instant.now()))
            .isBetween(Duration.ofSeconds(-1), Duration.ofSeconds(10));
      }
    }
  }

  private static void answersWith500AndGoesOn(TestHandler handler) throws IOException {
    try (TestServer server = TestServer.start(handler)) {
      RawHttp client = server.connect();
      for (int i = 0; i < 2; i++) {
        Response response = client.request("POST", "/fails", "secret body").response();
        assertThat(response.status()).isEqualTo(500);
        assertThat(response.header("content-type")).isEqualTo("application/problem+json");
        assertThat(response.header("x-decorated")).isEqualTo("yes");
        assertThat(response.header("connection")).isNull();
        assertThat(response.body())
            .contains("\"status\":500")
            .doesNotContain("secret", "Exception");
        server.awaitBodyMemory(0);
      }
      assertThat(client.request("GET", "/works", "").response().status()).isEqualTo(200);
    }
  }

  private static FullHttpResponse orElse(Request request, Runnable failure) {
    if (request.target().equals("/fails")) {
      failure.run();
    }
    return Responses.empty(OK);
  }

  @Test
  void hidesWhatTheHandlerThrows() throws IOException {
    answersWith500AndGoesOn(
        TestHandler.answering(request ->
            orElse(
                request,
                () -> {
                  throw new IllegalStateException("secret");
                })));
  }

  @Test
  void answersWhenTheHandlerThrowsAnError() throws IOException {
    answersWith500AndGoesOn(
        TestHandler.answering(request ->
            orElse(
                request,
                () -> {
                  throw new AssertionError("secret");
                })));
  }

  @Test
  void hidesWhyTheHandlersStageFailed() throws IOException {
    answersWith500AndGoesOn(
        TestHandler.later(request ->
            CompletableFuture.supplyAsync(() ->
                orElse(
                    request,
                    () -> {
                      throw new IllegalStateException("secret");
                    }))));
  }

  @Test
  void answersWhenTheHandlerCannotSayHowLongABodyMayBe() throws IOException {
    TestHandler handler = TestHandler.echo();
    HttpHandler failing =
        new HttpHandler() {
          @Override
          public long maxBodyBytes(HttpRequest head) {
            throw new IllegalStateException("secret");
          }

          @Override
          public CompletionStage<FullHttpResponse> handle(Request request) {
            return handler.handle(request);
          }
        };
    try (TestServer server = TestServer.start(failing)) {
      RawHttp client = server.connect().request("GET", "/", "");
      Response response = client.response();
      assertThat(response.status()).isEqualTo(500);
      assertThat(response.body()).doesNotContain("secret");
      assertThat(client.isClosedByServer()).isTrue();
      assertThat(handler.calls()).isZero();
    }
  }

  /** A response, even an undecorated one, is better than a connection that hangs. */
  @Test
  void answersWhenTheHandlerCannotDecorate() throws IOException {
    HttpHandler failing =
        new HttpHandler() {
          @Override
          public long maxBodyBytes(HttpRequest head) {
            return 0;
          }

          @Override
          public CompletionStage<FullHttpResponse> handle(Request request) {
            return CompletableFuture.failedFuture(new IllegalStateException("secret"));
          }

          @Override
          public void decorate(FullHttpResponse response) {
            throw new IllegalStateException("secret");
          }
        };
    try (TestServer server = TestServer.start(new TestLimits().headTimeoutMillis(200), failing)) {
      assertThat(server.connect().request("GET", "/", "").response().status()).isEqualTo(500);
      assertThat(server.connect().send("bad\r\n\r\n").response().status()).isEqualTo(400);
      // More than there are event loops: each loop's time-outs still work after the first.
      for (int i = 0; i < 6; i++) {
        assertThat(server.connect().send("GET").response().status()).isEqualTo(408);
      }
    }
  }

  @Test
  void namesTheAddressThatIsInUse() throws IOException {
    try (TestServer server = TestServer.start(TestHandler.echo())) {
      EventLoopGroup loops = Transport.best().eventLoops(1, "bind-test");
      try {
        InetSocketAddress address = server.server().address();
        assertThatThrownBy(() -> startOn(address, loops))
            .isInstanceOf(BindException.class)
            .hasMessageContaining("127.0.0.1:" + address.getPort());
        server.server().close();
        HttpServer second = startOn(address, loops);
        try (RawHttp client = RawHttp.connect(second.address())) {
          assertThat(client.request("GET", "/", "").response().status()).isEqualTo(200);
        } finally {
          second.close();
        }
      } finally {
        loops.shutdownGracefully().awaitUninterruptibly();
      }
    }
  }

  private static HttpServer startOn(InetSocketAddress address, EventLoopGroup loops) {
    return HttpServer.start(
        address,
        Transport.best(),
        loops,
        HttpLimits.DEFAULTS,
        TestHandler.echo(),
        HttpRecorder.NONE);
  }

  @ParameterizedTest
  @MethodSource("transports")
  void closeEndsEverythingAtOnce(Transport transport) throws IOException {
    TestHandler handler = TestHandler.later(request -> new CompletableFuture<>());
    try (TestServer server = TestServer.start(transport, new TestLimits(), handler)) {
      RawHttp idle = server.connect();
      RawHttp busy = server.connect().request("GET", "/", "");
      server.awaitOpenConnections(2);
      server.server().close();
      assertThat(idle.isClosedByServer()).isTrue();
      assertThat(busy.isClosedByServer()).isTrue();
      server.awaitOpenConnections(0);
    }
  }
}

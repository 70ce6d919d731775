package dev.torc.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.torc.testkit.RawHttp;
import dev.torc.testkit.RawHttp.Response;
import java.io.IOException;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What RFC 9112 calls malformed never reaches the handler, and ends the connection. */
final class MalformedRequestTest {
  private static final String GET = "GET / HTTP/1.1\r\n";
  private static final String POST = "POST / HTTP/1.1\r\nHost: x\r\n";
  private static final String CHUNKED = POST + "Transfer-Encoding: chunked\r\n\r\n";

  static Stream<Arguments> malformed() {
    return Stream.of(
        arguments("a request line of one word", 400, "GET\r\n\r\n"),
        arguments("a request line without a version", 400, "GET /\r\nHost: x\r\n\r\n"),
        arguments("a request line of four words", 400, "GET / x HTTP/1.1\r\nHost: x\r\n\r\n"),
        arguments("a space after the version", 400, "GET / HTTP/1.1 \r\nHost: x\r\n\r\n"),
        arguments("a method that is no token", 400, "G(T / HTTP/1.1\r\nHost: x\r\n\r\n"),
        arguments("NUL in the target", 400, "GET /\0 HTTP/1.1\r\nHost: x\r\n\r\n"),
        arguments("DEL in the target", 400, "GET /\177 HTTP/1.1\r\nHost: x\r\n\r\n"),
        arguments("no words", 400, " \r\nHost: x\r\n\r\n"),
        arguments("a TLS handshake", 400, "\26\3\1\2\0\1\0\1\374\3\3\r\n\r\n"),
        arguments("a version that is none", 400, "GET / HTTP/x\r\nHost: x\r\n\r\n"),
        arguments("another protocol", 400, "GET / FTP/1.1\r\nHost: x\r\n\r\n"),
        arguments("HTTP/2", 505, "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"),
        arguments("HTTP/1.2", 505, "GET / HTTP/1.2\r\nHost: x\r\n\r\n"),
        arguments("HTTP/0.9", 505, "GET / HTTP/0.9\r\nHost: x\r\n\r\n"),
        arguments("a bare LF after the request line", 400, "GET / HTTP/1.1\nHost: x\r\n\r\n"),
        arguments("a bare LF after a field", 400, GET + "Host: x\nA: b\r\n\r\n"),
        arguments("a bare LF at the end of the head", 400, GET + "Host: x\r\n\n"),
        arguments("a bare CR in a field", 400, GET + "Host: x\r\nA: b\rc\r\n\r\n"),
        arguments("a space before the first field", 400, GET + " A: b\r\nHost: x\r\n\r\n"),
        arguments("a space before the colon", 400, GET + "Host : x\r\n\r\n"),
        arguments("a tab before the colon", 400, GET + "Host: x\r\nA\t: b\r\n\r\n"),
        arguments("a field without a colon", 400, GET + "Host: x\r\nA\r\n\r\n"),
        arguments("a field without a name", 400, GET + "Host: x\r\n: b\r\n\r\n"),
        arguments("a field name that is no token", 400, GET + "Host: x\r\nA@b: c\r\n\r\n"),
        arguments("NUL in a field name", 400, GET + "Host: x\r\nA\0: b\r\n\r\n"),
        arguments("NUL in a field value", 400, GET + "Host: x\r\nA: b\0c\r\n\r\n"),
        arguments("no Host", 400, GET + "A: b\r\n\r\n"),
        arguments("two Hosts", 400, GET + "Host: x\r\nHost: x\r\n\r\n"),
        arguments("two Hosts of HTTP/1.0", 400, "GET / HTTP/1.0\r\nHost: x\r\nHost: y\r\n\r\n"),
        arguments(
            "length and chunks",
            400,
            POST + "Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"),
        arguments(
            "chunks and length",
            400,
            POST + "Transfer-Encoding: chunked\r\nContent-Length: 3\r\n\r\n0\r\n\r\n"),
        arguments(
            "chunks in HTTP/1.0",
            400,
            "POST / HTTP/1.0\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"),
        arguments("two lengths", 400, POST + "Content-Length: 3\r\nContent-Length: 4\r\n\r\nabcd"),
        arguments(
            "a length twice", 400, POST + "Content-Length: 3\r\nContent-Length: 3\r\n\r\nabc"),
        arguments("a list of lengths", 400, POST + "Content-Length: 3, 3\r\n\r\nabc"),
        arguments("a negative length", 400, POST + "Content-Length: -1\r\n\r\n"),
        arguments("a signed length", 400, POST + "Content-Length: +3\r\n\r\nabc"),
        arguments("a length that is no number", 400, POST + "Content-Length: 0x3\r\n\r\nabc"),
        arguments("an empty length", 400, POST + "Content-Length:\r\n\r\nabc"),
        arguments(
            "a length beyond all bounds",
            400,
            POST + "Content-Length: 99999999999999999999\r\n\r\nabc"),
        arguments("an unknown coding", 400, POST + "Transfer-Encoding: gzip\r\n\r\n"),
        arguments(
            "a coding before chunked",
            501,
            POST + "Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n"),
        arguments(
            "a coding after chunked",
            400,
            POST + "Transfer-Encoding: chunked, gzip\r\n\r\n0\r\n\r\n"),
        arguments(
            "chunked twice", 400, POST + "Transfer-Encoding: chunked, chunked\r\n\r\n0\r\n\r\n"),
        arguments(
            "chunked in two fields",
            400,
            POST + "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"),
        arguments("no chunked", 400, POST + "Transfer-Encoding: identity\r\n\r\n"),
        arguments("a chunk size that is no number", 400, CHUNKED + "x\r\nabc\r\n0\r\n\r\n"),
        arguments("an empty chunk size", 400, CHUNKED + "\r\nabc\r\n0\r\n\r\n"),
        arguments("a negative chunk size", 400, CHUNKED + "-3\r\nabc\r\n0\r\n\r\n"),
        arguments("a chunk size with a prefix", 400, CHUNKED + "0x3\r\nabc\r\n0\r\n\r\n"),
        arguments("a space before a chunk size", 400, CHUNKED + " 3\r\nabc\r\n0\r\n\r\n"),
        arguments("a chunk size beyond all bounds", 400, CHUNKED + "fffffffffffffffff\r\nabc"),
        arguments("a chunk line beyond all bounds", 400, CHUNKED + "3;" + "x".repeat(9000)),
        arguments("a bare LF after a chunk size", 400, CHUNKED + "3\nabc\r\n0\r\n\r\n"),
        arguments("a chunk longer than its size", 400, CHUNKED + "3\r\nabcd\r\n0\r\n\r\n"),
        arguments("a bare LF after a chunk", 400, CHUNKED + "3\r\nabc\n0\r\n\r\n"),
        arguments("a bare LF after the last chunk", 400, CHUNKED + "0\r\n\n"),
        arguments("a trailer that is none", 400, CHUNKED + "0\r\nA\r\n\r\n"),
        arguments("an expectation", 417, POST + "Expect: something\r\n\r\n"),
        // Netty takes eight bytes of body for these, of which RFC 9112 knows nothing.
        arguments(
            "a WebSocket handshake of 2010",
            400,
            GET + "Host: x\r\nSec-WebSocket-Key1: 1\r\nSec-WebSocket-Key2: 2\r\n\r\n12345678"));
  }

  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource("malformed")
  void isRejected(String what, int status, String request) throws IOException {
    TestHandler handler = TestHandler.echo();
    try (TestServer server = TestServer.start(handler)) {
      RawHttp client = server.connect().send(request);
      Response response = client.response();
      assertThat(response.status()).as(what).isEqualTo(status);
      assertThat(response.header("content-type")).isEqualTo("application/problem+json");
      assertThat(response.header("connection")).isEqualTo("close");
      assertThat(response.header("x-decorated")).isEqualTo("yes");
      assertThat(response.body())
          .startsWith("{\"type\":\"about:blank\"")
          .contains("\"status\":" + status)
          .doesNotContain("Exception");
      assertThat(client.isClosedByServer()).isTrue();
      client.close();
      server.awaitOpenConnections(0);
      assertThat(handler.calls()).isZero();
      assertThat(server.server().bodyBudget().used()).isZero();
    }
  }

  /** What may look odd and is allowed. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET / HTTP/1.1\r\nHost:\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: x\r\nA:b\t \r\n\r\n",
        "GET / HTTP/1.1\r\nHost: x\r\nA:\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: x\r\nExpect: 100-Continue\r\nContent-Length: 0\r\n\r\n",
        "OPTIONS * HTTP/1.1\r\nHost: x\r\n\r\n",
        "GET http://x/y HTTP/1.1\r\nHost: x\r\n\r\n",
        "MADE-UP / HTTP/1.1\r\nHost: x\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: x\r\nContent-Length: 000\r\n\r\n"
      })
  void isServed(String request) throws IOException {
    try (TestServer server = TestServer.start(TestHandler.target())) {
      RawHttp client = server.connect().send(request);
      Response response = client.response();
      if (response.status() == 100) {
        response = client.response();
      }
      assertThat(response.status()).isEqualTo(200);
      assertThat(client.request("GET", "/next", "").response().body()).isEqualTo("/next");
    }
  }

  /** RFC 9112, 5.2 leaves the choice between rejecting a folded line and unfolding it. */
  @ParameterizedTest
  @ValueSource(strings = {" ", "\t", " \t "})
  void isUnfolded(String fold) throws IOException {
    TestHandler handler = TestHandler.target();
    try (TestServer server = TestServer.start(handler)) {
      RawHttp client = server.connect();
      client.send("GET / HTTP/1.1\r\nHost: x\r\nA: b\r\n" + fold + "c\r\n\r\n");
      assertThat(client.response().status()).isEqualTo(200);
      assertThat(handler.requests())
          .extracting(request -> request.headers().get("A"))
          .containsExactly("b c");
    }
  }
}

package dev.torc.http;

import static io.netty.handler.codec.http.HttpResponseStatus.CREATED;
import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.torc.http.TestServer.Responded;
import dev.torc.testkit.RawHttp;
import io.netty.channel.EventLoopGroup;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What the recorder is told. */
final class RecordingTest {

  @Test
  void labelsMethodsWithABoundedSet() throws IOException {
    List<Responded> expected = new ArrayList<>();
    TestHandler handler = TestHandler.answering(request -> Responses.empty(CREATED));
    try (TestServer server = TestServer.start(handler)) {
      RawHttp client = server.connect();
      for (String method :
          List.of("GET", "HEAD", "POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE")) {
        assertThat(client.request(method, "/", "").response().status()).isEqualTo(201);
        expected.add(new Responded(method, 201));
      }
      for (String method : List.of("MADE-UP", "get", "PROPFIND")) {
        assertThat(client.request(method, "/", "").response().status()).isEqualTo(201);
        expected.add(new Responded("other", 201));
      }
      client.send("bad\r\n\r\n").response();
      expected.add(new Responded("other", 400));
      await()
          .atMost(10, SECONDS)
          .untilAsserted(() -> assertThat(server.responded()).containsExactlyElementsOf(expected));
    }
  }

  @Test
  void countsConnectionsDownToZero() throws IOException {
    try (TestServer server = TestServer.start(TestHandler.echo())) {
      List<RawHttp> clients = new ArrayList<>();
      for (int i = 1; i <= 20; i++) {
        clients.add(server.connect());
        server.awaitOpenConnections(i);
      }
      for (RawHttp client : clients) {
        client.close();
      }
      server.awaitOpenConnections(0);
    }
  }

  /** A gauge that keeps the last number shall not keep one that is out of date. */
  @Test
  void reportsConnectionsOfAllLoopsInOrder() throws Exception {
    ConcurrentLinkedDeque<Integer> told = new ConcurrentLinkedDeque<>();
    CountDownLatch closing = new CountDownLatch(1);
    CompletableFuture<@Nullable Void> last = new CompletableFuture<>();
    HttpRecorder recorder =
        new HttpRecorder() {
          @Override
          public void connections(int open) {
            if (closing.getCount() == 0 && open == 1) {
              // The other loop could overtake this one now.
              last.completeOnTimeout(null, 500, MILLISECONDS).join();
            }
            told.add(open);
            if (closing.getCount() == 0 && open == 0) {
              last.complete(null);
            }
          }

          @Override
          public void connectionRefused() {}

          @Override
          public void responded(String method, int status, long nanos) {}
        };
    EventLoopGroup loops = Transport.NIO.eventLoops(2, "gauge-test");
    HttpServer server =
        HttpServer.start(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
            Transport.NIO,
            loops,
            HttpLimits.DEFAULTS,
            TestHandler.echo(),
            recorder);
    try {
      RawHttp one = RawHttp.connect(server.address());
      RawHttp two = RawHttp.connect(server.address());
      // Netty gives consecutive connections to different loops.
      one.request("GET", "/", "").response();
      two.request("GET", "/", "").response();
      closing.countDown();
      one.close();
      two.close();
      await().atMost(10, SECONDS).until(() -> told.size() == 4);
      assertThat(told).containsExactly(1, 2, 1, 0);
    } finally {
      server.close();
      loops.shutdownGracefully(0, 5, SECONDS).awaitUninterruptibly();
    }
  }
}

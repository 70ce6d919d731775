package dev.torc.http;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.awaitility.Awaitility.await;

import dev.torc.testkit.RawHttp;
import io.netty.channel.EventLoopGroup;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/** A server on a free port, with two event loops of its own, and its clients. */
final class TestServer implements AutoCloseable {
  private final EventLoopGroup loops;
  private final HttpServer server;
  private final Recorder recorder = new Recorder();
  private final List<RawHttp> clients = new ArrayList<>();

  /** A response the server told its recorder of. */
  record Responded(String method, int status) {}

  private static final class Recorder implements HttpRecorder {
    private final AtomicInteger open = new AtomicInteger();
    private final AtomicInteger refused = new AtomicInteger();
    private final Queue<Responded> responses = new ConcurrentLinkedQueue<>();

    @Override
    public void connections(int now) {
      open.set(now);
    }

    @Override
    public void connectionRefused() {
      refused.incrementAndGet();
    }

    @Override
    public void responded(String method, int status, long nanos) {
      if (nanos < 0) {
        throw new AssertionError("nanos: " + nanos);
      }
      responses.add(new Responded(method, status));
    }
  }

  private TestServer(Transport transport, HttpLimits limits, HttpHandler handler) {
    loops = transport.eventLoops(2, "http-test");
    server =
        HttpServer.start(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
            transport,
            loops,
            limits,
            handler,
            recorder);
  }

  static TestServer start(Transport transport, TestLimits limits, HttpHandler handler) {
    return new TestServer(transport, limits.build(), handler);
  }

  static TestServer start(TestLimits limits, HttpHandler handler) {
    return start(Transport.best(), limits, handler);
  }

  static TestServer start(HttpHandler handler) {
    return start(new TestLimits(), handler);
  }

  HttpServer server() {
    return server;
  }

  /** A new client, closed with the server. */
  RawHttp connect() throws IOException {
    RawHttp client = RawHttp.connect(server.address());
    clients.add(client);
    return client;
  }

  int openConnections() {
    return recorder.open.get();
  }

  int refusedConnections() {
    return recorder.refused.get();
  }

  Collection<Responded> responded() {
    return recorder.responses;
  }

  /** Waits until that many bytes of bodies are held. */
  void awaitBodyMemory(long bytes) {
    await().atMost(10, SECONDS).until(() -> server.bodyBudget().used() == bytes);
  }

  /** Waits until the recorder last heard of that many open connections. */
  void awaitOpenConnections(int count) {
    await().atMost(10, SECONDS).until(() -> openConnections() == count);
  }

  @Override
  public void close() throws IOException {
    for (RawHttp client : clients) {
      client.close();
    }
    server.close();
    loops.shutdownGracefully(0, 5, SECONDS).awaitUninterruptibly();
  }
}

package dev.torc.cli.admin;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/** An admin listener that keeps what it is asked, and answers what a test says, one by one. */
public final class ScriptedGateway implements AutoCloseable {
  private static final Answer UNEXPECTED = new Answer(500, "no answer is scripted");

  private final Queue<Asked> asked = new ConcurrentLinkedQueue<>();
  private final Queue<Answer> answers = new ConcurrentLinkedQueue<>();
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final CountDownLatch closed = new CountDownLatch(1);
  private final HttpServer server;
  private volatile boolean away;
  private volatile boolean mute;

  /** A request as it came. */
  public record Asked(String method, String path, @Nullable String token, String body) {}

  private record Answer(int status, String body) {}

  /** One that listens on a free port of loopback. */
  public ScriptedGateway() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext("/", this::handle);
    server.start();
  }

  public String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  /** What the next request that has none yet is answered. */
  public ScriptedGateway answer(int status, String body) {
    answers.add(new Answer(status, body));
    return this;
  }

  /** The same, by a problem document. */
  public ScriptedGateway problem(int status, String detail) {
    return answer(
        status,
        "{\"type\":\"about:blank\",\"title\":\"t\",\"status\":%d,\"detail\":\"%s\"}"
            .formatted(status, detail));
  }

  /** From now on breaks each connection instead of answering, or does not any more. */
  public void setAway(boolean away) {
    this.away = away;
  }

  /** From now on reads requests and says nothing. */
  public void fallSilent() {
    mute = true;
  }

  /** What was asked, but for requests while it was away. */
  public List<Asked> asked() {
    return List.copyOf(asked);
  }

  private void handle(HttpExchange exchange) throws IOException {
    String body = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
    if (mute) {
      awaitClose();
    }
    if (away || mute) {
      exchange.close();
      return;
    }
    asked.add(
        new Asked(
            exchange.getRequestMethod(),
            exchange.getRequestURI().toString(),
            exchange.getRequestHeaders().getFirst("Authorization"),
            body));
    Answer answer = answers.poll();
    if (answer == null) {
      answer = UNEXPECTED;
    }
    byte[] content = answer.body().getBytes(UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(answer.status(), content.length == 0 ? -1 : content.length);
    exchange.getResponseBody().write(content);
    exchange.close();
  }

  private void awaitClose() {
    try {
      closed.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    closed.countDown();
    server.stop(0);
    threads.shutdownNow();
  }
}

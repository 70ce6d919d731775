package dev.torc.http;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.torc.testkit.RawHttp;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufUtil;
import io.netty.util.ResourceLeakDetector;
import java.io.IOException;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;

/** Netty's detector finds no buffer that was not released. */
final class LeakTest {
  private static final String CANARY = "the canary";

  private static void traffic(TestServer server) throws IOException {
    String get = "GET / HTTP/1.1\r\nHost: x\r\n\r\n";
    String post = "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 100000\r\n\r\n";
    server.connect().request("POST", "/", "x".repeat(100_000)).response();
    server.connect().send(get.repeat(100)).responses(100);
    server.connect().send(post + "x".repeat(10)).close();
    RawHttp rejected = server.connect().send("bad\r\n\r\n");
    rejected.response();
    RawHttp last = server.connect().request("GET", "/", "", "Connection: close");
    last.response();
    // Both are read by the server until the client closes.
    for (RawHttp lingering : new RawHttp[] {rejected, last}) {
      lingering.send(get.repeat(1000));
      lingering.close();
    }
    server.connect().send(get + post + "x".repeat(10)).response();
  }

  /** The detector learns of a leak from the garbage collector: a last one on purpose shows when. */
  @Test
  void releasesEveryBuffer() throws IOException {
    assertThat(ResourceLeakDetector.getLevel()).isEqualTo(ResourceLeakDetector.Level.PARANOID);
    Queue<String> leaks = new ConcurrentLinkedQueue<>();
    ByteBufUtil.setLeakListener((type, records) -> leaks.add(records));
    try {
      try (TestServer server = TestServer.start(TestHandler.echo())) {
        traffic(server);
      }
      leak();
      await()
          .atMost(20, SECONDS)
          .until(() -> {
            System.gc();
            ByteBufAllocator.DEFAULT.buffer().release();
            return leaks.stream().anyMatch(records -> records.contains(CANARY));
          });
      assertThat(leaks).allMatch(records -> records.contains(CANARY));
    } finally {
      ByteBufUtil.setLeakListener(null);
    }
  }

  private static void leak() {
    ByteBuf _ = ByteBufAllocator.DEFAULT.buffer().touch(CANARY);
  }
}

package dev.torc.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.torc.routing.Retry;
import dev.torc.routing.Timeouts;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** One timer for all bodies, by a clock of the test. */
final class BodyTimerTest {
  private static final Duration LIMIT = Duration.ofMinutes(5);

  private final AtomicLong now = new AtomicLong();
  private final List<Duration> delays = new CopyOnWriteArrayList<>();
  private final List<CompletableFuture<Void>> timers = new CopyOnWriteArrayList<>();

  private CompletableFuture<Void> timer(Duration delay) {
    CompletableFuture<Void> timer = new CompletableFuture<>();
    delays.add(delay);
    timers.add(timer);
    return timer;
  }

  private TorcClient client(Timeouts timeouts, String address) {
    return TorcClient.builder()
        .withRouting(
            Routings.ruled(
                Routings.rule(new Retry(List.of(), 1, Duration.ZERO), timeouts),
                Routings.shop(address)))
        .withTicker(now::get)
        .withScheduler(this::timer)
        .build();
  }

  private static HttpRequest get() {
    return HttpRequest.newBuilder(URI.create("http://shop/")).build();
  }

  private void runOut(int index) {
    timers.get(index).completeAsync(() -> null);
  }

  @Test
  void manyRequestsTakeOneTimer() throws Exception {
    try (Replica replica = Replica.answering("fine");
        TorcClient client = client(new Timeouts(LIMIT, null), replica.address())) {
      for (int i = 0; i < 50; i++) {
        client.send(get(), BodyHandlers.ofString());
        now.addAndGet(1_000_000);
      }
      assertThat(delays).containsExactly(LIMIT);
      now.addAndGet(LIMIT.toNanos());
      runOut(0);
      // Nothing is under way: the timer is only set again by the next body.
      await()
          .atMost(Duration.ofMinutes(1))
          .until(() -> {
            client.send(get(), BodyHandlers.ofString());
            return timers.size() == 2;
          });
    }
  }

  @Test
  void aLaterEndIsWaitedForInItsTurn() {
    try (RawServer server =
            RawServer.start(connection -> {
              connection.readHead();
              connection.send("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf");
              connection.awaitEnd();
            });
        TorcClient client = client(new Timeouts(LIMIT, null), server.address())) {
      var first = client.sendAsync(get(), BodyHandlers.ofString());
      await().atMost(Duration.ofMinutes(1)).until(() -> timers.size() == 1);
      now.addAndGet(LIMIT.toNanos() / 2);
      var second = client.sendAsync(get(), BodyHandlers.ofString());
      // Not before its body begun: else the clock would run before it is looked at.
      await().atMost(Duration.ofMinutes(1)).until(() -> server.open() == 2);
      await()
          .atMost(Duration.ofMinutes(1))
          .until(() -> client.environment().bodyTimer().watched() == 2);
      now.addAndGet(LIMIT.toNanos() / 2);
      runOut(0);
      await().atMost(Duration.ofMinutes(1)).until(() -> timers.size() == 2);
      await().atMost(Duration.ofMinutes(1)).until(first::isCompletedExceptionally);
      assertThat(second).isNotDone();
      assertThat(delays.get(1)).isEqualTo(LIMIT.dividedBy(2));
      now.addAndGet(LIMIT.toNanos() / 2);
      runOut(1);
      await().atMost(Duration.ofMinutes(1)).until(second::isCompletedExceptionally);
    }
  }
}

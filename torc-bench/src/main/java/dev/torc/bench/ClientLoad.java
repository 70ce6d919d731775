package dev.torc.bench;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Sends requests by a client and measures what this process uses for them. */
final class ClientLoad {
  private static final OperatingSystemMXBean SYSTEM =
      (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

  private final HttpClient client;
  private final List<HttpRequest> requests;

  /** How requests are sent. */
  enum Mode {
    /** One after the other, by {@code send}. */
    SEND("send", 1),
    /** So many at a time, by {@code sendAsync}. */
    SEND_ASYNC("sendAsync, 16 at a time", 16);

    private final String label;
    private final int concurrency;

    Mode(String label, int concurrency) {
      this.label = label;
      this.concurrency = concurrency;
    }

    /** The name in results. */
    String label() {
      return label;
    }
  }

  /** CPU time of this process for a request, and requests a second. */
  record Cost(double cpuMicros, double perSecond) {}

  /**
   * A load.
   *
   * @param urls that are asked for in turn
   */
  ClientLoad(HttpClient client, List<URI> urls) {
    this.client = client;
    this.requests = urls.stream().map(url -> HttpRequest.newBuilder(url).build()).toList();
  }

  /** Sends so many requests. */
  Cost run(Mode mode, int count) throws IOException, InterruptedException {
    long cpu = SYSTEM.getProcessCpuTime();
    long begin = System.nanoTime();
    switch (mode) {
      case SEND -> send(count);
      case SEND_ASYNC -> sendAsync(count, mode.concurrency);
    }
    long nanos = System.nanoTime() - begin;
    return new Cost((SYSTEM.getProcessCpuTime() - cpu) / 1e3 / count, count * 1e9 / nanos);
  }

  private void send(int count) throws IOException, InterruptedException {
    for (int i = 0; i < count; i++) {
      check(client.send(request(i), BodyHandlers.ofString()).statusCode());
    }
  }

  private void sendAsync(int count, int concurrency) {
    List<CompletableFuture<Void>> chains = new ArrayList<>();
    for (int chain = 0; chain < concurrency; chain++) {
      chains.add(chain(chain, count / concurrency));
    }
    chains.forEach(CompletableFuture::join);
  }

  /** Requests of which each begins when the one before has ended. */
  private CompletableFuture<Void> chain(int first, int left) {
    if (left == 0) {
      return CompletableFuture.completedFuture(null);
    }
    return client
        .sendAsync(request(first), BodyHandlers.ofString())
        .thenComposeAsync(response -> {
          check(response.statusCode());
          return chain(first + 1, left - 1);
        });
  }

  private HttpRequest request(int i) {
    return requests.get(i % requests.size());
  }

  private static void check(int status) {
    if (status != 200) {
      throw new IllegalStateException("status " + status + " (expected: 200)");
    }
  }
}

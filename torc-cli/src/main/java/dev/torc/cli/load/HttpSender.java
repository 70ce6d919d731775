package dev.torc.cli.load;

import static java.util.concurrent.TimeUnit.NANOSECONDS;

import dev.torc.cli.engine.HttpClients;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeoutException;

/** Sends by the JDK's client over HTTP/1.1, on kept connections, and follows no redirects. */
final class HttpSender implements Sender, AutoCloseable {
  private final List<HttpRequest> requests;
  private final Duration timeout;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final HttpClient client;

  HttpSender(LoadTarget target, List<String> values) {
    requests = values.stream().map(target::request).toList();
    timeout = target.timeout();
    client = HttpClients.builder(target.isEncrypted()).executor(threads).build();
  }

  @Override
  public Outcome send(int value) throws InterruptedException {
    CompletableFuture<HttpResponse<Void>> response =
        client.sendAsync(requests.get(value), BodyHandlers.discarding());
    try {
      // Not the request's own timeout: that one ends with the headers, and a body may never come.
      return new Outcome.Response(response.get(timeout.toNanos(), NANOSECONDS).statusCode());
    } catch (TimeoutException e) {
      return new Outcome.Failure("timeout");
    } catch (ExecutionException e) {
      return new Outcome.Failure(HttpClients.reason(e.getCause()));
    } finally {
      response.cancel(true);
    }
  }

  @Override
  public void close() {
    client.shutdownNow();
    threads.shutdownNow();
  }
}

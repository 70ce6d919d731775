package dev.torc.cli.load;

import static java.util.concurrent.TimeUnit.NANOSECONDS;

import java.net.ConnectException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.channels.UnresolvedAddressException;
import java.security.GeneralSecurityException;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import org.jspecify.annotations.Nullable;

/** Sends by the JDK's client over HTTP/1.1, on kept connections, and follows no redirects. */
final class HttpSender implements Sender, AutoCloseable {
  private final List<HttpRequest> requests;
  private final Duration timeout;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final HttpClient client;

  HttpSender(LoadTarget target, List<String> values) {
    requests = values.stream().map(target::request).toList();
    timeout = target.timeout();
    client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .executor(threads)
            .sslContext(target.isEncrypted() ? usual() : unused())
            .build();
  }

  private static SSLContext usual() {
    try {
      return SSLContext.getDefault();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has TLS", e);
    }
  }

  /** Trusts nobody. The usual one reads all known certificates, which takes most of the start. */
  private static SSLContext unused() {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, new TrustManager[0], null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has TLS", e);
    }
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
      return new Outcome.Failure(reason(e.getCause()));
    } finally {
      response.cancel(true);
    }
  }

  /** The innermost cause, for those around it say less. */
  private static String reason(@Nullable Throwable failure) {
    String reason = "unknown";
    boolean connecting = false;
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof UnresolvedAddressException) {
        return "unknown host";
      }
      // What the client has below it speaks of a channel.
      connecting |= cause instanceof ConnectException;
      String name = cause.getClass().getSimpleName();
      reason = cause.getMessage() == null ? name : name + ": " + cause.getMessage();
    }
    return connecting ? "cannot connect" : reason;
  }

  @Override
  public void close() {
    client.shutdownNow();
    threads.shutdownNow();
  }
}

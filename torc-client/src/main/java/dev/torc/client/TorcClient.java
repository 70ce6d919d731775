package dev.torc.client;

import dev.torc.discovery.KubeDump;
import dev.torc.discovery.RoutingSource;
import dev.torc.routing.Attempt;
import dev.torc.routing.Backend;
import dev.torc.routing.BackendId;
import dev.torc.routing.EndpointStatus;
import dev.torc.routing.Explanation;
import dev.torc.routing.Outcome;
import dev.torc.routing.RequestView;
import dev.torc.routing.Route;
import dev.torc.routing.RouteCheck;
import dev.torc.routing.RouteDecision;
import dev.torc.routing.RoutingConfig;
import dev.torc.routing.RoutingException;
import dev.torc.routing.SearchConfig;
import dev.torc.routing.Selection;
import java.io.IOException;
import java.net.Authenticator;
import java.net.CookieHandler;
import java.net.ProxySelector;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.PushPromiseHandler;
import java.net.http.WebSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadLocalRandom;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import org.jspecify.annotations.Nullable;

/**
 * An {@link HttpClient} that balances by itself: the application keeps its URLs, and each request
 * goes straight to the endpoint that the routes and the hash of the request say. {@code Host} is
 * that of the URL, and so are {@link HttpResponse#uri()}, cookies, redirections and credentials.
 *
 * <p>A request fails with a {@link RoutingException} if it goes nowhere, or if the time that its
 * rule gives it is over; with an {@link IOException} if sending fails, as with every client; and
 * with an {@link UnsupportedOperationException} if it needs TLS or HTTP/2, which this client does
 * not speak.
 *
 * <p>An attempt counts as under way at its endpoint until the body of its response is complete, or
 * the caller cancels it, as closing an {@code InputStream} does. Who leaves an {@code InputStream}
 * unread and open keeps both the connection and its place, unless the rule's {@code timeouts} end
 * it.
 *
 * <p>Safe for use by any number of threads. Besides what the JDK's client does, a request costs the
 * choice of its endpoint and some short-lived objects, less than five per cent; if its rule limits
 * its time, or the body is a stream, the JDK's client takes another thread for the body.
 */
public final class TorcClient extends HttpClient implements AutoCloseable {
  static {
    RestrictedHeaders.allowHost();
  }

  private final LiveRouting routing;
  private final Environment environment;

  TorcClient(LiveRouting routing, Environment environment) {
    this.routing = routing;
    this.environment = environment;
  }

  /** Settings of a client. */
  public static TorcClientBuilder builder() {
    return new TorcClientBuilder();
  }

  /** A client that routes by a configuration that never changes. */
  public static TorcClient of(RoutingConfig config) {
    return builder().withRouting(config).build();
  }

  /**
   * A client that routes by a file, and follows its changes.
   *
   * @param file YAML or JSON; sections that are not of routing are not looked at
   * @throws dev.torc.config.ConfigurationException if there is no good one to begin with
   */
  public static TorcClient watching(Path file) {
    return builder().withSource(RoutingSource.watching(file)).build();
  }

  @Override
  public <T> HttpResponse<T> send(HttpRequest request, BodyHandler<T> responseBodyHandler)
      throws IOException, InterruptedException {
    return BlockingSend.send(call(request, responseBodyHandler));
  }

  @Override
  public <T> CompletableFuture<HttpResponse<T>> sendAsync(
      HttpRequest request, BodyHandler<T> responseBodyHandler) {
    return AsyncSend.start(call(request, responseBodyHandler));
  }

  /** As without the handler of pushes: HTTP/1.1 has none. */
  @Override
  public <T> CompletableFuture<HttpResponse<T>> sendAsync(
      HttpRequest request,
      BodyHandler<T> responseBodyHandler,
      @Nullable PushPromiseHandler<T> pushPromiseHandler) {
    return sendAsync(request, responseBodyHandler);
  }

  private <T> Call<T> call(HttpRequest request, BodyHandler<T> handler) {
    Objects.requireNonNull(request, "request");
    Objects.requireNonNull(handler, "responseBodyHandler");
    return new Call<>(environment, request, handler);
  }

  /**
   * Where a request goes, but for the endpoint.
   *
   * @throws RoutingException if it goes nowhere
   */
  public RouteDecision resolveRoutes(HttpRequest request) {
    return environment.router().route(HttpRequests.view(request));
  }

  /**
   * The endpoint that a request goes to, for who sends it by other means. Every resolution has to
   * be {@link #report reported}.
   *
   * @throws RoutingException if it goes nowhere, or its rule answers with a redirection
   */
  public Resolution resolve(HttpRequest request) {
    Selection selection = environment.router().select(HttpRequests.view(request));
    RouteDecision decision = selection.decision();
    if (decision.rule().redirect() != null) {
      throw new RoutingException.InvalidRoute(
          "route "
              + decision.route().id()
              + ", rule "
              + decision.ruleIndex()
              + ": it redirects (expected: a rule that leads to an endpoint)");
    }
    Attempt attempt = selection.next();
    if (attempt == null) {
      throw new RoutingException.NoReachableEndpoints(
          HttpRequests.name(request) + ": no endpoint (expected: one that takes requests)");
    }
    return new Resolution(selection, attempt);
  }

  /** How an attempt of {@link #resolve} ended. */
  public void report(Attempt attempt, Outcome outcome) {
    attempt.report(outcome);
  }

  /** Why a request would go where it would, without sending or counting anything. */
  public Explanation explain(HttpRequest request) {
    return environment.router().explain(HttpRequests.view(request));
  }

  /** The routes that requests follow now. */
  public List<Route> dumpRoutes() {
    return environment.router().config().routes();
  }

  /** The backends, with their endpoints, that there are now. */
  public List<Backend> dumpBackends() {
    return environment.router().config().backends();
  }

  /**
   * The endpoints of a backend now.
   *
   * @throws RoutingException.NoBackend if there is no such backend
   */
  public List<EndpointStatus> endpoints(BackendId backend) {
    return environment.router().endpoints(backend);
  }

  /**
   * What routes say of a request, without a client and a network: for unit tests of routes.
   *
   * @param url absolute, of HTTP
   * @param headers by name in any case
   * @throws RoutingException if the request goes nowhere, or the routes make no sense together
   */
  public static RouteDecision checkRoute(
      List<Route> routes,
      String method,
      String url,
      Map<String, List<String>> headers,
      SearchConfig search) {
    URI uri;
    try {
      uri = URI.create(url);
    } catch (IllegalArgumentException e) {
      throw new RoutingException.InvalidUrl(e.getMessage() + " (expected: an absolute URL)");
    }
    return RouteCheck.check(
        routes,
        RequestView.of(method, uri, headers),
        search,
        () -> ThreadLocalRandom.current().nextLong());
  }

  /**
   * A route as an {@code HTTPRoute} of the Gateway API, for {@code kubectl apply}.
   *
   * @throws IllegalArgumentException as {@link KubeDump#route}
   */
  public static String dumpKubeRoute(Route route, String namespace) {
    return KubeDump.route(route, namespace);
  }

  /**
   * A backend as a patch of its {@code Service}, for {@code kubectl patch}.
   *
   * @throws IllegalArgumentException as {@link KubeDump#backend}
   */
  public static String dumpKubeBackend(Backend backend) {
    return KubeDump.backend(backend);
  }

  @Override
  public Optional<CookieHandler> cookieHandler() {
    return Optional.ofNullable(environment.cookies()).map(Cookies::handler);
  }

  @Override
  public Optional<Duration> connectTimeout() {
    return Optional.ofNullable(environment.connectTimeout());
  }

  @Override
  public Redirect followRedirects() {
    return environment.redirects().policy();
  }

  /** Always {@link HttpClient.Builder#NO_PROXY}: requests go straight to endpoints. */
  @Override
  public Optional<ProxySelector> proxy() {
    return environment.sender().proxy();
  }

  /** The JDK's default, which is never used. */
  @Override
  public SSLContext sslContext() {
    return environment.sender().sslContext();
  }

  /** The JDK's default, which is never used. */
  @Override
  public SSLParameters sslParameters() {
    return environment.sender().sslParameters();
  }

  @Override
  public Optional<Authenticator> authenticator() {
    return Optional.ofNullable(environment.authentication())
        .map(BasicAuthentication::authenticator);
  }

  /** What its requests share, for tests. */
  Environment environment() {
    return environment;
  }

  /** Always HTTP/1.1. */
  @Override
  public Version version() {
    return Version.HTTP_1_1;
  }

  @Override
  public Optional<Executor> executor() {
    return environment.sender().executor();
  }

  /**
   * There are no WebSockets: the JDK's would not keep the name of the URL.
   *
   * @throws UnsupportedOperationException always
   */
  @Override
  public WebSocket.Builder newWebSocketBuilder() {
    throw new UnsupportedOperationException(
        "WebSocket: TorcClient sends HTTP requests only (expected: HttpClient.newHttpClient() for"
            + " WebSockets)");
  }

  /**
   * Takes no more requests and follows its source no more; requests under way come to their end.
   * Also before JDK 21.
   */
  public void shutdown() {
    environment.openCalls().shutdown();
    routing.close();
  }

  /**
   * Takes no more requests and gives up those under way. Before JDK 21, a {@code send} that waits
   * for its response goes on waiting; what {@code sendAsync} sends is given up there, too.
   */
  public void shutdownNow() {
    shutdown();
    environment.openCalls().abort();
    SenderEnd.shutdownNow(environment.sender());
  }

  /** Waits until after {@link #shutdown} the last request is over, for a time at most. */
  public boolean awaitTermination(Duration duration) throws InterruptedException {
    return environment.openCalls().await(Durations.nanos(duration));
  }

  /** Whether after {@link #shutdown} the last request is over. */
  public boolean isTerminated() {
    return environment.openCalls().isTerminated();
  }

  /**
   * Takes no more requests and waits for those under way, including the bodies of their responses.
   * If the thread is interrupted, they are given up.
   */
  @Override
  public void close() {
    shutdown();
    boolean interrupted = false;
    while (!isTerminated()) {
      try {
        awaitTermination(Duration.ofDays(1));
      } catch (InterruptedException e) {
        interrupted = true;
        shutdownNow();
        break;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}

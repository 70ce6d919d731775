package dev.torc.client;

import dev.torc.config.HostPort;
import dev.torc.discovery.RoutingSource;
import dev.torc.routing.BackendId;
import dev.torc.routing.Randomness;
import dev.torc.routing.RoutingConfig;
import dev.torc.routing.RoutingListener;
import dev.torc.routing.Ticker;
import java.net.Authenticator;
import java.net.CookieHandler;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Redirect;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/** Settings of a {@link TorcClient}. Not for use by several threads at a time. */
public final class TorcClientBuilder {
  private @Nullable RoutingSource source;
  private @Nullable Duration connectTimeout;
  private @Nullable Executor executor;
  private Redirect redirect = Redirect.NEVER;
  private @Nullable Cookies cookies;
  private @Nullable BasicAuthentication authentication;
  private ClientRecorder recorder = ClientRecorder.NONE;
  private Ticker ticker = System::nanoTime;
  private Randomness random = () -> ThreadLocalRandom.current().nextLong();
  private Scheduler scheduler = Scheduler.system();
  private InstantSource clock = InstantSource.system();

  TorcClientBuilder() {}

  /** Routes by what a source tells. It is started by {@link #build}, and closed by the client. */
  public TorcClientBuilder withSource(RoutingSource value) {
    this.source = value;
    return this;
  }

  /** Routes by a configuration that never changes. */
  public TorcClientBuilder withRouting(RoutingConfig config) {
    return withSource(RoutingSource.of(config));
  }

  /**
   * How long making a connection may take; as long as the system tries if not given.
   *
   * @throws IllegalArgumentException if it is not above 0
   */
  public TorcClientBuilder connectTimeout(Duration timeout) {
    if (timeout.isZero() || timeout.isNegative()) {
      throw new IllegalArgumentException("connectTimeout: " + timeout + " (expected: above 0)");
    }
    this.connectTimeout = timeout;
    return this;
  }

  /** Runs what the JDK's client does, and what follows a pause; a pool of its own if not given. */
  public TorcClientBuilder executor(Executor value) {
    this.executor = value;
    return this;
  }

  /** Which redirections are followed; none if not given. */
  public TorcClientBuilder followRedirects(Redirect policy) {
    this.redirect = policy;
    return this;
  }

  /** Keeps cookies, by the URLs of the application. */
  public TorcClientBuilder cookieHandler(CookieHandler handler) {
    this.cookies = new Cookies(handler);
    return this;
  }

  /** Answers servers that ask for a name and a password by the Basic scheme. */
  public TorcClientBuilder authenticator(Authenticator authenticator) {
    this.authentication = new BasicAuthentication(authenticator);
    return this;
  }

  /** Hears what the client does. */
  public TorcClientBuilder withRecorder(ClientRecorder value) {
    this.recorder = value;
    return this;
  }

  /** The clock of limits and ejections; the system's if not given. */
  public TorcClientBuilder withTicker(Ticker value) {
    this.ticker = value;
    return this;
  }

  /** The clock that dates in Retry-After are compared with; the system's if not given. */
  public TorcClientBuilder withClock(InstantSource value) {
    this.clock = value;
    return this;
  }

  /** Draws backends, endpoints and pauses; a generator of the thread if not given. */
  public TorcClientBuilder withRandomness(Randomness value) {
    this.random = value;
    return this;
  }

  /** Measures pauses; the JDK's own timer if not given. */
  public TorcClientBuilder withScheduler(Scheduler value) {
    this.scheduler = value;
    return this;
  }

  /**
   * The client.
   *
   * @throws IllegalStateException if there is nothing to route by, or the JDK's client was loaded
   *     before and does not let Host be set
   * @throws dev.torc.config.ConfigurationException if the source has no configuration to begin with
   * @throws dev.torc.hash.PlacementException if a policy has no place for the endpoints of a
   *     backend
   */
  public TorcClient build() {
    RestrictedHeaders.requireHost();
    RoutingSource from = source;
    if (from == null) {
      throw new IllegalStateException(
          "nothing to route by (expected: withSource or withRouting before build)");
    }
    LiveRouting routing = LiveRouting.start(from, ticker, random, new Listener(recorder), recorder);
    HttpClient sender = sender();
    Executor following =
        executor == null ? new CompletableFuture<Void>().defaultExecutor() : executor;
    OpenCalls openCalls = new OpenCalls(() -> SenderEnd.shutdown(sender));
    return new TorcClient(
        routing,
        new Environment(
            routing.router(),
            sender,
            openCalls,
            following,
            scheduler,
            new BodyTimer(scheduler, ticker, following),
            ticker,
            clock,
            recorder,
            new RedirectPolicy(redirect),
            cookies,
            authentication,
            connectTimeout));
  }

  private HttpClient sender() {
    HttpClient.Builder builder =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(Redirect.NEVER)
            .proxy(HttpClient.Builder.NO_PROXY);
    if (connectTimeout != null) {
      builder.connectTimeout(connectTimeout);
    }
    if (executor != null) {
      builder.executor(executor);
    }
    return builder.build();
  }

  /** Passes on what routing tells. */
  private record Listener(ClientRecorder recorder) implements RoutingListener {
    @Override
    public void ejected(BackendId backend, HostPort endpoint, Duration time) {
      recorder.ejected(backend, endpoint, time);
    }

    @Override
    public void returned(BackendId backend, HostPort endpoint) {
      recorder.returned(backend, endpoint);
    }
  }
}

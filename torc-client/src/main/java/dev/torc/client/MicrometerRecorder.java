package dev.torc.client;

import dev.torc.config.HostPort;
import dev.torc.routing.BackendId;
import dev.torc.routing.Outcome;
import dev.torc.routing.Route;
import dev.torc.routing.RoutingConfig;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Meters of a client, for Micrometer:
 *
 * <ul>
 *   <li>{@code torc.client.requests}: a timer by {@code route} and {@code outcome}
 *   <li>{@code torc.client.request.attempts}: how many attempts requests took, by {@code route}
 *   <li>{@code torc.client.attempts}: a timer by {@code backend}, {@code endpoint} and {@code
 *       outcome}
 *   <li>{@code torc.client.retries}: a counter by {@code backend} and the {@code outcome} before
 *   <li>{@code torc.client.ejections}, {@code torc.client.returns}: counters by {@code backend} and
 *       {@code endpoint}
 *   <li>{@code torc.client.configurations}: a counter by {@code result}, {@code applied} or {@code
 *       refused}
 * </ul>
 *
 * <p>An outcome is a class of statuses, as {@code 2xx}, or {@code not_sent}, {@code broken}, {@code
 * timed_out}, {@code cancelled}. Of each kind of meter there are {@value #MAX_METERS} at most: what
 * would need more, as endpoints that come and go all day do, is counted as {@code other}.
 *
 * <p>Safe for use by any number of threads.
 */
public final class MicrometerRecorder implements ClientRecorder {
  /** The most meters of a kind. */
  static final int MAX_METERS = 1000;

  private static final String OTHER = "other";

  private final MeterRegistry registry;
  private final Map<Key, Timer> requests = new ConcurrentHashMap<>();
  private final Map<Key, DistributionSummary> attemptsOfRequests = new ConcurrentHashMap<>();
  private final Map<Key, Timer> attempts = new ConcurrentHashMap<>();
  private final Map<Key, Counter> retries = new ConcurrentHashMap<>();
  private final Map<Key, Counter> ejections = new ConcurrentHashMap<>();
  private final Map<Key, Counter> returns = new ConcurrentHashMap<>();
  private final Counter applied;
  private final Counter refused;

  /** What a meter is of: a route or a backend, an endpoint, an outcome; empty if not of those. */
  private record Key(String owner, String endpoint, String outcome) {
    Key other() {
      return new Key(OTHER, endpoint.isEmpty() ? "" : OTHER, outcome);
    }
  }

  /** Meters in a registry. */
  public MicrometerRecorder(MeterRegistry registry) {
    this.registry = registry;
    this.applied = registry.counter("torc.client.configurations", "result", "applied");
    this.refused = registry.counter("torc.client.configurations", "result", "refused");
  }

  private static <M> M meter(Map<Key, M> meters, Key key, Function<Key, M> create) {
    M known = meters.get(key);
    if (known != null) {
      return known;
    }
    // Some threads at once may make a few more.
    return meters.computeIfAbsent(meters.size() < MAX_METERS ? key : key.other(), create);
  }

  private static String text(Outcome outcome) {
    return outcome.kind() == Outcome.Kind.RESPONDED
        ? outcome.status() / 100 + "xx"
        : outcome.kind().name().toLowerCase(Locale.ROOT);
  }

  @Override
  public void attemptFinished(
      BackendId backend, HostPort endpoint, Outcome outcome, Duration time) {
    Key key = new Key(backend.toString(), endpoint.toString(), text(outcome));
    meter(attempts, key, this::attemptTimer).record(time);
  }

  private Timer attemptTimer(Key key) {
    return registry.timer(
        "torc.client.attempts",
        Tags.of("backend", key.owner(), "endpoint", key.endpoint(), "outcome", key.outcome()));
  }

  @Override
  public void requestFinished(
      @Nullable Route route, int attemptsMade, Outcome outcome, Duration time) {
    String id = route == null ? "none" : route.id();
    meter(requests, new Key(id, "", text(outcome)), this::requestTimer).record(time);
    meter(attemptsOfRequests, new Key(id, "", ""), this::attemptsSummary).record(attemptsMade);
  }

  private Timer requestTimer(Key key) {
    return registry.timer(
        "torc.client.requests", Tags.of("route", key.owner(), "outcome", key.outcome()));
  }

  private DistributionSummary attemptsSummary(Key key) {
    return registry.summary("torc.client.request.attempts", Tags.of("route", key.owner()));
  }

  @Override
  public void retried(BackendId backend, Outcome outcome, Duration pause) {
    Key key = new Key(backend.toString(), "", text(outcome));
    meter(retries, key, this::retryCounter).increment();
  }

  private Counter retryCounter(Key key) {
    return registry.counter(
        "torc.client.retries", Tags.of("backend", key.owner(), "outcome", key.outcome()));
  }

  @Override
  public void ejected(BackendId backend, HostPort endpoint, Duration time) {
    count("torc.client.ejections", ejections, backend, endpoint);
  }

  @Override
  public void returned(BackendId backend, HostPort endpoint) {
    count("torc.client.returns", returns, backend, endpoint);
  }

  private void count(
      String name, Map<Key, Counter> counters, BackendId backend, HostPort endpoint) {
    Key key = new Key(backend.toString(), endpoint.toString(), "");
    meter(
            counters,
            key,
            k -> registry.counter(name, Tags.of("backend", k.owner(), "endpoint", k.endpoint())))
        .increment();
  }

  @Override
  public void configured(RoutingConfig config) {
    applied.increment();
  }

  @Override
  public void configurationRefused(RuntimeException problem) {
    refused.increment();
  }
}

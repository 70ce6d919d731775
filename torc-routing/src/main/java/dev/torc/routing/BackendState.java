package dev.torc.routing;

import dev.torc.config.HostPort;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What is known of a backend and its endpoints from one configuration to the next. */
final class BackendState {
  /** Repetitions under way that are always allowed. */
  private static final int FREE_RETRIES = 3;

  /** One repetition under way for so many requests under way: a fifth. */
  private static final int REQUESTS_PER_RETRY = 5;

  private final BackendId id;
  private final Environment environment;
  private final Map<HostPort, EndpointState> endpoints = new ConcurrentHashMap<>();
  private final AtomicLong active = new AtomicLong();
  private final AtomicInteger retries = new AtomicInteger();

  private volatile @Nullable OutlierDetection outlier;

  BackendState(BackendId id, Environment environment) {
    this.id = id;
    this.environment = environment;
  }

  Environment environment() {
    return environment;
  }

  EndpointState endpoint(HostPort address) {
    return endpoints.computeIfAbsent(address, a -> new EndpointState());
  }

  /**
   * Goes by a configuration from now on, and forgets endpoints that it does not have. Their
   * requests under way still count out what they counted in.
   */
  void adopt(Backend backend) {
    outlier = backend.outlier();
    endpoints
        .keySet()
        .retainAll(backend.endpoints().stream().map(Endpoint::address).collect(Collectors.toSet()));
    if (outlier == null) {
      endpoints.forEach(this::forgive);
    }
  }

  private void forgive(HostPort address, EndpointState state) {
    synchronized (this) {
      if (!state.isMarkedEjected()) {
        return;
      }
      state.returnToService();
    }
    environment.listener().returned(id, address);
  }

  /** Requests under way to all endpoints. */
  AtomicLong active() {
    return active;
  }

  /**
   * Takes a place for a repetition. They may be a fifth of what is under way, so that a backend
   * that fails is not also flooded.
   *
   * @return whether there was one
   */
  boolean tryStartRetry() {
    long most = Math.max(FREE_RETRIES, active.get() / REQUESTS_PER_RETRY);
    int now = retries.get();
    while (now < most) {
      if (retries.compareAndSet(now, now + 1)) {
        return true;
      }
      now = retries.get();
    }
    return false;
  }

  void endRetry() {
    retries.decrementAndGet();
  }

  /** Takes notice of an outcome. */
  void observe(Pool pool, int index, Outcome outcome) {
    EndpointState state = pool.state(index);
    if (outcome.isSuccess()) {
      state.resetFailures();
      return;
    }
    OutlierDetection rule = outlier;
    if (rule == null || !outcome.isFailure()) {
      return;
    }
    long now = environment.ticker().read();
    if (state.isEjected(now)) {
      // What an ejected endpoint still had under way says nothing new.
      return;
    }
    if (state.isMarkedEjected()) {
      returnToService(pool.endpoint(index).address(), state, now);
    }
    if (state.countFailure() >= rule.consecutiveFailures()) {
      eject(pool.endpoint(index).address(), state, rule, now);
    }
  }

  private void eject(HostPort address, EndpointState state, OutlierDetection rule, long now) {
    Duration time;
    synchronized (this) {
      // A request of a former configuration may tell of what is no longer there.
      if (outlier == null
          || endpoints.get(address) != state
          || state.isEjected(now)
          || ejected(now) >= rule.most(endpoints.size())) {
        return;
      }
      time = state.eject(rule, now);
    }
    environment.listener().ejected(id, address, time);
  }

  private long ejected(long now) {
    return endpoints.values().stream().filter(state -> state.isEjected(now)).count();
  }

  /** Lets an endpoint take requests again whose time is over. */
  void returnToService(HostPort address, EndpointState state, long now) {
    synchronized (this) {
      if (!state.isMarkedEjected() || state.isEjected(now)) {
        return;
      }
      state.returnToService();
    }
    environment.listener().returned(id, address);
  }
}

package dev.torc.routing;

import dev.torc.hash.LoadCounters;
import dev.torc.hash.Placement;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A backend as configured now, ready to choose from. Immutable, but for the state it refers to. */
final class Pool {
  /** For requests that need no endpoint. */
  static final Pool NONE = none();

  private final Backend backend;
  private final BackendState shared;

  /** In the order of the balancer's indexes. */
  private final List<Endpoint> endpoints;

  private final EndpointState[] states;
  private final Balancer balancer;

  /** Of the keys, or if the policy does not hash, of the weights. */
  private final double[] shares;

  /**
   * Which have a share and are not to be drained. Some rings have no point for a light endpoint, or
   * for some of very many.
   */
  private final boolean[] takesRequests;

  private final int available;

  Pool(Backend backend, BackendState shared) {
    this.backend = backend;
    this.shared = shared;
    BalancerPlan plan = BalancerPlan.of(backend);
    this.endpoints = plan.endpoints();
    this.states =
        endpoints.stream().map(e -> shared.endpoint(e.address())).toArray(EndpointState[]::new);
    this.balancer = plan.balancer(new Counters(), shared.environment().random());
    this.takesRequests = new boolean[endpoints.size()];
    this.shares = shares(balancer.placement(), endpoints);
    int count = 0;
    for (int i = 0; i < takesRequests.length; i++) {
      takesRequests[i] = shares[i] > 0 && !endpoints.get(i).drain();
      count += takesRequests[i] ? 1 : 0;
    }
    this.available = count;
  }

  private static Pool none() {
    BackendId nowhere = new BackendId(new Service.Static("nowhere"), 1);
    Environment environment = new Environment(() -> 0, () -> 0, RoutingListener.NONE);
    return new Pool(
        Backend.of(nowhere, new LoadBalancer.RoundRobin()), new BackendState(nowhere, environment));
  }

  private static double[] shares(@Nullable Placement placement, List<Endpoint> endpoints) {
    if (placement != null) {
      return placement.shares();
    }
    double total = endpoints.stream().mapToInt(Endpoint::weight).sum();
    return endpoints.stream()
        .mapToDouble(endpoint -> total == 0 ? 0 : endpoint.weight() / total)
        .toArray();
  }

  Backend backend() {
    return backend;
  }

  BackendState shared() {
    return shared;
  }

  Balancer balancer() {
    return balancer;
  }

  int size() {
    return endpoints.size();
  }

  /** How many may take requests, but for ejections. */
  int available() {
    return available;
  }

  Endpoint endpoint(int index) {
    return endpoints.get(index);
  }

  EndpointState state(int index) {
    return states[index];
  }

  /** The share of an endpoint: of the keys, or if the policy does not hash, of the weights. */
  double share(int index) {
    return shares[index];
  }

  /** Whether an endpoint may take requests, but for ejection. */
  boolean isAvailable(int index) {
    return takesRequests[index];
  }

  /** Counts a request in: first in all, as {@link LoadCounters} asks for. */
  void begin(int index) {
    shared.active().incrementAndGet();
    states[index].counter().incrementAndGet();
  }

  /** Counts a request out, in the opposite order. */
  void end(int index) {
    states[index].counter().decrementAndGet();
    shared.active().decrementAndGet();
  }

  /** The requests under way, which outlive this pool. */
  private final class Counters implements LoadCounters {
    @Override
    public int load(int node) {
      return states[node].active();
    }

    @Override
    public int compareAndExchange(int node, int expected, int next) {
      return states[node].counter().compareAndExchange(expected, next);
    }

    @Override
    public long total() {
      return shared.active().get();
    }

    @Override
    public long addToTotal(long delta) {
      return shared.active().addAndGet(delta);
    }
  }
}

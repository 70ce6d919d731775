package dev.torc.routing;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Routes requests by the configuration of the moment. A request sees all of a change or nothing of
 * it; what is known of endpoints (requests under way, ejections) outlives changes.
 *
 * <p>Safe for use by any number of threads. A request takes no lock; its time does not grow with
 * the routes of other hosts or, with a ring or Maglev, with the number of endpoints. With its
 * report it allocates about 200 bytes, unless it is tried again.
 */
public final class Router {
  private final Environment environment;

  /** Guarded by this; requests hold on to their own. */
  private final Map<BackendId, BackendState> states = new HashMap<>();

  private volatile RoutingTable table;

  /**
   * A router.
   *
   * @param ticker the clock of ejections
   * @param random for weights, for requests without a hash, and for pauses
   * @throws dev.torc.hash.PlacementException as {@link #update}
   */
  public Router(RoutingConfig config, Ticker ticker, Randomness random, RoutingListener listener) {
    this.environment = new Environment(ticker, random, listener);
    this.table = RoutingTable.of(config, null, states, environment);
    adopt(table);
  }

  /**
   * Routes by another configuration from now on. Backends that did not change keep their rings;
   * endpoints that stay keep their state.
   *
   * @throws dev.torc.hash.PlacementException if a policy has no place for the endpoints of a
   *     backend; then everything stays as it was
   */
  public synchronized void update(RoutingConfig config) {
    try {
      table = RoutingTable.of(config, table, states, environment);
    } finally {
      adopt(table);
    }
  }

  /**
   * Forgets backends and endpoints that it does not have: of the last table, or of a refused one.
   */
  private void adopt(RoutingTable now) {
    states.keySet().retainAll(now.pools().keySet());
    now.pools().values().forEach(pool -> pool.shared().adopt(pool.backend()));
  }

  /** What it routes by now. */
  public RoutingConfig config() {
    return table.config();
  }

  /**
   * Where a request goes, but for the endpoint.
   *
   * @throws RoutingException if it goes nowhere
   */
  public RouteDecision route(RequestView request) {
    return RouteRules.decide(table.route(request), request, environment.random());
  }

  /**
   * The endpoints for a request. Each attempt on one has to be reported. There is none to be made
   * if the rule redirects.
   *
   * @throws RoutingException if there are none
   */
  public Selection select(RequestView request) {
    RoutingTable now = table;
    RouteDecision decision = RouteRules.decide(now.route(request), request, environment.random());
    return new Selection(decision, now.pool(decision), request);
  }

  /** Why a request would go where it would, or fails, without sending or counting anything. */
  public Explanation explain(RequestView request) {
    return new Explainer(table, environment).explain(request);
  }

  /**
   * The endpoints of a backend, in the order of its configuration.
   *
   * @throws RoutingException.NoBackend if there is no such backend
   */
  public List<EndpointStatus> endpoints(BackendId id) {
    Pool pool = table.pool(id);
    long now = environment.ticker().read();
    Map<Endpoint, EndpointStatus> statuses = new HashMap<>();
    for (int i = 0; i < pool.size(); i++) {
      EndpointState state = pool.state(i);
      Endpoint endpoint = pool.endpoint(i);
      statuses.put(
          endpoint,
          new EndpointStatus(endpoint, state.active(), state.remaining(now), pool.share(i)));
    }
    return pool.backend().endpoints().stream().map(statuses::get).toList();
  }
}

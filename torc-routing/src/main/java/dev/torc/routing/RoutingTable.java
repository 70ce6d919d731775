package dev.torc.routing;

import dev.torc.hash.PlacementException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One configuration, ready to route by: all of it changes at once. Immutable. */
final class RoutingTable {
  private final RoutingConfig config;
  private final RouteIndex index;
  private final Map<BackendId, Pool> pools;

  /** For requests that no route is for, by the host. */
  private final Map<String, List<Implicit>> implicit;

  /** A route that a backend has without being asked. */
  private record Implicit(int port, Route route) {}

  private RoutingTable(RoutingConfig config, Map<BackendId, Pool> pools) {
    this.config = config;
    this.index = new RouteIndex(config.routes());
    this.pools = pools;
    this.implicit = implicit(config);
  }

  /**
   * Builds a table. What did not change is taken over.
   *
   * @param states of backends, which live on; those of new backends are added
   * @throws PlacementException if a policy has no place for the endpoints
   */
  static RoutingTable of(
      RoutingConfig config,
      @Nullable RoutingTable former,
      Map<BackendId, BackendState> states,
      Environment environment) {
    Map<BackendId, Pool> pools = new HashMap<>();
    for (Backend backend : config.backends()) {
      Pool known = former == null ? null : former.pools.get(backend.id());
      if (known == null || !known.backend().equals(backend)) {
        known = pool(backend, state(backend.id(), states, environment));
      }
      pools.put(backend.id(), known);
    }
    return new RoutingTable(config, pools);
  }

  private static Pool pool(Backend backend, BackendState state) {
    try {
      return new Pool(backend, state);
    } catch (PlacementException e) {
      throw new PlacementException("backend " + backend.id() + ": " + e.getMessage());
    }
  }

  private static BackendState state(
      BackendId id, Map<BackendId, BackendState> states, Environment environment) {
    return states.computeIfAbsent(id, i -> new BackendState(i, environment));
  }

  private static Map<String, List<Implicit>> implicit(RoutingConfig config) {
    Map<String, List<Implicit>> implicit = new HashMap<>();
    for (Backend backend : config.backends()) {
      BackendId id = backend.id();
      String hostname = id.service().hostname();
      Route route = Route.of("implicit", hostname, RouteRule.to(BackendRef.of(id)));
      implicit
          .computeIfAbsent(hostname, h -> new ArrayList<>())
          .add(new Implicit(id.port(), route));
    }
    return implicit;
  }

  RoutingConfig config() {
    return config;
  }

  Map<BackendId, Pool> pools() {
    return pools;
  }

  /**
   * The route of a request: one that names its host, else that for every host, else that of a
   * backend of that name and port.
   *
   * @throws RoutingException.NoRouteMatched if there is none
   */
  Route route(RequestView request) {
    Route route = named(request);
    if (route == null) {
      route = index.everyHost(request.port());
    }
    if (route == null) {
      throw noRoute(request);
    }
    return route;
  }

  private @Nullable Route named(RequestView request) {
    if (config.search().search().isEmpty() && !request.host().endsWith(".")) {
      return named(request.host(), request.port());
    }
    for (String name : config.search().candidates(request.host())) {
      Route route = named(name, request.port());
      if (route != null) {
        return route;
      }
    }
    return null;
  }

  private RoutingException noRoute(RequestView request) {
    return new RoutingException.NoRouteMatched(
        "no route for "
            + request.host()
            + ":"
            + request.port()
            + " (expected: a route or a backend of that name"
            + (config.search().search().isEmpty() ? "" : ", or of one completed by search")
            + ")");
  }

  /** The route that names a host, or that of a backend of that name; null if there is none. */
  @Nullable Route named(String host, int port) {
    Route route = index.named(host, port);
    return route == null && index.everyHost(port) == null ? implicit(host, port) : route;
  }

  private @Nullable Route implicit(String host, int port) {
    for (Implicit candidate : implicit.getOrDefault(host, List.of())) {
      if (candidate.port() == port) {
        return candidate.route();
      }
    }
    return null;
  }

  /**
   * What is chosen from for a request.
   *
   * @throws RoutingException.NoBackend if nobody defines the backend
   */
  Pool pool(RouteDecision decision) {
    BackendId backend = decision.backend();
    return backend == null ? Pool.NONE : pool(backend);
  }

  /**
   * What a backend chooses from.
   *
   * @throws RoutingException.NoBackend if nobody defines it
   */
  Pool pool(BackendId id) {
    Pool pool = pools.get(id);
    if (pool == null) {
      throw new RoutingException.NoBackend(
          "no backend " + id + " (expected: one that the configuration defines)");
    }
    return pool;
  }
}

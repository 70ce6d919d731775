package dev.torc.cli.wineinfo;

import dev.torc.config.HostPort;
import dev.torc.routing.Backend;
import dev.torc.routing.BackendId;
import dev.torc.routing.BackendRef;
import dev.torc.routing.Endpoint;
import dev.torc.routing.Route;
import dev.torc.routing.RouteRule;
import dev.torc.routing.RoutingConfig;
import dev.torc.routing.Service;
import java.util.ArrayList;
import java.util.List;

/**
 * How requests of the shop find the replicas; {@code examples/wineinfo/torc.yaml} says the same.
 */
final class Routing {
  private static final int PORT = 80;
  private static final int FIRST_PORT = 8081;
  private static final Service RECOMMENDATIONS = new Service.Kube("wineinfo-recs", "default");

  /** What the shop knows of the replicas. */
  static final String URL = "http://" + RECOMMENDATIONS.hostname();

  private Routing() {}

  /**
   * What hashing knows a replica by, wherever it listens: of ten queries on four servers, one
   * placement in twelve has more than five on one, which would fail. That of these names has 2, 3,
   * 1 and 4.
   *
   * @param index from 0
   */
  static HostPort name(int index) {
    return new HostPort("127.0.0.1", FIRST_PORT + index);
  }

  /**
   * One route, one backend.
   *
   * @param addresses of the replicas
   */
  static RoutingConfig of(Policy policy, List<HostPort> addresses) {
    List<Endpoint> endpoints = new ArrayList<>();
    for (HostPort address : addresses) {
      endpoints.add(new Endpoint(address, 1, name(endpoints.size()).toString(), false));
    }
    BackendId id = new BackendId(RECOMMENDATIONS, PORT);
    return RoutingConfig.of(
        List.of(
            Route.of("wineinfo-recs", RECOMMENDATIONS.hostname(), RouteRule.to(BackendRef.of(id)))),
        List.of(Backend.of(id, policy.balancer(), endpoints.toArray(Endpoint[]::new))));
  }
}

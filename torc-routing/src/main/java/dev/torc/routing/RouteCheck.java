package dev.torc.routing;

import java.util.List;

/** Asks routes what they say, without backends and network: for the unit tests of routes. */
public final class RouteCheck {
  private RouteCheck() {}

  /**
   * Which rule of which route a request meets, and the backend that it goes to.
   *
   * @param routes as a client would have them
   * @param search how a short host name is completed
   * @param random draws the backend if there are several
   * @throws RoutingException.InvalidRoute if the routes make no sense together
   * @throws RoutingException.NoRouteMatched if none is for the host and port
   * @throws RoutingException.NoRuleMatched if the route has no rule for the request
   * @throws RoutingException.NoBackend if the rule has no backend
   */
  public static RouteDecision check(
      List<Route> routes, RequestView request, SearchConfig search, Randomness random) {
    RoutingConfig config;
    try {
      config = new RoutingConfig(routes, List.of(), search);
    } catch (IllegalArgumentException e) {
      throw new RoutingException.InvalidRoute(String.valueOf(e.getMessage()));
    }
    Router router = new Router(config, () -> 0, random, RoutingListener.NONE);
    return router.route(request);
  }
}

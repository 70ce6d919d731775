package dev.torc.routing;

import java.util.List;

/** From a route to one of its backends. */
final class RouteRules {
  private RouteRules() {}

  /**
   * What a route says of a request.
   *
   * @throws RoutingException.NoRuleMatched if none of its rules matches
   * @throws RoutingException.NoBackend if the rule has no backend
   */
  static RouteDecision decide(Route route, RequestView request, Randomness random) {
    List<RouteRule> rules = route.rules();
    for (int i = 0; i < rules.size(); i++) {
      RouteRule rule = rules.get(i);
      RouteMatch match = rule.matching(request);
      if (match != null || rule.matches().isEmpty()) {
        BackendId backend = rule.redirect() == null ? backend(route, i, request, random) : null;
        return new RouteDecision(route, i, match, backend);
      }
    }
    throw new RoutingException.NoRuleMatched(
        "route "
            + route.id()
            + ": no rule for "
            + request.method()
            + " "
            + request.path()
            + " (expected: one that matches; "
            + rules.size()
            + " looked at)");
  }

  private static BackendId backend(
      Route route, int ruleIndex, RequestView request, Randomness random) {
    List<BackendRef> refs = route.rules().get(ruleIndex).backends();
    if (refs.isEmpty()) {
      throw new RoutingException.NoBackend(
          "route " + route.id() + ", rule " + ruleIndex + ": no backends (expected: at least one)");
    }
    return drawn(refs, random).backend(request.port());
  }

  private static BackendRef drawn(List<BackendRef> refs, Randomness random) {
    if (refs.size() == 1) {
      return refs.get(0);
    }
    long total = 0;
    for (int i = 0; i < refs.size(); i++) {
      total += refs.get(i).weight();
    }
    long left = random.nextBelow(total);
    BackendRef last = refs.get(0);
    for (int i = 0; i < refs.size() && left >= 0; i++) {
      last = refs.get(i);
      left -= last.weight();
    }
    return last;
  }
}

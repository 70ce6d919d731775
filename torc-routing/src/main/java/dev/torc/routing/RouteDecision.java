package dev.torc.routing;

import org.jspecify.annotations.Nullable;

/**
 * Where a request goes, but for the endpoint.
 *
 * @param ruleIndex of the rule in the route, from 0
 * @param match what of the rule matched, null if it matches every request
 * @param backend the one drawn by weight, null if the rule redirects
 */
public record RouteDecision(
    Route route, int ruleIndex, @Nullable RouteMatch match, @Nullable BackendId backend) {

  /** The rule that matched. */
  public RouteRule rule() {
    return route.rules().get(ruleIndex);
  }

  /** The path that the rule matched as a prefix, {@code /} if it matched otherwise. */
  public String matchedPrefix() {
    return match != null && match.path() instanceof PathMatch.Prefix prefix ? prefix.value() : "/";
  }
}

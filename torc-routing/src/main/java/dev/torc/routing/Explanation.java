package dev.torc.routing;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Why a request goes where it goes.
 *
 * @param steps in order, up to the failure if there is one
 * @param decision the route, the rule and the backend, null if it failed before
 * @param endpoint the first choice, null if it failed or is redirected
 * @param failure why it goes nowhere, null if it does not fail
 */
public record Explanation(
    List<Step> steps,
    @Nullable RouteDecision decision,
    @Nullable Endpoint endpoint,
    @Nullable RoutingException failure) {

  /** Copies the list. */
  public Explanation {
    steps = List.copyOf(steps);
  }

  /**
   * One thing that was looked at.
   *
   * @param part what it is part of
   * @param subject what was looked at
   * @param finding what was found
   */
  public record Step(Part part, String subject, String finding) {}

  /** What a step is part of, in the order of a request. */
  public enum Part {
    /** A host name that was looked up. */
    ROUTE,
    /** A rule of the route. */
    RULE,
    /** A backend of the rule. */
    BACKEND,
    /** A part of the request that is hashed, and the hash. */
    HASH,
    /** An endpoint. */
    ENDPOINT
  }
}

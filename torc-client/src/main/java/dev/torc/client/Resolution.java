package dev.torc.client;

import dev.torc.routing.Attempt;
import dev.torc.routing.Endpoint;
import dev.torc.routing.RouteDecision;
import dev.torc.routing.Selection;

/**
 * Where a request goes, for who sends it without the client. The attempt counts as under way until
 * its outcome is reported.
 *
 * @param selection gives further attempts, each of which has to be reported too
 * @param attempt the first one
 */
public record Resolution(Selection selection, Attempt attempt) {

  /** Route, rule and backend. */
  public RouteDecision decision() {
    return selection.decision();
  }

  /** Where to send it. */
  public Endpoint endpoint() {
    return attempt.endpoint();
  }
}

package dev.torc.client;

import dev.torc.config.HostPort;
import dev.torc.routing.RouteDecision;
import dev.torc.routing.Selection;
import java.net.URI;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A request with its route: what all its attempts have in common. */
final class RoutedRequest {
  private final HttpRequest request;
  private final Selection selection;
  private final @Nullable Limits limits;
  private final HttpHeaders headers;

  /** Path and query. */
  private final String target;

  /**
   * A request that goes to one of the endpoints of its route.
   *
   * @param request the caller's
   * @param sent the same, with cookies and credentials
   */
  RoutedRequest(
      HttpRequest request, HttpHeaders sent, Selection selection, @Nullable Limits limits) {
    this.request = request;
    this.selection = selection;
    this.limits = limits;
    URI uri = request.uri();
    RouteDecision decision = selection.decision();
    if (decision.rule().filters().isEmpty()) {
      this.headers = withHost(sent, uri);
      this.target = HttpRequests.target(uri);
    } else {
      Rewriting rewriting = Rewriting.of(decision, uri, sent);
      this.headers = withHost(rewriting.headers(), uri);
      this.target = HttpRequests.withQuery(rewriting.path(), uri);
    }
  }

  /** Keeps a Host that is there: the JDK lets callers set it, and a filter may. */
  private static HttpHeaders withHost(HttpHeaders headers, URI uri) {
    return headers.map().containsKey("Host")
        ? headers
        : HttpRequests.with(headers, "Host", HttpRequests.authority(uri));
  }

  HttpRequest request() {
    return request;
  }

  Selection selection() {
    return selection;
  }

  @Nullable Limits limits() {
    return limits;
  }

  /** What goes to an endpoint. */
  EndpointRequest to(HostPort endpoint, @Nullable Duration timeout) {
    return new EndpointRequest(
        request, URI.create("http://" + endpoint + target), headers, timeout);
  }

  /** The request and its rule, for messages. */
  String name() {
    RouteDecision decision = selection.decision();
    return HttpRequests.name(request)
        + " by route "
        + decision.route().id()
        + ", rule "
        + decision.ruleIndex();
  }
}

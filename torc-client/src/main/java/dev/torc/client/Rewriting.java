package dev.torc.client;

import dev.torc.routing.RouteDecision;
import dev.torc.routing.RouteFilter;
import dev.torc.routing.RouteFilter.RequestHeaderModifier;
import dev.torc.routing.RouteFilter.RequestRedirect;
import dev.torc.routing.RouteFilter.UrlRewrite;
import dev.torc.routing.RoutingException;
import java.net.URI;
import java.net.http.HttpHeaders;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * What the filters of a rule make of a request.
 *
 * @param headers with a Host only if the caller or a filter set it
 * @param path without the query
 */
record Rewriting(HttpHeaders headers, String path) {

  /** The JDK's client keeps these for itself. */
  private static final Set<String> RESERVED =
      Set.of("connection", "content-length", "expect", "upgrade");

  private static final int HTTP_PORT = 80;
  private static final int HTTPS_PORT = 443;

  /**
   * Applies the filters in their order.
   *
   * @throws RoutingException.InvalidRoute if one sets a header that the JDK's client reserves
   */
  static Rewriting of(RouteDecision decision, URI uri, HttpHeaders headers) {
    Rewriting now = new Rewriting(headers, path(uri));
    for (RouteFilter filter : decision.rule().filters()) {
      if (filter instanceof RequestHeaderModifier modifier) {
        now = new Rewriting(modified(decision, now.headers, modifier), now.path);
      } else if (filter instanceof UrlRewrite rewrite) {
        now = now.rewritten(rewrite, decision.matchedPrefix());
      }
    }
    return now;
  }

  private static String path(URI uri) {
    String path = uri.getRawPath();
    return path == null || path.isEmpty() ? "/" : path;
  }

  private Rewriting rewritten(UrlRewrite rewrite, String matched) {
    return new Rewriting(
        rewrite.hostname() == null
            ? headers
            : HttpRequests.with(headers, "Host", rewrite.hostname()),
        rewrite.path() == null ? path : rewrite.path().apply(path, matched));
  }

  private static HttpHeaders modified(
      RouteDecision decision, HttpHeaders headers, RequestHeaderModifier modifier) {
    modifier.set().keySet().forEach(name -> checkHeader(decision, name));
    modifier.add().keySet().forEach(name -> checkHeader(decision, name));
    return HttpRequests.changed(
        headers,
        map -> {
          modifier.set().forEach((name, value) -> map.put(name, List.of(value)));
          modifier.add().forEach((name, value) -> add(map, name, value));
          modifier.remove().forEach(map::remove);
        });
  }

  private static void add(Map<String, List<String>> headers, String name, String value) {
    List<String> values = new ArrayList<>(headers.getOrDefault(name, List.of()));
    values.add(value);
    headers.put(name, values);
  }

  private static void checkHeader(RouteDecision decision, String name) {
    if (RESERVED.contains(name.toLowerCase(Locale.ROOT))) {
      throw new RoutingException.InvalidRoute(
          "route "
              + decision.route().id()
              + ", rule "
              + decision.ruleIndex()
              + ": header "
              + name
              + " (expected: none that belongs to the connection)");
    }
  }

  /** Where a redirection leads, for the Location header. */
  static String location(RouteDecision decision, RequestRedirect redirect, URI uri) {
    String path = path(uri);
    return scheme(redirect, uri)
        + "://"
        + (redirect.hostname() == null ? uri.getHost() : redirect.hostname())
        + port(redirect, uri)
        + HttpRequests.withQuery(
            redirect.path() == null ? path : redirect.path().apply(path, decision.matchedPrefix()),
            uri);
  }

  private static String scheme(RequestRedirect redirect, URI uri) {
    return redirect.scheme() == null ? uri.getScheme().toLowerCase(Locale.ROOT) : redirect.scheme();
  }

  /** With its colon; empty for that of the scheme. */
  private static String port(RequestRedirect redirect, URI uri) {
    int port = redirect.port() != null ? redirect.port() : uri.getPort();
    boolean isOfNewScheme = redirect.port() == null && redirect.scheme() != null;
    int schemePort = scheme(redirect, uri).equals("https") ? HTTPS_PORT : HTTP_PORT;
    return isOfNewScheme || port < 0 || port == schemePort ? "" : ":" + port;
  }
}

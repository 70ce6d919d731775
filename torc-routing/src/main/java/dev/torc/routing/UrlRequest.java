package dev.torc.routing;

import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A request as a URL and headers. */
final class UrlRequest implements RequestView {
  private static final int HTTP_PORT = 80;
  private static final int HTTPS_PORT = 443;

  private final String method;
  private final String host;
  private final int port;
  private final String path;
  private final @Nullable String query;
  private final Map<String, List<String>> headers;

  UrlRequest(String method, URI url, Map<String, List<String>> headers) {
    this.method = method;
    this.host = host(url);
    this.port = url.getPort() < 0 ? defaultPort(url) : checkedPort(url);
    String rawPath = url.getRawPath();
    this.path = rawPath == null || rawPath.isEmpty() ? "/" : rawPath;
    this.query = url.getRawQuery();
    this.headers = headers;
  }

  private static String host(URI url) {
    String host = url.getHost();
    if (host == null || host.isEmpty()) {
      throw new RoutingException.InvalidUrl(url + " (expected: an absolute URL with a host)");
    }
    String bare = host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    return bare.toLowerCase(Locale.ROOT);
  }

  private static int checkedPort(URI url) {
    // Known to be one of HTTP only after this.
    defaultPort(url);
    int port = url.getPort();
    if (port == 0 || port > 65_535) {
      throw new RoutingException.InvalidUrl(url + ": port " + port + " (expected: 1 to 65535)");
    }
    return port;
  }

  private static int defaultPort(URI url) {
    String scheme = url.getScheme();
    if ("http".equalsIgnoreCase(scheme)) {
      return HTTP_PORT;
    }
    if ("https".equalsIgnoreCase(scheme)) {
      return HTTPS_PORT;
    }
    throw new RoutingException.InvalidUrl(url + " (expected: a URL with http or https)");
  }

  @Override
  public String method() {
    return method;
  }

  @Override
  public String host() {
    return host;
  }

  @Override
  public int port() {
    return port;
  }

  @Override
  public String path() {
    return path;
  }

  @Override
  public @Nullable String query() {
    return query;
  }

  @Override
  public List<String> header(String name) {
    List<String> exact = headers.get(name);
    if (exact != null) {
      return exact;
    }
    for (Map.Entry<String, List<String>> header : headers.entrySet()) {
      if (header.getKey().equalsIgnoreCase(name)) {
        return header.getValue();
      }
    }
    return List.of();
  }

  /** The request is the caller's own. */
  @Override
  public @Nullable String source() {
    return null;
  }
}

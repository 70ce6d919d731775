package dev.torc.client;

import dev.torc.routing.RequestView;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;

/** What the JDK's requests do not tell by themselves. */
final class HttpRequests {
  /** RFC 9110, 9.2.2. */
  private static final Set<String> IDEMPOTENT =
      Set.of("GET", "HEAD", "PUT", "DELETE", "OPTIONS", "TRACE");

  private static final int HTTP_PORT = 80;

  private HttpRequests() {}

  /** What routing looks at. */
  static RequestView view(HttpRequest request) {
    return view(request, request.headers());
  }

  /** What routing looks at, with other headers. */
  static RequestView view(HttpRequest request, HttpHeaders headers) {
    return RequestView.of(request.method(), request.uri(), headers.map());
  }

  /** Whether repeating it does no harm. */
  static boolean isIdempotent(HttpRequest request) {
    return IDEMPOTENT.contains(request.method());
  }

  /**
   * Refuses what needs TLS or HTTP/2.
   *
   * @throws UnsupportedOperationException if it does
   */
  static void requireCleartext(HttpRequest request) {
    if ("https".equalsIgnoreCase(request.uri().getScheme())) {
      throw refusal("https");
    }
    if (request.version().isPresent() && request.version().get() != HttpClient.Version.HTTP_1_1) {
      throw refusal(request.version().get().name());
    }
  }

  private static UnsupportedOperationException refusal(String what) {
    return new UnsupportedOperationException(
        what
            + ": TorcClient speaks HTTP/1.1 in cleartext only, since the JDK's client would take"
            + " the name for certificates and :authority from the endpoint's address (expected: an"
            + " http URL without a version, or with HTTP_1_1; TLS and HTTP/2 are for the"
            + " integration with Apache HttpClient 5)");
  }

  /** What the Host header says of a URL: no port if it is the scheme's own. */
  static String authority(URI uri) {
    int port = uri.getPort();
    return port < 0 || port == HTTP_PORT ? uri.getHost() : uri.getHost() + ":" + port;
  }

  /** Path and query as they stand in the URL. */
  static String target(URI uri) {
    String path = uri.getRawPath();
    return withQuery(path == null || path.isEmpty() ? "/" : path, uri);
  }

  /** Another path with the query of a URL. */
  static String withQuery(String path, URI uri) {
    String query = uri.getRawQuery();
    return query == null ? path : path + "?" + query;
  }

  /** Method and URL without its query, for messages. */
  static String name(HttpRequest request) {
    String url = request.uri().toString();
    int end = url.indexOf('?');
    return request.method() + " " + (end < 0 ? url : url.substring(0, end));
  }

  /** With a header instead of all of that name. */
  static HttpHeaders with(HttpHeaders headers, String name, String value) {
    return headers.map().isEmpty()
        ? of(Map.of(name, List.of(value)))
        : changed(headers, map -> map.put(name, List.of(value)));
  }

  /** After a change of a copy, whose keys are names in any case. */
  static HttpHeaders changed(HttpHeaders headers, Consumer<Map<String, List<String>>> change) {
    Map<String, List<String>> copy = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    copy.putAll(headers.map());
    change.accept(copy);
    return of(copy);
  }

  private static HttpHeaders of(Map<String, List<String>> map) {
    return HttpHeaders.of(map, (name, value) -> true);
  }
}

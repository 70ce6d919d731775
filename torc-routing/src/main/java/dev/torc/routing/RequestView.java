package dev.torc.routing;

import java.net.URI;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What routing looks at of a request. */
public interface RequestView {

  /** The method, in upper case. */
  String method();

  /** The host of the URL, in lower case, without port and brackets. */
  String host();

  /** The port of the URL, that of the scheme if it names none. */
  int port();

  /** The path, percent-encoded as it stands in the URL; begins with a slash. */
  String path();

  /** The query without its question mark, as it stands in the URL; null if there is none. */
  @Nullable String query();

  /**
   * The values of a header, in the order they are in; none if it is not there.
   *
   * @param name in any case
   */
  List<String> header(String name);

  /** The address of the caller as text, null if not known. */
  @Nullable String source();

  /**
   * A request that is not under way anywhere.
   *
   * @param headers by name in any case, each name once
   * @throws RoutingException.InvalidUrl if the URL is not an absolute one of HTTP with a host
   */
  static RequestView of(String method, URI url, Map<String, List<String>> headers) {
    return new UrlRequest(method, url, headers);
  }
}

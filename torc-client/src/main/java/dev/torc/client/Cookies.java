package dev.torc.client;

import java.io.IOException;
import java.net.CookieHandler;
import java.net.URI;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Cookies by the URL that the caller knows, not by the endpoint's. */
final class Cookies {
  private static final String COOKIE = "Cookie";

  private final CookieHandler handler;

  Cookies(CookieHandler handler) {
    this.handler = handler;
  }

  CookieHandler handler() {
    return handler;
  }

  /** The headers with the cookies for the URL, besides those the caller gave. */
  HttpHeaders addTo(HttpRequest request, HttpHeaders headers) throws IOException {
    List<String> cookies = new ArrayList<>();
    for (Map.Entry<String, List<String>> entry :
        handler.get(request.uri(), headers.map()).entrySet()) {
      if (entry.getKey().equalsIgnoreCase(COOKIE) && entry.getValue() != null) {
        cookies.addAll(entry.getValue());
      }
    }
    if (cookies.isEmpty()) {
      return headers;
    }
    cookies.addAll(headers.allValues(COOKIE));
    // One line, as RFC 6265, 5.4, wants it, and a route that hashes a cookie looks for it there.
    return HttpRequests.with(headers, COOKIE, String.join("; ", cookies));
  }

  /** Takes those that a response sets. */
  void store(URI uri, HttpHeaders headers) throws IOException {
    handler.put(uri, headers.map());
  }
}

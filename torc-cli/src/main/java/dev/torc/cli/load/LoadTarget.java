package dev.torc.cli.load;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.torc.cli.engine.HttpClients;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;

/**
 * Where requests go, and everything of them but the value.
 *
 * @param url what each value is appended to, such as {@code http://localhost:8011/wines?query=}
 * @param method such as {@code GET}
 * @param headers in this order; a name may come more than once
 * @param body sent with each request
 * @param timeout after which a request has failed, unless its whole response is there; above 0
 */
public record LoadTarget(
    String url, String method, List<Header> headers, BodyPublisher body, Duration timeout) {

  /** What a request waits for its response if nothing else is said. */
  public static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(10);

  private static final String UNRESERVED =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";

  /** A header of the requests. */
  public record Header(String name, String value) {}

  /**
   * Checks and copies.
   *
   * @throws IllegalArgumentException if no request can be made of it; the message says why
   */
  public LoadTarget {
    headers = List.copyOf(headers);
    checkUrl(url);
    Durations.checkPositive("timeout", timeout);
    HttpRequest.Builder request = HttpRequest.newBuilder();
    checkMethod(request, method);
    headers.forEach(header -> add(request, header));
  }

  /** {@code GET} without headers, with the default timeout. */
  public static LoadTarget get(String url) {
    return new LoadTarget(url, "GET", List.of(), BodyPublishers.noBody(), DEFAULT_TIMEOUT);
  }

  private static void checkUrl(String url) {
    // A value appended to a fragment would not be sent.
    if (HttpClients.url(url) == null) {
      throw new IllegalArgumentException(
          "url: \"" + url + "\" (expected: http://HOST:PORT/… or https://…, percent-encoded)");
    }
  }

  private static void checkMethod(HttpRequest.Builder request, String method) {
    try {
      request.method(method, BodyPublishers.noBody());
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "method: \"" + method + "\" (expected: a method of HTTP, such as GET or POST)", e);
    }
  }

  private static void add(HttpRequest.Builder request, Header header) {
    try {
      request.header(header.name(), header.value());
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "header: \""
              + header.name()
              + "\" (expected: one that the client does not set itself, in visible ASCII)",
          e);
    }
  }

  /** Whether it is asked over TLS. */
  boolean isEncrypted() {
    return HttpClients.isEncrypted(URI.create(url));
  }

  /** The request of a value. */
  HttpRequest request(String value) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(url + encode(value))).method(method, body);
    headers.forEach(header -> add(request, header));
    return request.build();
  }

  /**
   * Percent-encodes all but RFC 3986's unreserved characters, so that a value stays one value in a
   * query as in a path; {@link java.net.URLEncoder} writes a space as {@code +}, which is one only
   * in forms.
   */
  static String encode(String value) {
    StringBuilder encoded = new StringBuilder();
    for (byte octet : value.getBytes(UTF_8)) {
      if (UNRESERVED.indexOf(octet) >= 0) {
        encoded.append((char) octet);
      } else {
        encoded.append('%').append(HexFormat.of().withUpperCase().toHexDigits(octet));
      }
    }
    return encoded.toString();
  }
}

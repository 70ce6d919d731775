package dev.torc.cli.admin;

import dev.torc.cli.engine.HttpClients;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * Where a gateway's admin listener is, and the token that it wants.
 *
 * @param url such as {@code http://127.0.0.1:8001}, without a slash at its end
 * @param token sent with each request, and shown nowhere; {@code null} for none
 */
public record AdminTarget(String url, @Nullable String token) {

  /**
   * Checks them.
   *
   * @throws IllegalArgumentException if no request can be made of them
   */
  public AdminTarget {
    url = url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
    URI uri = HttpClients.url(url);
    if (uri == null || uri.getRawQuery() != null || uri.getRawUserInfo() != null) {
      throw new IllegalArgumentException(
          "admin: \"" + url + "\" (expected: http://HOST:PORT or https://HOST:PORT)");
    }
    // The JDK's client refuses such a header too, in a message that shows it.
    if (token != null && !token.matches("[!-~]+")) {
      throw new IllegalArgumentException(
          "token: not shown (expected: visible ASCII without spaces, at least one character)");
    }
  }

  boolean isEncrypted() {
    return HttpClients.isEncrypted(URI.create(url));
  }

  /** Without the token. */
  @Override
  public String toString() {
    return url;
  }
}

package dev.torc.client;

import java.io.IOException;
import java.net.ProtocolException;
import java.net.URI;
import java.net.http.HttpClient.Redirect;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which redirections are followed, and how: as the JDK's {@code RedirectFilter} does it, of JDK 25
 * also on 17. Unlike there, a POST that becomes a GET leaves its body behind (RFC 9110, 15.4.2).
 */
final class RedirectPolicy {
  /** The JDK's own property and default: requests in all, so one less redirection. */
  private static final int MOST_REQUESTS =
      Integer.getInteger("jdk.httpclient.redirects.retrylimit", 5);

  private static final int SEE_OTHER = 303;

  /** Not sent to another origin. */
  private static final List<String> ONLY_FOR_ORIGIN =
      List.of("Authorization", "Cookie", "Origin", "Referer", "Host");

  private static final List<String> ONLY_WITH_BODY =
      List.of("Content-Type", "Content-Encoding", "Content-Language", "Content-Location");

  private final Redirect policy;

  RedirectPolicy(Redirect policy) {
    this.policy = policy;
  }

  Redirect policy() {
    return policy;
  }

  /**
   * The request that a response leads to, null for none.
   *
   * @param redirected how often the caller's request already was
   * @throws IOException if a redirection to follow leads nowhere
   */
  @Nullable HttpRequest follow(HttpRequest request, int status, HttpHeaders headers, int redirected)
      throws IOException {
    if (policy == Redirect.NEVER || !isRedirection(status)) {
      return null;
    }
    URI target = target(request.uri(), headers);
    if (!isAllowed(request.uri(), target) || redirected + 1 >= MOST_REQUESTS) {
      return null;
    }
    return following(request, status, target);
  }

  private static boolean isRedirection(int status) {
    return switch (status) {
      case 301, 302, 303, 307, 308 -> true;
      default -> false;
    };
  }

  private static URI target(URI uri, HttpHeaders headers) throws IOException {
    String location =
        headers
            .firstValue("Location")
            .orElseThrow(
                () -> new ProtocolException("redirection without Location (expected: a URL)"));
    try {
      return uri.resolve(URI.create(location));
    } catch (IllegalArgumentException e) {
      ProtocolException problem =
          new ProtocolException("redirection to a Location that is no URL (expected: a URL)");
      problem.initCause(e);
      throw problem;
    }
  }

  private boolean isAllowed(URI uri, URI target) {
    return policy == Redirect.ALWAYS
        || uri.getScheme().equalsIgnoreCase(target.getScheme())
        || "https".equalsIgnoreCase(target.getScheme());
  }

  private static HttpRequest following(HttpRequest request, int status, URI target) {
    String method = method(request.method(), status);
    boolean hasBody = status != SEE_OTHER && method.equals(request.method());
    boolean sameOrigin = isSameOrigin(request.uri(), target);
    HttpHeaders headers =
        sameOrigin && hasBody
            ? request.headers()
            : HttpRequests.changed(
                request.headers(),
                map -> {
                  if (!sameOrigin) {
                    ONLY_FOR_ORIGIN.forEach(map::remove);
                  }
                  if (!hasBody) {
                    ONLY_WITH_BODY.forEach(map::remove);
                  }
                });
    return new FollowingRequest(request, target, method, headers, hasBody);
  }

  private static String method(String former, int status) {
    return switch (status) {
      case 301, 302 -> former.equals("POST") ? "GET" : former;
      case SEE_OTHER -> "GET";
      default -> former;
    };
  }

  static boolean isSameOrigin(URI one, URI other) {
    return one.getScheme().equalsIgnoreCase(other.getScheme())
        && one.getRawAuthority().equalsIgnoreCase(other.getRawAuthority());
  }
}

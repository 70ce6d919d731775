package dev.torc.gateway;

import static io.netty.handler.codec.http.HttpHeaderNames.AUTHORIZATION;
import static io.netty.handler.codec.http.HttpHeaderNames.HOST;
import static io.netty.handler.codec.http.HttpHeaderNames.ORIGIN;
import static io.netty.handler.codec.http.HttpHeaderNames.WWW_AUTHENTICATE;
import static io.netty.handler.codec.http.HttpResponseStatus.FORBIDDEN;
import static io.netty.handler.codec.http.HttpResponseStatus.UNAUTHORIZED;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.torc.http.Request;
import dev.torc.http.Responses;
import io.netty.handler.codec.http.FullHttpResponse;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.MessageDigest;
import org.jspecify.annotations.Nullable;

/**
 * Who may see and change the ring: those who know the token, and without one whoever is on this
 * machine. The token is in no message.
 *
 * <p>Safe for use by any number of threads.
 */
final class AdminAccess {
  private static final String SCHEME = "Bearer ";

  private final byte @Nullable [] token;
  private final boolean local;

  /**
   * A rule.
   *
   * @param token {@code null} if none is set
   * @param local whether the listener's address is loopback
   */
  AdminAccess(@Nullable String token, boolean local) {
    this.token = token == null ? null : token.getBytes(UTF_8);
    this.local = local;
  }

  /** The rule that a configuration asks for. */
  static AdminAccess of(AdminConfig config) {
    InetAddress address = new InetSocketAddress(config.host(), config.port()).getAddress();
    return new AdminAccess(config.token(), address != null && address.isLoopbackAddress());
  }

  /** The response to a request that is not allowed, {@code null} if it is. */
  @Nullable FullHttpResponse refusal(Request request) {
    String origin = request.headers().get(ORIGIN);
    if (origin != null && !origin.endsWith("://" + request.headers().get(HOST))) {
      // A browser may reach this listener for any page that its user looks at.
      return Responses.problem(
          FORBIDDEN, "Origin: " + origin + " (expected: none, or this listener)");
    }
    byte[] wanted = token;
    if (wanted == null) {
      return local
          ? null
          : Responses.problem(
              FORBIDDEN, "the listener is not on a loopback address (expected: set admin.token)");
    }
    String given = request.headers().get(AUTHORIZATION, "");
    if (given.regionMatches(true, 0, SCHEME, 0, SCHEME.length())
        && MessageDigest.isEqual(wanted, given.substring(SCHEME.length()).getBytes(UTF_8))) {
      return null;
    }
    FullHttpResponse response =
        Responses.problem(
            UNAUTHORIZED,
            given.isEmpty()
                ? "no Authorization (expected: Bearer and admin.token)"
                : "another token (expected: Bearer and admin.token)");
    response.headers().set(WWW_AUTHENTICATE, "Bearer realm=\"torc\"");
    return response;
  }
}

package dev.torc.cli.engine;

import java.net.ConnectException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.http.HttpClient;
import java.nio.channels.UnresolvedAddressException;
import java.security.GeneralSecurityException;
import java.security.NoSuchAlgorithmException;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import org.jspecify.annotations.Nullable;

/** The JDK's client, as the commands use it, and why it fails. Stateless. */
public final class HttpClients {
  private static final String ALLOWED_HEADERS = "jdk.httpclient.allowRestrictedHeaders";

  static {
    // Read when the first request is built, whoever's: here, for all that send pass by. Without it
    // no other virtual host could be asked.
    if (System.getProperty(ALLOWED_HEADERS) == null) {
      System.setProperty(ALLOWED_HEADERS, "host");
    }
  }

  private HttpClients() {}

  /**
   * For HTTP/1.1 on kept connections; follows no redirects.
   *
   * @param encrypted whether it asks over TLS
   */
  public static HttpClient.Builder builder(boolean encrypted) {
    return HttpClient.newBuilder()
        .version(HttpClient.Version.HTTP_1_1)
        .followRedirects(HttpClient.Redirect.NEVER)
        .sslContext(encrypted ? usual() : unused());
  }

  private static SSLContext usual() {
    try {
      return SSLContext.getDefault();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has TLS", e);
    }
  }

  /** Trusts nobody. The usual one reads all known certificates, which takes most of the start. */
  private static SSLContext unused() {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, new TrustManager[0], null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has TLS", e);
    }
  }

  /** The URL that a text is, with a host and without a fragment; {@code null} if it is none. */
  public static @Nullable URI url(String text) {
    try {
      URI uri = new URI(text);
      boolean web = "http".equalsIgnoreCase(uri.getScheme()) || isEncrypted(uri);
      return web && uri.getHost() != null && uri.getRawFragment() == null ? uri : null;
    } catch (URISyntaxException e) {
      return null;
    }
  }

  /** Whether a URL is asked over TLS. */
  public static boolean isEncrypted(URI url) {
    return "https".equalsIgnoreCase(url.getScheme());
  }

  /** Whether a request failed before any of it was sent. */
  public static boolean isUnconnected(@Nullable Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof ConnectException) {
        return true;
      }
    }
    return false;
  }

  /** Why a request had no response: the innermost cause, for those around it say less. */
  public static String reason(@Nullable Throwable failure) {
    String reason = "unknown";
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof UnresolvedAddressException) {
        return "unknown host";
      }
      String name = cause.getClass().getSimpleName();
      reason = cause.getMessage() == null ? name : name + ": " + cause.getMessage();
    }
    // What the client has below it speaks of a channel.
    return isUnconnected(failure) ? "cannot connect" : reason;
  }
}

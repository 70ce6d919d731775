package dev.torc.client;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.Authenticator;
import java.net.PasswordAuthentication;
import java.net.URI;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.nio.charset.Charset;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Answers what asks for a name and a password by the Basic scheme (RFC 7617), once a request, as
 * the JDK's client does. What was accepted is sent at once with later requests to the same folder
 * of the URL or below it.
 */
final class BasicAuthentication {
  private static final Pattern CHALLENGE =
      Pattern.compile("(?:^|,)\\s*(Basic)(?:\\s+(.*))?$", Pattern.CASE_INSENSITIVE);

  private static final Pattern REALM =
      Pattern.compile("realm\\s*=\\s*\"((?:[^\"\\\\]|\\\\.)*)\"", Pattern.CASE_INSENSITIVE);

  private static final Pattern IS_UTF_8 =
      Pattern.compile("charset\\s*=\\s*\"?UTF-8\"?", Pattern.CASE_INSENSITIVE);

  private final Authenticator authenticator;
  private final List<Known> known = new CopyOnWriteArrayList<>();

  /** What was accepted below a folder, which is a URL up to its last slash. */
  private record Known(String folder, String credentials) {}

  BasicAuthentication(Authenticator authenticator) {
    this.authenticator = authenticator;
  }

  Authenticator authenticator() {
    return authenticator;
  }

  /** What to send at once, null if not known. */
  @Nullable String known(URI uri) {
    String url = withoutQuery(uri);
    for (Known one : known) {
      if (url.startsWith(one.folder())) {
        return one.credentials();
      }
    }
    return null;
  }

  /** Takes notice of what was accepted. */
  void accepted(URI uri, String credentials) {
    String url = withoutQuery(uri);
    Known now = new Known(url.substring(0, url.lastIndexOf('/') + 1), credentials);
    if (!known.contains(now)) {
      known.removeIf(one -> one.folder().equals(now.folder()));
      known.add(now);
    }
  }

  /** Takes notice of what is no longer accepted. */
  void refused(String credentials) {
    known.removeIf(one -> one.credentials().equals(credentials));
  }

  private static String withoutQuery(URI uri) {
    String path = uri.getRawPath();
    return uri.getScheme()
        + "://"
        + uri.getRawAuthority()
        + (path == null || path.isEmpty() ? "/" : path);
  }

  /**
   * The credentials for a response of 401, as the value of a header; null if it does not ask for
   * Basic.
   *
   * @throws IOException if the response does not say what it asks for, or the authenticator has no
   *     answer
   */
  @Nullable String answer(HttpRequest request, HttpHeaders headers) throws IOException {
    List<String> challenges = headers.allValues("WWW-Authenticate");
    if (challenges.isEmpty()) {
      throw new IOException("WWW-Authenticate header missing for response code 401");
    }
    for (String challenge : challenges) {
      Matcher basic = CHALLENGE.matcher(challenge);
      if (basic.find()) {
        String parameters = basic.group(2) == null ? "" : basic.group(2);
        Charset charset = IS_UTF_8.matcher(parameters).find() ? UTF_8 : ISO_8859_1;
        return header(ask(request.uri(), basic.group(1), realm(parameters)), charset);
      }
    }
    return null;
  }

  private static @Nullable String realm(String parameters) {
    Matcher realm = REALM.matcher(parameters);
    return realm.find() ? realm.group(1).replaceAll("\\\\(.)", "$1") : null;
  }

  @SuppressWarnings("NullAway") // The address and the realm may be null there.
  private PasswordAuthentication ask(URI uri, String scheme, @Nullable String realm)
      throws IOException {
    PasswordAuthentication answer =
        authenticator.requestPasswordAuthenticationInstance(
            uri.getHost(),
            null,
            uri.getPort(),
            uri.getScheme(),
            realm,
            scheme,
            uri.toURL(),
            Authenticator.RequestorType.SERVER);
    if (answer == null) {
      throw new IOException("No credentials provided");
    }
    return answer;
  }

  private static String header(PasswordAuthentication answer, Charset charset) {
    String text = answer.getUserName() + ":" + new String(answer.getPassword());
    return "Basic " + Base64.getEncoder().encodeToString(text.getBytes(charset));
  }
}

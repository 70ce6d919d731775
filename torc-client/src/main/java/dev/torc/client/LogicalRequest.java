package dev.torc.client;

import java.io.IOException;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.ResponseInfo;
import org.jspecify.annotations.Nullable;

/**
 * The caller's request, or what responses made of it: the one that a redirection leads to, or the
 * same one with credentials. Knows URLs of the application alone.
 */
final class LogicalRequest<T> {
  private static final int UNAUTHORIZED = 401;

  private final Environment environment;

  private HttpRequest request;
  private @Nullable HttpResponse<T> previous;
  private int redirects;

  /** The value of a header. */
  private @Nullable String credentials;

  private boolean askedForCredentials;

  LogicalRequest(Environment environment, HttpRequest request) {
    this.environment = environment;
    this.request = request;
  }

  HttpRequest request() {
    return request;
  }

  /** The headers of the request, with the cookies and the credentials for its URL. */
  HttpHeaders headersToSend() throws IOException {
    HttpHeaders headers = request.headers();
    if (environment.cookies() != null) {
      headers = environment.cookies().addTo(request, headers);
    }
    BasicAuthentication authentication = environment.authentication();
    if (authentication == null || headers.map().containsKey("Authorization")) {
      return headers;
    }
    if (credentials == null) {
      credentials = authentication.known(request.uri());
    }
    return credentials == null ? headers : HttpRequests.with(headers, "Authorization", credentials);
  }

  /**
   * The request that a response leads to, null if the response is the caller's.
   *
   * @throws IOException if it cannot be followed, or a handler of cookies fails
   */
  @Nullable HttpRequest following(ResponseInfo response) throws IOException {
    if (environment.cookies() != null) {
      environment.cookies().store(request.uri(), response.headers());
    }
    if (environment.authentication() != null) {
      HttpRequest again = authenticated(environment.authentication(), response);
      if (again != null) {
        return again;
      }
    }
    return followed(response);
  }

  /** The same request, if there are credentials for it now. */
  private @Nullable HttpRequest authenticated(
      BasicAuthentication authentication, ResponseInfo response) throws IOException {
    String sent = credentials;
    if (response.statusCode() != UNAUTHORIZED) {
      if (sent != null) {
        authentication.accepted(request.uri(), sent);
      }
      return null;
    }
    if (sent != null) {
      authentication.refused(sent);
    }
    if (askedForCredentials || request.headers().map().containsKey("Authorization")) {
      return null;
    }
    credentials = authentication.answer(request, response.headers());
    askedForCredentials = true;
    return credentials == null ? null : request;
  }

  /** The request that a redirection leads to, null if it is none to follow. */
  @Nullable HttpRequest followed(ResponseInfo response) throws IOException {
    HttpRequest following =
        environment
            .redirects()
            .follow(request, response.statusCode(), response.headers(), redirects);
    if (following != null) {
      redirects++;
      credentials = null;
      askedForCredentials = false;
    }
    return following;
  }

  /** Becomes another request, because of a response. */
  void goOnWith(HttpRequest following, ResponseInfo response) {
    previous = response(response, null);
    request = following;
  }

  /** A response as the caller sees it. */
  HttpResponse<T> response(ResponseInfo info, @Nullable T body) {
    return new LogicalResponse<>(request, info, body, previous);
  }
}

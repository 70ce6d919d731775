package dev.torc.client;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Optional;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/** A response as the caller sees it: to his request and from his URL, whoever sent it. */
final class LogicalResponse<T> implements HttpResponse<T> {
  private final HttpRequest request;
  private final ResponseInfo info;
  private final @Nullable T body;
  private final @Nullable HttpResponse<T> previous;

  /**
   * A response.
   *
   * @param body what the caller's handler made of it, which may be null
   * @param previous the one that led to this request, null if the caller's own did
   */
  LogicalResponse(
      HttpRequest request,
      ResponseInfo info,
      @Nullable T body,
      @Nullable HttpResponse<T> previous) {
    this.request = request;
    this.info = info;
    this.body = body;
    this.previous = previous;
  }

  @Override
  public int statusCode() {
    return info.statusCode();
  }

  @Override
  public HttpRequest request() {
    return request;
  }

  @Override
  public Optional<HttpResponse<T>> previousResponse() {
    return Optional.ofNullable(previous);
  }

  @Override
  public HttpHeaders headers() {
    return info.headers();
  }

  @Override
  @SuppressWarnings("NullAway") // As the JDK's: null if the handler gives null.
  public T body() {
    return body;
  }

  @Override
  public Optional<SSLSession> sslSession() {
    return Optional.empty();
  }

  @Override
  public URI uri() {
    return request.uri();
  }

  @Override
  public HttpClient.Version version() {
    return info.version();
  }

  @Override
  public String toString() {
    return "(" + request.method() + " " + request.uri() + ") " + statusCode();
  }
}

package dev.torc.client;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.Optional;

/** What a response makes of a request: another URL, or credentials besides. */
final class FollowingRequest extends HttpRequest {
  private final HttpRequest former;
  private final URI uri;
  private final String method;
  private final HttpHeaders headers;
  private final boolean hasBody;

  /**
   * A request.
   *
   * @param former what it follows
   * @param hasBody whether it sends the body again
   */
  FollowingRequest(
      HttpRequest former, URI uri, String method, HttpHeaders headers, boolean hasBody) {
    this.former = former;
    this.uri = uri;
    this.method = method;
    this.headers = headers;
    this.hasBody = hasBody;
  }

  @Override
  public Optional<BodyPublisher> bodyPublisher() {
    return hasBody ? former.bodyPublisher() : Optional.empty();
  }

  @Override
  public String method() {
    return method;
  }

  @Override
  public Optional<Duration> timeout() {
    return former.timeout();
  }

  @Override
  public boolean expectContinue() {
    return hasBody && former.expectContinue();
  }

  @Override
  public URI uri() {
    return uri;
  }

  @Override
  public Optional<HttpClient.Version> version() {
    return former.version();
  }

  @Override
  public HttpHeaders headers() {
    return headers;
  }

  @Override
  public String toString() {
    return uri + " " + method;
  }
}

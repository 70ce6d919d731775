package dev.torc.client;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What goes to an endpoint. A subclass, and not {@link HttpRequest#newBuilder}, because the JDK's
 * client copies what it is given anyway, and checks it then.
 */
final class EndpointRequest extends HttpRequest {
  private final HttpRequest logical;
  private final URI uri;
  private final HttpHeaders headers;
  private final @Nullable Duration timeout;

  /**
   * A request.
   *
   * @param logical the caller's, of which it has method and body
   * @param timeout for the response to begin, null for none
   */
  EndpointRequest(HttpRequest logical, URI uri, HttpHeaders headers, @Nullable Duration timeout) {
    this.logical = logical;
    this.uri = uri;
    this.headers = headers;
    this.timeout = timeout;
  }

  @Override
  public Optional<BodyPublisher> bodyPublisher() {
    return logical.bodyPublisher();
  }

  @Override
  public String method() {
    return logical.method();
  }

  @Override
  public Optional<Duration> timeout() {
    return Optional.ofNullable(timeout);
  }

  @Override
  public boolean expectContinue() {
    return logical.expectContinue();
  }

  @Override
  public URI uri() {
    return uri;
  }

  @Override
  public Optional<HttpClient.Version> version() {
    return Optional.empty();
  }

  @Override
  public HttpHeaders headers() {
    return headers;
  }
}

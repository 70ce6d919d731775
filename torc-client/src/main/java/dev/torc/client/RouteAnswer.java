package dev.torc.client;

import dev.torc.routing.RouteDecision;
import dev.torc.routing.RouteFilter.RequestRedirect;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpResponse.ResponseInfo;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;

/** What a route answers by itself: a redirection without a body. */
record RouteAnswer(int statusCode, HttpHeaders headers) implements ResponseInfo {

  static RouteAnswer of(RouteDecision decision, RequestRedirect redirect, URI uri) {
    Map<String, List<String>> headers =
        Map.of(
            "Location", List.of(Rewriting.location(decision, redirect, uri)),
            "Content-Length", List.of("0"));
    return new RouteAnswer(redirect.statusCode(), HttpHeaders.of(headers, (name, value) -> true));
  }

  @Override
  public HttpClient.Version version() {
    return HttpClient.Version.HTTP_1_1;
  }

  /** What a handler makes of no body. */
  <T> CompletableFuture<T> body(BodyHandler<T> handler) {
    BodySubscriber<T> subscriber = handler.apply(this);
    subscriber.onSubscribe(new Nothing());
    subscriber.onComplete();
    return subscriber.getBody().toCompletableFuture();
  }

  private static final class Nothing implements Flow.Subscription {
    @Override
    public void request(long n) {}

    @Override
    public void cancel() {}
  }
}

package dev.torc.cli.wineinfo;

import dev.torc.http.HttpHandler;
import dev.torc.http.Request;
import dev.torc.http.Responses;
import dev.torc.routing.Randomness;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * The shop's own service: asks the recommendations service, by its name, for what its visitors ask.
 *
 * <p>As services are, it is several workers, each with a client of its own that knows nothing of
 * the others. That matters. One client that took four replicas strictly in turn, for ten queries
 * that come in the same order every second, would give each replica the same five for ever: by
 * chance alone, nothing would fail.
 */
final class Shop implements HttpHandler {
  static final String PATH = "/wines/recommendations";

  /** As many as one small machine would run. */
  static final int WORKERS = 6;

  private static final Duration TIMEOUT = Duration.ofMinutes(1);

  private final List<? extends HttpClient> workers;
  private final Randomness random;

  /**
   * A shop.
   *
   * @param random for which worker takes a request: any, for all wait at the same socket
   */
  Shop(List<? extends HttpClient> workers, Randomness random) {
    this.workers = List.copyOf(workers);
    this.random = random;
  }

  @Override
  public long maxBodyBytes(HttpRequest head) {
    return 0;
  }

  @Override
  public CompletionStage<FullHttpResponse> handle(Request request) {
    RequestTarget target = RequestTarget.parse(request.target());
    if (!target.path().equals(PATH)) {
      return answer(HttpResponseStatus.NOT_FOUND, target.path() + " (expected: " + PATH + ")");
    }
    if (!request.method().equals(HttpMethod.GET)) {
      return answer(HttpResponseStatus.METHOD_NOT_ALLOWED, request.method() + " (expected: GET)");
    }
    String query = target.raw("query");
    if (query == null) {
      return answer(HttpResponseStatus.BAD_REQUEST, "no query (expected: " + PATH + "?query=red)");
    }
    return recommend(query);
  }

  private static CompletionStage<FullHttpResponse> answer(
      HttpResponseStatus status, String detail) {
    return CompletableFuture.completedStage(Responses.problem(status, detail));
  }

  /** The query stays as it came: decoding and encoding it again could change what is hashed. */
  private CompletionStage<FullHttpResponse> recommend(String query) {
    java.net.http.HttpRequest request;
    try {
      request = java.net.http.HttpRequest.newBuilder(url(query)).timeout(TIMEOUT).build();
    } catch (IllegalArgumentException e) {
      return answer(
          HttpResponseStatus.BAD_REQUEST, "query: \"" + query + "\" (expected: percent-encoded)");
    }
    return workers
        .get((int) random.nextBelow(workers.size()))
        .sendAsync(request, BodyHandlers.ofByteArray())
        .handle(Shop::passedOn);
  }

  private static URI url(String query) {
    return URI.create(Routing.URL + Replica.PATH + "?query=" + query + "&limit=10");
  }

  private static FullHttpResponse passedOn(
      @Nullable HttpResponse<byte[]> response, @Nullable Throwable error) {
    if (response == null) {
      Throwable cause = error instanceof CompletionException ? error.getCause() : error;
      return Responses.problem(HttpResponseStatus.BAD_GATEWAY, String.valueOf(cause));
    }
    String type = response.headers().firstValue("content-type").orElse("application/json");
    return Responses.of(HttpResponseStatus.valueOf(response.statusCode()), type, response.body());
  }
}

package dev.torc.cli.wineinfo;

import dev.torc.http.HttpHandler;
import dev.torc.http.Request;
import dev.torc.http.Responses;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** A server of the recommendations, which logs what it is asked. */
final class Replica implements HttpHandler {
  static final String PATH = "/recommendations/";

  private static final int USUAL_LIMIT = 10;
  private static final JsonMapper JSON = JsonMapper.shared();

  private final FailureModel model;
  private final SortedMap<String, Long> log = new TreeMap<>();

  Replica(FailureModel model) {
    this.model = model;
  }

  /** How often it was asked what, failures included. */
  SortedMap<String, Long> log() {
    synchronized (log) {
      return new TreeMap<>(log);
    }
  }

  @Override
  public long maxBodyBytes(HttpRequest head) {
    return 0;
  }

  @Override
  public CompletionStage<FullHttpResponse> handle(Request request) {
    return CompletableFuture.completedStage(respond(request));
  }

  private FullHttpResponse respond(Request request) {
    RequestTarget target = RequestTarget.parse(request.target());
    if (!target.path().equals(PATH)) {
      return Responses.problem(
          HttpResponseStatus.NOT_FOUND, target.path() + " (expected: " + PATH + ")");
    }
    if (!request.method().equals(HttpMethod.GET)) {
      return Responses.problem(
          HttpResponseStatus.METHOD_NOT_ALLOWED, request.method() + " (expected: GET)");
    }
    try {
      return recommend(query(target), limit(target.raw("limit")));
    } catch (IllegalArgumentException e) {
      return Responses.problem(HttpResponseStatus.BAD_REQUEST, String.valueOf(e.getMessage()));
    }
  }

  private static String query(RequestTarget target) {
    String raw = target.raw("query");
    if (raw == null) {
      throw new IllegalArgumentException("no query (expected: " + PATH + "?query=red)");
    }
    return RequestTarget.decode(raw);
  }

  private static int limit(@Nullable String raw) {
    int limit = raw == null ? USUAL_LIMIT : Integer.parseInt(raw);
    if (limit < 0) {
      throw new IllegalArgumentException("limit: " + limit + " (expected: 0 or more)");
    }
    return limit;
  }

  private FullHttpResponse recommend(String query, int limit) {
    synchronized (log) {
      log.merge(query, 1L, Long::sum);
    }
    return model.answers(query)
        ? Responses.of(
            HttpResponseStatus.OK,
            Responses.JSON,
            JSON.writeValueAsBytes(Wine.matching(query, limit)))
        : Responses.problem(
            HttpResponseStatus.INTERNAL_SERVER_ERROR,
            "restarting: more than "
                + FailureModel.CAPACITY
                + " different queries in a short time did not fit in memory");
  }
}

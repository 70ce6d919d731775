package dev.torc.gateway;

import static io.netty.handler.codec.http.HttpHeaderNames.ACCEPT;
import static io.netty.handler.codec.http.HttpHeaderNames.ALLOW;
import static io.netty.handler.codec.http.HttpHeaderNames.CONTENT_ENCODING;
import static io.netty.handler.codec.http.HttpHeaderNames.CONTENT_TYPE;
import static io.netty.handler.codec.http.HttpHeaderNames.RETRY_AFTER;
import static io.netty.handler.codec.http.HttpHeaderNames.VARY;
import static io.netty.handler.codec.http.HttpResponseStatus.BAD_GATEWAY;
import static io.netty.handler.codec.http.HttpResponseStatus.BAD_REQUEST;
import static io.netty.handler.codec.http.HttpResponseStatus.CONFLICT;
import static io.netty.handler.codec.http.HttpResponseStatus.CREATED;
import static io.netty.handler.codec.http.HttpResponseStatus.GATEWAY_TIMEOUT;
import static io.netty.handler.codec.http.HttpResponseStatus.INSUFFICIENT_STORAGE;
import static io.netty.handler.codec.http.HttpResponseStatus.METHOD_NOT_ALLOWED;
import static io.netty.handler.codec.http.HttpResponseStatus.NOT_ACCEPTABLE;
import static io.netty.handler.codec.http.HttpResponseStatus.NOT_FOUND;
import static io.netty.handler.codec.http.HttpResponseStatus.NO_CONTENT;
import static io.netty.handler.codec.http.HttpResponseStatus.OK;
import static io.netty.handler.codec.http.HttpResponseStatus.REQUEST_ENTITY_TOO_LARGE;
import static io.netty.handler.codec.http.HttpResponseStatus.SERVICE_UNAVAILABLE;
import static io.netty.handler.codec.http.HttpResponseStatus.TOO_MANY_REQUESTS;
import static io.netty.handler.codec.http.HttpResponseStatus.UNSUPPORTED_MEDIA_TYPE;
import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.torc.cache.CacheException;
import dev.torc.cache.CacheNode;
import dev.torc.cache.Epoch;
import dev.torc.cache.NodeObserver;
import dev.torc.cache.Observation;
import dev.torc.cache.Served;
import dev.torc.cache.ShardedCache;
import dev.torc.http.HttpHandler;
import dev.torc.http.Request;
import dev.torc.http.Responses;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The cache's HTTP interface: {@code GET}, {@code HEAD}, {@code POST}, {@code PUT} and {@code
 * DELETE} on {@code /{key}}, as {@code docs/http.md} says.
 *
 * <p>Safe for use by any number of threads.
 */
final class CacheHandler implements HttpHandler {
  private static final byte[] STORED = "{\"message\":\"Value set.\"}".getBytes(US_ASCII);
  private static final byte[] MISSING = "{\"message\":\"Key does not exist.\"}".getBytes(US_ASCII);
  private static final String METHODS = "GET, HEAD, POST, PUT, DELETE";
  private static final String BINARY = "application/octet-stream";
  private static final String TEXT = "text/plain";

  private final ShardedCache cache;
  private final NodeObserver observer;
  private volatile Bounds bounds;
  private volatile RingHeaders ringHeaders;

  /** What a request may have; each is handled by one of these, whatever comes meanwhile. */
  private record Bounds(KeyPath keys, int valueBytes, long jsonBytes) {

    static Bounds of(CacheConfig.Limits limits) {
      return new Bounds(
          new KeyPath(limits.maxKeyBytes()),
          (int) limits.maxValueBytes().bytes(),
          limits.maxJsonBytes());
    }
  }

  CacheHandler(ShardedCache cache, NodeObserver observer, CacheConfig.Limits limits) {
    this.cache = cache;
    this.observer = observer;
    this.bounds = Bounds.of(limits);
    this.ringHeaders = new RingHeaders(cache.epoch(), observer.observation());
  }

  /** Takes keys and values of these lengths from now on. */
  void adopt(CacheConfig.Limits limits) {
    bounds = Bounds.of(limits);
  }

  @Override
  public long maxBodyBytes(HttpRequest head) {
    Bounds now = bounds;
    return head.method().name().equals("PUT") ? now.valueBytes() : now.jsonBytes();
  }

  @Override
  public void decorate(FullHttpResponse response) {
    addRingHeaders(response, null);
  }

  @Override
  public CompletionStage<FullHttpResponse> handle(Request request) {
    Bounds now = bounds;
    KeyPath keys = now.keys();
    String target = request.target();
    try {
      return switch (request.method().name()) {
        case "GET" -> get(request, keys.keyOf(target));
        case "HEAD" -> answer(cache.exists(keys.keyOf(target)), CacheHandler::presence);
        case "POST" -> post(request, keys.keyOf(target), now.valueBytes());
        case "PUT" -> put(request, keys.keyOf(target), now.valueBytes());
        case "DELETE" -> answer(cache.delete(keys.keyOf(target)), CacheHandler::presence);
        default -> refused(notAllowed(request));
      };
    } catch (BadRequestException e) {
      return refused(Responses.problem(BAD_REQUEST, String.valueOf(e.getMessage())));
    }
  }

  private CompletionStage<FullHttpResponse> get(Request request, byte[] key) {
    Accept accept = new Accept(request.headers().getAll(ACCEPT));
    return answer(
        cache.get(key),
        stored ->
            stored == null
                ? Responses.of(NOT_FOUND, Responses.JSON, MISSING)
                : represented(StoredValue.decode(stored), accept));
  }

  private CompletionStage<FullHttpResponse> post(Request request, byte[] key, int maxValueBytes) {
    SetRequest set = SetRequest.parse(request.body());
    if (set.value().length > maxValueBytes) {
      return refused(tooLarge(set.value().length + " bytes in UTF-8", maxValueBytes));
    }
    return answer(
        cache.set(key, set.value(), set.timeToLive()),
        done -> Responses.of(CREATED, Responses.JSON, STORED));
  }

  private static FullHttpResponse tooLarge(String value, int maxValueBytes) {
    return Responses.problem(
        REQUEST_ENTITY_TOO_LARGE, "value: " + value + " (expected: at most " + maxValueBytes + ")");
  }

  private CompletionStage<FullHttpResponse> put(Request request, byte[] key, int maxValueBytes) {
    if (request.body().length > maxValueBytes) {
      // It was let in before the limit was lowered.
      return refused(tooLarge(request.body().length + " bytes", maxValueBytes));
    }
    String coding = request.headers().get(CONTENT_ENCODING);
    if (coding != null) {
      // It would have to be stored and sent back, or the value would be something else when it is
      // read.
      return refused(
          Responses.problem(
              UNSUPPORTED_MEDIA_TYPE, "Content-Encoding: " + coding + " (expected: none)"));
    }
    String type = request.headers().get(CONTENT_TYPE, "");
    byte[] stored = StoredValue.encode(type.isBlank() ? BINARY : type, request.body());
    return answer(
        cache.put(key, stored, null), isNew -> Responses.empty(isNew ? CREATED : NO_CONTENT));
  }

  /** The value as it was stored if the client accepts that, else in the other form it can take. */
  private static FullHttpResponse represented(StoredValue value, Accept accept) {
    FullHttpResponse response =
        value.contentType() == null
            ? text(value, accept)
            : typed(value, value.contentType(), accept);
    response.headers().set(VARY, ACCEPT);
    return response;
  }

  private static FullHttpResponse text(StoredValue value, Accept accept) {
    byte[] json = JsonValue.of(value.body());
    if (json != null && accept.admits("application/json")) {
      return Responses.of(OK, Responses.JSON, json);
    }
    if (json != null && accept.admits(TEXT)) {
      return Responses.of(OK, TEXT + "; charset=utf-8", value.body());
    }
    return accept.admits(BINARY)
        ? Responses.of(OK, BINARY, value.body())
        : notAcceptable(json == null ? BINARY : "application/json, text/plain or " + BINARY);
  }

  private static FullHttpResponse typed(StoredValue value, String type, Accept accept) {
    if (accept.admits(type)) {
      return Responses.of(OK, type, value.body());
    }
    byte[] json = accept.admits("application/json") ? JsonValue.of(value.body()) : null;
    return json == null ? notAcceptable(type) : Responses.of(OK, Responses.JSON, json);
  }

  private static FullHttpResponse notAcceptable(String available) {
    return Responses.problem(
        NOT_ACCEPTABLE, "Accept excludes the value (available: " + available + ")");
  }

  private static FullHttpResponse presence(boolean present) {
    return present ? Responses.empty(NO_CONTENT) : Responses.of(NOT_FOUND, Responses.JSON, MISSING);
  }

  private static FullHttpResponse notAllowed(Request request) {
    FullHttpResponse response =
        Responses.problem(
            METHOD_NOT_ALLOWED, "method: " + request.method() + " (expected: " + METHODS + ")");
    response.headers().set(ALLOW, METHODS);
    return response;
  }

  private CompletionStage<FullHttpResponse> refused(FullHttpResponse response) {
    addRingHeaders(response, null);
    return CompletableFuture.completedFuture(response);
  }

  private <T extends @Nullable Object> CompletionStage<FullHttpResponse> answer(
      CompletionStage<Served<T>> operation, Function<T, FullHttpResponse> representation) {
    return operation.handle((served, error) -> {
      if (error != null) {
        return failed(error);
      }
      FullHttpResponse response = representation.apply(served.value());
      addRingHeaders(response, served.node());
      return response;
    });
  }

  private FullHttpResponse failed(Throwable error) {
    Throwable cause = error instanceof CompletionException ? error.getCause() : error;
    if (!(cause instanceof CacheException failure)) {
      throw new CompletionException(cause);
    }
    HttpResponseStatus status = statusOf(failure.kind());
    FullHttpResponse response = Responses.problem(status, detailOf(failure));
    if (status.equals(SERVICE_UNAVAILABLE) || status.equals(TOO_MANY_REQUESTS)) {
      response.headers().set(RETRY_AFTER, "1");
    }
    addRingHeaders(response, failure.node());
    return response;
  }

  private static HttpResponseStatus statusOf(CacheException.Kind kind) {
    return switch (kind) {
      case UNAVAILABLE -> SERVICE_UNAVAILABLE;
      case TIMED_OUT -> GATEWAY_TIMEOUT;
      case OVERLOADED -> TOO_MANY_REQUESTS;
      case FULL -> INSUFFICIENT_STORAGE;
      case WRONG_TYPE -> CONFLICT;
      case TOO_LARGE, REFUSED -> BAD_GATEWAY;
    };
  }

  private static String detailOf(CacheException failure) {
    String node = "node " + failure.node().index();
    return switch (failure.kind()) {
      case UNAVAILABLE -> node + " is not available; a write may or may not have happened";
      case TIMED_OUT -> node + " did not answer in time; a write may or may not have happened";
      case OVERLOADED -> node + " has too much waiting for it; nothing was sent to it";
      case FULL -> node + " has no memory for another value; nothing was stored";
      case WRONG_TYPE -> "the key holds something else than a string on " + node;
      case TOO_LARGE, REFUSED -> String.valueOf(failure.getMessage());
    };
  }

  private void addRingHeaders(FullHttpResponse response, @Nullable CacheNode server) {
    Epoch epoch = cache.epoch();
    Observation observation = observer.observation();
    RingHeaders headers = ringHeaders;
    if (!headers.isCurrent(epoch, observation)) {
      headers = new RingHeaders(epoch, observation);
      ringHeaders = headers;
    }
    headers.addTo(response.headers(), server);
  }
}

package dev.torc.gateway;

import static io.netty.handler.codec.http.HttpHeaderNames.ALLOW;
import static io.netty.handler.codec.http.HttpResponseStatus.METHOD_NOT_ALLOWED;

import dev.torc.http.HttpHandler;
import dev.torc.http.Request;
import dev.torc.http.Responses;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * The admin listener: {@link HealthPages} for everybody, {@link RingPages} for those whom {@link
 * AdminAccess} lets in.
 */
final class AdminHandler implements HttpHandler {
  private final HealthPages health;
  private final RingPages ring;
  private final AdminAccess access;

  AdminHandler(HealthPages health, RingPages ring, AdminAccess access) {
    this.health = health;
    this.ring = ring;
    this.access = access;
  }

  @Override
  public long maxBodyBytes(HttpRequest head) {
    return head.method().equals(HttpMethod.POST) && pathOf(head.uri()).equals(RingPages.CHANGES)
        ? RingPages.MAX_BODY_BYTES
        : 0;
  }

  @Override
  public CompletionStage<FullHttpResponse> handle(Request request) {
    String path = pathOf(request.target());
    boolean ofRing = RingPages.has(path);
    FullHttpResponse refusal = ofRing ? access.refusal(request) : null;
    if (refusal != null) {
      return CompletableFuture.completedFuture(refusal);
    }
    List<String> methods = ofRing ? RingPages.methods(path) : List.of("GET", "HEAD");
    if (!methods.contains(request.method().name())) {
      return CompletableFuture.completedFuture(notAllowed(request, String.join(", ", methods)));
    }
    return ofRing
        ? ring.respond(request, path)
        : CompletableFuture.completedFuture(health.respond(path));
  }

  private static String pathOf(String target) {
    int query = target.indexOf('?');
    return query < 0 ? target : target.substring(0, query);
  }

  private static FullHttpResponse notAllowed(Request request, String methods) {
    FullHttpResponse response =
        Responses.problem(
            METHOD_NOT_ALLOWED, "method: " + request.method() + " (expected: " + methods + ")");
    response.headers().set(ALLOW, methods);
    return response;
  }
}

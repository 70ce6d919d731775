package dev.torc.http;

import static io.netty.handler.codec.http.HttpResponseStatus.OK;

import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpRequest;
import java.util.Collection;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/** Answers as a test says and keeps what it was asked. */
final class TestHandler implements HttpHandler {
  static final int MAX_BODY_BYTES = 1 << 20;

  private final Function<Request, CompletionStage<FullHttpResponse>> answer;
  private final Queue<Request> requests = new ConcurrentLinkedQueue<>();
  private final AtomicInteger underWay = new AtomicInteger();
  private final AtomicInteger mostUnderWay = new AtomicInteger();

  private TestHandler(Function<Request, CompletionStage<FullHttpResponse>> answer) {
    this.answer = answer;
  }

  /** Answers each request at once with its own body. */
  static TestHandler echo() {
    return new TestHandler(request ->
        CompletableFuture.completedFuture(
            Responses.of(OK, "application/octet-stream", request.body())));
  }

  /** Answers each request at once with its target. */
  static TestHandler target() {
    return answering(request -> Responses.text(OK, request.target()));
  }

  static TestHandler answering(Function<Request, FullHttpResponse> answer) {
    return new TestHandler(request -> CompletableFuture.completedFuture(answer.apply(request)));
  }

  static TestHandler later(Function<Request, CompletionStage<FullHttpResponse>> answer) {
    return new TestHandler(answer);
  }

  /** The requests that came, in order. */
  Collection<Request> requests() {
    return requests;
  }

  int calls() {
    return requests.size();
  }

  /** Most requests that were being answered at the same time. */
  int mostUnderWay() {
    return mostUnderWay.get();
  }

  @Override
  public long maxBodyBytes(HttpRequest head) {
    return MAX_BODY_BYTES;
  }

  @Override
  public CompletionStage<FullHttpResponse> handle(Request request) {
    requests.add(request);
    mostUnderWay.accumulateAndGet(underWay.incrementAndGet(), Math::max);
    return answer.apply(request).whenComplete((response, error) -> underWay.decrementAndGet());
  }

  @Override
  public void decorate(FullHttpResponse response) {
    response.headers().set("X-Decorated", "yes");
  }
}

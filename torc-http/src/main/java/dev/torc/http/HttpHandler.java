package dev.torc.http;

import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpRequest;
import java.util.concurrent.CompletionStage;

/** Answers requests; called on event loops, so it must not block. */
public interface HttpHandler {

  /**
   * The longest body this request may have, in bytes. Asked before any of it is read; a longer one
   * is answered with 413.
   */
  long maxBodyBytes(HttpRequest head);

  /**
   * Answers a request. A connection's next request comes only after the response to this one is
   * written.
   *
   * @return a response, see {@link Responses}; if it fails, or the call throws, the client gets a
   *     500
   */
  CompletionStage<FullHttpResponse> handle(Request request);

  /**
   * The response to a request that never reaches {@link #handle}, for headers that every answer
   * shall have.
   */
  default void decorate(FullHttpResponse response) {}
}

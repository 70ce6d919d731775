package dev.torc.http;

import static io.netty.handler.codec.http.HttpHeaderNames.CONTENT_LENGTH;
import static io.netty.handler.codec.http.HttpHeaderNames.EXPECT;
import static io.netty.handler.codec.http.HttpHeaderNames.HOST;
import static io.netty.handler.codec.http.HttpHeaderNames.SEC_WEBSOCKET_KEY1;
import static io.netty.handler.codec.http.HttpHeaderNames.SEC_WEBSOCKET_KEY2;
import static io.netty.handler.codec.http.HttpHeaderNames.TRANSFER_ENCODING;
import static io.netty.handler.codec.http.HttpResponseStatus.BAD_REQUEST;
import static io.netty.handler.codec.http.HttpResponseStatus.EXPECTATION_FAILED;
import static io.netty.handler.codec.http.HttpResponseStatus.HTTP_VERSION_NOT_SUPPORTED;
import static io.netty.handler.codec.http.HttpResponseStatus.INTERNAL_SERVER_ERROR;
import static io.netty.handler.codec.http.HttpResponseStatus.NOT_IMPLEMENTED;
import static io.netty.handler.codec.http.HttpResponseStatus.REQUEST_ENTITY_TOO_LARGE;
import static io.netty.handler.codec.http.HttpResponseStatus.REQUEST_HEADER_FIELDS_TOO_LARGE;
import static io.netty.handler.codec.http.HttpResponseStatus.REQUEST_URI_TOO_LONG;
import static io.netty.handler.codec.http.HttpResponseStatus.TOO_MANY_REQUESTS;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.netty.util.ReferenceCountUtil;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Gathers the parts of a request into a {@link GatheredRequest}, or a {@link RejectedRequest} as
 * soon as it is known that it will not be served; after that nothing more is read from the
 * connection. Bytes of bodies come out of a budget that all connections share; whoever gets a
 * gathered request gives them back. Confined to its event loop.
 */
final class RequestGatherer extends ChannelInboundHandlerAdapter {
  private static final System.Logger LOG = System.getLogger(RequestGatherer.class.getName());
  private static final byte[] NO_BYTES = {};
  private static final int DELETE = 127;
  private static final int FIRST_BUFFER_BYTES = 4096;

  private final HttpHandler handler;
  private final HttpLimits limits;
  private final MemoryBudget budget;
  private final Phases phases;

  private @Nullable HttpRequest head;
  private long maxBodyBytes;
  private byte[] body = NO_BYTES;
  private int bodyLength;
  private boolean rejected;

  /** A request that came whole. */
  record GatheredRequest(Request request, boolean keepAlive, boolean http10, int bodyBytes) {}

  /** A request that is answered without being served, after which the connection ends. */
  record RejectedRequest(FullHttpResponse response) {}

  /** Learns how far a request has come. */
  interface Phases {
    /**
     * A head came whole.
     *
     * @param expectsContinue whether the body comes only after an interim response, which must not
     *     be written while an earlier request is being answered
     */
    void headComplete(boolean expectsContinue);

    /** A request came whole. */
    void requestComplete();
  }

  RequestGatherer(HttpHandler handler, HttpLimits limits, MemoryBudget budget, Phases phases) {
    this.handler = handler;
    this.limits = limits;
    this.budget = budget;
    this.phases = phases;
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    try {
      if (rejected) {
        return;
      }
      if (message instanceof HttpRequest request) {
        begin(context, request);
      }
      if (message instanceof HttpContent content && !rejected) {
        add(context, content);
      }
    } finally {
      ReferenceCountUtil.release(message);
    }
  }

  private void begin(ChannelHandlerContext context, HttpRequest request) {
    FullHttpResponse refusal = refusal(request);
    if (refusal != null) {
      reject(context, refusal);
      return;
    }
    head = request;
    try {
      maxBodyBytes = handler.maxBodyBytes(request);
    } catch (RuntimeException e) {
      LOG.log(
          System.Logger.Level.ERROR,
          () -> "cannot tell the longest body of a " + request.method() + " request",
          e);
      reject(
          context,
          Responses.problem(INTERNAL_SERVER_ERROR, "an error of the server's; its log says more"));
      return;
    }
    long length = HttpUtil.getContentLength(request, 0L);
    if (length > maxBodyBytes) {
      reject(context, tooLarge(length + " bytes"));
      return;
    }
    phases.headComplete(HttpUtil.is100ContinueExpected(request));
  }

  /** Why a head is refused, {@code null} if it is not. RFC 9112, 3.2 and 6. */
  private @Nullable FullHttpResponse refusal(HttpRequest request) {
    if (request.decoderResult().isFailure()) {
      return malformed(request.decoderResult().cause());
    }
    HttpHeaders headers = request.headers();
    if (headers.size() > limits.headers()) {
      return Responses.problem(
          REQUEST_HEADER_FIELDS_TOO_LARGE,
          headers.size() + " header fields (expected: at most " + limits.headers() + ")");
    }
    HttpVersion version = request.protocolVersion();
    boolean http10 = version.equals(HttpVersion.HTTP_1_0);
    if (!http10 && !version.equals(HttpVersion.HTTP_1_1)) {
      return Responses.problem(
          HTTP_VERSION_NOT_SUPPORTED, version + " (expected: HTTP/1.1 or HTTP/1.0)");
    }
    if (request.uri().chars().anyMatch(c -> c <= ' ' || c == DELETE)) {
      return Responses.problem(
          BAD_REQUEST, "a control character in the request target (expected: a URI)");
    }
    int hosts = headers.getAll(HOST).size();
    if (hosts > 1 || (hosts == 0 && !http10)) {
      return Responses.problem(BAD_REQUEST, hosts + " Host header fields (expected: one)");
    }
    return refusalOfFraming(headers, http10);
  }

  private static @Nullable FullHttpResponse refusalOfFraming(HttpHeaders headers, boolean http10) {
    List<String> codings = headers.getAll(TRANSFER_ENCODING);
    if (!codings.isEmpty()) {
      if (http10 || headers.contains(CONTENT_LENGTH)) {
        return Responses.problem(
            BAD_REQUEST,
            "Transfer-Encoding with HTTP/1.0 or Content-Length (expected: one way to tell the"
                + " body's end)");
      }
      if (codings.size() > 1 || !HttpHeaderValues.CHUNKED.contentEqualsIgnoreCase(codings.get(0))) {
        return Responses.problem(
            NOT_IMPLEMENTED, "Transfer-Encoding: " + codings + " (expected: chunked)");
      }
    }
    if (headers.contains(SEC_WEBSOCKET_KEY1) && headers.contains(SEC_WEBSOCKET_KEY2)) {
      // Netty would take eight bytes for the body, of which a proxy in front knows nothing.
      return Responses.problem(
          BAD_REQUEST, "a WebSocket handshake of before RFC 6455 (expected: plain HTTP)");
    }
    String expectation = headers.get(EXPECT);
    if (expectation != null && !HttpHeaderValues.CONTINUE.contentEqualsIgnoreCase(expectation)) {
      return Responses.problem(
          EXPECTATION_FAILED, "Expect: " + expectation + " (expected: 100-continue)");
    }
    return null;
  }

  private FullHttpResponse malformed(Throwable cause) {
    if (cause instanceof TooLongHttpLineException) {
      return Responses.problem(
          REQUEST_URI_TOO_LONG,
          "the request line is too long (expected: at most " + limits.uriBytes() + " bytes)");
    }
    if (cause instanceof TooLongHttpHeaderException) {
      return Responses.problem(
          REQUEST_HEADER_FIELDS_TOO_LARGE,
          "the header section is too long (expected: at most " + limits.headBytes() + " bytes)");
    }
    return Responses.problem(BAD_REQUEST, "malformed request: " + cause.getMessage());
  }

  private FullHttpResponse malformedBody(Throwable cause) {
    // The line is a chunk's, not the request line.
    return cause instanceof TooLongHttpLineException
        ? Responses.problem(BAD_REQUEST, "malformed request: a chunk's size line is too long")
        : malformed(cause);
  }

  private void add(ChannelHandlerContext context, HttpContent content) {
    if (content.decoderResult().isFailure()) {
      reject(context, malformedBody(content.decoderResult().cause()));
      return;
    }
    int length = content.content().readableBytes();
    if (bodyLength + (long) length > maxBodyBytes) {
      reject(context, tooLarge("more"));
      return;
    }
    if (length > 0) {
      if (!budget.take(length)) {
        reject(context, overloaded());
        return;
      }
      append(content.content(), length);
    }
    if (content instanceof LastHttpContent) {
      complete(context);
    }
  }

  private void append(ByteBuf content, int length) {
    int needed = bodyLength + length;
    if (needed > body.length) {
      // The declared length only bounds growth: it is the client's word, and costs nothing until
      // bytes come.
      long declared = head == null ? 0 : HttpUtil.getContentLength(head, Integer.MAX_VALUE);
      long doubled = Math.max(FIRST_BUFFER_BYTES, 2L * body.length);
      body = Arrays.copyOf(body, (int) Math.max(needed, Math.min(doubled, declared)));
    }
    content.readBytes(body, bodyLength, length);
    bodyLength = needed;
  }

  private void complete(ChannelHandlerContext context) {
    HttpRequest request = Objects.requireNonNull(head, "a body without a head");
    byte[] bytes = body.length == bodyLength ? body : Arrays.copyOf(body, bodyLength);
    GatheredRequest gathered =
        new GatheredRequest(
            new Request(request.method(), request.uri(), request.headers(), bytes),
            HttpUtil.isKeepAlive(request),
            request.protocolVersion().equals(HttpVersion.HTTP_1_0),
            bodyLength);
    // The bytes now belong to the request: what follows must not give them back a second time.
    bodyLength = 0;
    forget();
    phases.requestComplete();
    context.fireChannelRead(gathered);
  }

  private void reject(ChannelHandlerContext context, FullHttpResponse response) {
    rejected = true;
    forget();
    context.fireChannelRead(new RejectedRequest(response));
  }

  private void forget() {
    budget.giveBack(bodyLength);
    head = null;
    body = NO_BYTES;
    bodyLength = 0;
  }

  private FullHttpResponse tooLarge(String actual) {
    return Responses.problem(
        REQUEST_ENTITY_TOO_LARGE,
        "body: " + actual + " (expected: at most " + maxBodyBytes + " bytes)");
  }

  private FullHttpResponse overloaded() {
    FullHttpResponse response =
        Responses.problem(
            TOO_MANY_REQUESTS,
            "request bodies under way fill the " + budget.limit() + " bytes set aside for them");
    response.headers().set(HttpHeaderNames.RETRY_AFTER, "1");
    return response;
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    forget();
    context.fireChannelInactive();
  }
}

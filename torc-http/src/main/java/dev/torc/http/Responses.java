package dev.torc.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.util.AsciiString;
import java.io.ByteArrayOutputStream;
import tools.jackson.core.JsonEncoding;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/** Makes responses. Their content is on the heap and need not be released. */
public final class Responses {
  /** {@code application/json}. */
  public static final AsciiString JSON = AsciiString.cached("application/json");

  private static final AsciiString PROBLEM = AsciiString.cached("application/problem+json");
  private static final JsonFactory JSON_FACTORY = new JsonFactory();

  private Responses() {}

  /** A response without content. */
  public static FullHttpResponse empty(HttpResponseStatus status) {
    return new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, status, Unpooled.EMPTY_BUFFER);
  }

  /** A response with content, which must not be changed afterwards. */
  public static FullHttpResponse of(
      HttpResponseStatus status, CharSequence contentType, byte[] content) {
    FullHttpResponse response =
        new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, status, Unpooled.wrappedBuffer(content));
    response.headers().set(HttpHeaderNames.CONTENT_TYPE, contentType);
    return response;
  }

  /** A response of plain text. */
  public static FullHttpResponse text(HttpResponseStatus status, String text) {
    return of(status, "text/plain; charset=utf-8", text.getBytes(UTF_8));
  }

  /**
   * A problem document of RFC 9457.
   *
   * @param detail what is wrong and what was expected, for the client's developer
   */
  public static FullHttpResponse problem(HttpResponseStatus status, String detail) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (JsonGenerator json =
        JSON_FACTORY.createGenerator(ObjectWriteContext.empty(), out, JsonEncoding.UTF8)) {
      json.writeStartObject();
      json.writeStringProperty("type", "about:blank");
      json.writeStringProperty("title", status.reasonPhrase());
      json.writeNumberProperty("status", status.code());
      json.writeStringProperty("detail", wellFormed(detail));
      json.writeEndObject();
    }
    return of(status, PROBLEM, out.toByteArray());
  }

  /** With question marks for halves of surrogate pairs, which UTF-8 cannot express. */
  private static String wellFormed(String text) {
    return new String(text.getBytes(UTF_8), UTF_8);
  }
}

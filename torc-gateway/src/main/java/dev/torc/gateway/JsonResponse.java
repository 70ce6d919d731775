package dev.torc.gateway;

import dev.torc.http.Responses;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.io.ByteArrayOutputStream;
import java.util.Locale;
import java.util.function.Consumer;
import tools.jackson.core.JsonEncoding;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/** Responses whose content is one JSON object. */
final class JsonResponse {
  private static final JsonFactory JSON = new JsonFactory();

  private JsonResponse() {}

  /** A response; {@code fields} writes those of its object. */
  static FullHttpResponse of(HttpResponseStatus status, Consumer<JsonGenerator> fields) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (JsonGenerator json =
        JSON.createGenerator(ObjectWriteContext.empty(), out, JsonEncoding.UTF8)) {
      json.writeStartObject();
      fields.accept(json);
      json.writeEndObject();
    }
    return Responses.of(status, Responses.JSON, out.toByteArray());
  }

  /** How a constant is written. */
  static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }
}

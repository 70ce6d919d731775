package dev.torc.gateway;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonEncoding;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/** Writes {@code {"value":"…"}}. */
final class JsonValue {
  private static final JsonFactory JSON = new JsonFactory();
  private static final byte[] BEFORE = "{\"value\":\"".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] AFTER = "\"}".getBytes(StandardCharsets.US_ASCII);

  private JsonValue() {}

  /** The object around a text, {@code null} if the bytes are not UTF-8. */
  static byte @Nullable [] of(byte[] text) {
    return needsNoEscape(text) ? wrapped(text) : escaped(text);
  }

  /** The common case, without a detour through characters. */
  private static boolean needsNoEscape(byte[] text) {
    for (byte b : text) {
      if (b < ' ' || b == '"' || b == '\\' || b == 0x7f) {
        return false;
      }
    }
    return true;
  }

  private static byte[] wrapped(byte[] text) {
    byte[] json = new byte[BEFORE.length + text.length + AFTER.length];
    System.arraycopy(BEFORE, 0, json, 0, BEFORE.length);
    System.arraycopy(text, 0, json, BEFORE.length, text.length);
    System.arraycopy(AFTER, 0, json, BEFORE.length + text.length, AFTER.length);
    return json;
  }

  private static byte @Nullable [] escaped(byte[] text) {
    String decoded;
    try {
      decoded = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(text)).toString();
    } catch (CharacterCodingException e) {
      return null;
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream(text.length + 32);
    try (JsonGenerator json =
        JSON.createGenerator(ObjectWriteContext.empty(), out, JsonEncoding.UTF8)) {
      json.writeStartObject();
      json.writeStringProperty("value", decoded);
      json.writeEndObject();
    }
    return out.toByteArray();
  }
}

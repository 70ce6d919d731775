package dev.torc.gateway;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.TokenStreamFactory;
import tools.jackson.core.json.JsonFactory;

/** Reads request bodies strictly: one JSON object in UTF-8, without a field twice. */
final class JsonBody {
  private static final JsonFactory JSON =
      JsonFactory.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .disable(TokenStreamFactory.Feature.CHARSET_DETECTION)
          // The server has limited the body already.
          .streamReadConstraints(
              StreamReadConstraints.builder().maxStringLength(Integer.MAX_VALUE).build())
          .build();

  private JsonBody() {}

  /** Receives the fields of an object. */
  interface Fields {
    /**
     * Reads a field, or refuses it; {@code token} begins its value.
     *
     * @throws BadRequestException if it is unknown or of another type
     */
    void read(String name, JsonParser parser, JsonToken token);
  }

  /**
   * Reads a body.
   *
   * @param example what was expected, for messages
   * @throws BadRequestException if it is not JSON, not one object, or {@code fields} refuses it
   */
  static void read(byte[] body, String example, Fields fields) {
    if (!isUtf8(body)) {
      throw new BadRequestException("body: invalid UTF-8 (expected: JSON in UTF-8)");
    }
    try (JsonParser parser = JSON.createParser(ObjectReadContext.empty(), body)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        throw new BadRequestException("body: no object (expected: " + example + ")");
      }
      fields(parser, fields);
      if (parser.nextToken() != null) {
        throw new BadRequestException("body: more than one JSON value (expected: one object)");
      }
    } catch (JacksonException e) {
      throw new BadRequestException(
          "body: "
              + e.getOriginalMessage()
              + " at byte "
              + e.getLocation().getByteOffset()
              + " (expected: JSON in UTF-8)");
    }
  }

  /** Reads the fields of the object that the parser has entered, to its end. */
  static void fields(JsonParser parser, Fields fields) {
    for (String name = parser.nextName(); name != null; name = parser.nextName()) {
      fields.read(name, parser, parser.nextToken());
    }
  }

  /** A field that nobody knows. */
  static BadRequestException unknown(String name, String expected) {
    return new BadRequestException(
        "body: unknown field \"" + name + "\" (expected: " + expected + ")");
  }

  /** A field of another type. */
  static BadRequestException mistyped(String name, JsonToken token, String expected) {
    return new BadRequestException(
        "body: " + name + " is " + kind(token) + " (expected: " + expected + ")");
  }

  /** Asked first because Jackson lets overlong forms and code points beyond Unicode pass. */
  private static boolean isUtf8(byte[] body) {
    CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
    ByteBuffer bytes = ByteBuffer.wrap(body);
    // At least two: a code point may need as many.
    CharBuffer discarded = CharBuffer.allocate(Math.clamp(body.length, 2, 1024));
    CoderResult result;
    do {
      discarded.clear();
      result = decoder.decode(bytes, discarded, true);
    } while (result.isOverflow());
    return !result.isError();
  }

  private static String kind(JsonToken token) {
    return switch (token) {
      case VALUE_STRING -> "a string";
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> "a number";
      case VALUE_TRUE, VALUE_FALSE -> "a boolean";
      case VALUE_NULL -> "null";
      case START_OBJECT -> "an object";
      case START_ARRAY -> "an array";
      default -> token.toString();
    };
  }
}

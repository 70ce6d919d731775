package dev.torc.gateway;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.TokenStreamFactory;
import tools.jackson.core.json.JsonFactory;

/**
 * The body of a POST: {@code {"value": TEXT, "ttl": SECONDS}}.
 *
 * @param value the text in UTF-8
 * @param timeToLive {@code null} if there is none
 */
@SuppressWarnings("ArrayRecordComponent") // A carrier that is never compared.
record SetRequest(byte[] value, @Nullable Duration timeToLive) {
  private static final JsonFactory JSON =
      JsonFactory.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .disable(TokenStreamFactory.Feature.CHARSET_DETECTION)
          // The server has limited the body already.
          .streamReadConstraints(
              StreamReadConstraints.builder().maxStringLength(Integer.MAX_VALUE).build())
          .build();

  /** A century: more is a mistake, and Redis takes no more than fits 63 bits of milliseconds. */
  private static final BigDecimal MAX_TTL_SECONDS = BigDecimal.valueOf(100L * 365 * 24 * 3600);

  private static final BigDecimal MIN_TTL_SECONDS = new BigDecimal("0.001");

  /**
   * Reads a body strictly.
   *
   * @throws BadRequestException if it is not JSON, or not this object
   */
  static SetRequest parse(byte[] body) {
    if (!isUtf8(body)) {
      throw new BadRequestException("body: invalid UTF-8 (expected: JSON in UTF-8)");
    }
    try (JsonParser parser = JSON.createParser(ObjectReadContext.empty(), body)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        throw new BadRequestException("body: no object (expected: {\"value\": \"…\"})");
      }
      byte[] value = null;
      Duration timeToLive = null;
      for (String field = parser.nextName(); field != null; field = parser.nextName()) {
        JsonToken token = parser.nextToken();
        switch (field) {
          case "value" -> value = value(parser, token);
          case "ttl" -> timeToLive = timeToLive(parser, token);
          default ->
              throw new BadRequestException(
                  "body: unknown field \"" + field + "\" (expected: value, ttl)");
        }
      }
      if (parser.nextToken() != null) {
        throw new BadRequestException("body: more than one JSON value (expected: one object)");
      }
      if (value == null) {
        throw new BadRequestException("body: no value (expected: {\"value\": \"…\"})");
      }
      return new SetRequest(value, timeToLive);
    } catch (JacksonException e) {
      throw new BadRequestException(
          "body: "
              + e.getOriginalMessage()
              + " at byte "
              + e.getLocation().getByteOffset()
              + " (expected: JSON in UTF-8)");
    }
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

  private static byte[] value(JsonParser parser, JsonToken token) {
    if (token != JsonToken.VALUE_STRING) {
      throw new BadRequestException("body: value is " + kind(token) + " (expected: a string)");
    }
    try {
      // Not String.getBytes: it would replace half of a surrogate pair by a question mark.
      ByteBuffer utf8 =
          StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(parser.getString()));
      byte[] value = new byte[utf8.remaining()];
      utf8.get(value);
      return value;
    } catch (CharacterCodingException e) {
      throw new BadRequestException(
          "body: value has an unpaired surrogate (expected: Unicode text)");
    }
  }

  private static @Nullable Duration timeToLive(JsonParser parser, JsonToken token) {
    if (token == JsonToken.VALUE_NULL) {
      return null;
    }
    if (!token.isNumeric()) {
      throw new BadRequestException("body: ttl is " + kind(token) + " (expected: seconds)");
    }
    BigDecimal seconds = decimal(parser);
    if (seconds == null
        || seconds.compareTo(MIN_TTL_SECONDS) < 0
        || seconds.compareTo(MAX_TTL_SECONDS) > 0) {
      throw new BadRequestException(
          "body: ttl: "
              + parser.getString()
              + " (expected: 0.001 to "
              + MAX_TTL_SECONDS
              + " seconds)");
    }
    return Duration.ofMillis(
        seconds.movePointRight(3).setScale(0, RoundingMode.CEILING).longValueExact());
  }

  /** The number, {@code null} if its exponent is more than a {@link BigDecimal} takes. */
  private static @Nullable BigDecimal decimal(JsonParser parser) {
    try {
      return parser.getDecimalValue();
    } catch (NumberFormatException e) {
      return null;
    }
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

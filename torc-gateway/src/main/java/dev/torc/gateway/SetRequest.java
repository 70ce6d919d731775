package dev.torc.gateway;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * The body of a POST: {@code {"value": TEXT, "ttl": SECONDS}}.
 *
 * @param value the text in UTF-8
 * @param timeToLive {@code null} if there is none
 */
@SuppressWarnings("ArrayRecordComponent") // A carrier that is never compared.
record SetRequest(byte[] value, @Nullable Duration timeToLive) {
  private static final String EXAMPLE = "{\"value\": \"…\"}";

  /** A century: more is a mistake, and Redis takes no more than fits 63 bits of milliseconds. */
  private static final BigDecimal MAX_TTL_SECONDS = BigDecimal.valueOf(100L * 365 * 24 * 3600);

  private static final BigDecimal MIN_TTL_SECONDS = new BigDecimal("0.001");

  /** What was read so far. */
  private static final class Draft implements JsonBody.Fields {
    private byte @Nullable [] value;
    private @Nullable Duration timeToLive;

    @Override
    public void read(String name, JsonParser parser, JsonToken token) {
      switch (name) {
        case "value" -> value = value(parser, token);
        case "ttl" -> timeToLive = timeToLive(parser, token);
        default -> throw JsonBody.unknown(name, "value, ttl");
      }
    }
  }

  /**
   * Reads a body strictly.
   *
   * @throws BadRequestException if it is not JSON, or not this object
   */
  static SetRequest parse(byte[] body) {
    Draft draft = new Draft();
    JsonBody.read(body, EXAMPLE, draft);
    byte[] value = draft.value;
    if (value == null) {
      throw new BadRequestException("body: no value (expected: " + EXAMPLE + ")");
    }
    return new SetRequest(value, draft.timeToLive);
  }

  private static byte[] value(JsonParser parser, JsonToken token) {
    if (token != JsonToken.VALUE_STRING) {
      throw JsonBody.mistyped("value", token, "a string");
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
      throw JsonBody.mistyped("ttl", token, "seconds");
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
}

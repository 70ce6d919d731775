package dev.torc.gateway;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What lies under a key in Redis. Text from a POST is stored as it is. What came with a PUT has a
 * prefix:
 *
 * <pre>{@code
 * 0xFF 'T' 0x01   length of the content type, one byte   content type   body
 * }</pre>
 *
 * <p>0xFF is in no UTF-8 text, so no text can be mistaken for a prefix. Other programs that read
 * the key find the body after the prefix.
 *
 * @param contentType {@code null} for plain bytes
 * @param body the bytes without the prefix
 */
@SuppressWarnings("ArrayRecordComponent") // A carrier that is never compared.
record StoredValue(@Nullable String contentType, byte[] body) {
  private static final byte[] MAGIC = {(byte) 0xff, 'T', 1};
  private static final int HEADER_BYTES = MAGIC.length + 1;
  private static final int MAX_TYPE_BYTES = 255;

  /** The most that the prefix adds to a body. */
  static final int MAX_PREFIX_BYTES = HEADER_BYTES + MAX_TYPE_BYTES;

  /**
   * Bytes to store for a body with a content type.
   *
   * @throws BadRequestException if the type is longer than 255 bytes or not printable ASCII
   */
  static byte[] encode(String contentType, byte[] body) {
    byte[] type = contentType.getBytes(ISO_8859_1);
    if (type.length > MAX_TYPE_BYTES || !isPrintable(type, 0, type.length)) {
      throw new BadRequestException(
          "Content-Type: " + type.length + " bytes (expected: at most 255 of printable ASCII)");
    }
    byte[] stored = Arrays.copyOf(MAGIC, HEADER_BYTES + type.length + body.length);
    stored[MAGIC.length] = (byte) type.length;
    System.arraycopy(type, 0, stored, HEADER_BYTES, type.length);
    System.arraycopy(body, 0, stored, HEADER_BYTES + type.length, body.length);
    return stored;
  }

  /** Takes stored bytes apart; without a whole, well-formed prefix they are plain. */
  static StoredValue decode(byte[] stored) {
    if (stored.length < HEADER_BYTES || Arrays.mismatch(stored, MAGIC) < MAGIC.length) {
      return new StoredValue(null, stored);
    }
    int typeLength = stored[MAGIC.length] & 0xff;
    int start = HEADER_BYTES + typeLength;
    if (stored.length < start || !isPrintable(stored, HEADER_BYTES, start)) {
      return new StoredValue(null, stored);
    }
    return new StoredValue(
        new String(stored, HEADER_BYTES, typeLength, ISO_8859_1),
        Arrays.copyOfRange(stored, start, stored.length));
  }

  /** Printable: it becomes a response header, so nothing may end a line in it. */
  private static boolean isPrintable(byte[] bytes, int from, int to) {
    for (int i = from; i < to; i++) {
      if (bytes[i] < ' ' || bytes[i] > '~') {
        return false;
      }
    }
    return true;
  }
}

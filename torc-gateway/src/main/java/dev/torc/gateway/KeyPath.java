package dev.torc.gateway;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.torc.cache.ShardedCache;
import java.util.Arrays;

/**
 * Reads a key out of a request target: the percent-decoded bytes after the first {@code /}, up to
 * {@code ?}. Slashes belong to the key and {@code +} stands for itself. RFC 3986, 2.1; the absolute
 * form of RFC 9112, 3.2.2 is understood.
 */
final class KeyPath {
  private static final byte[] INTERNAL = ShardedCache.INTERNAL_PREFIX.getBytes(US_ASCII);

  private final int maxKeyBytes;

  KeyPath(int maxKeyBytes) {
    this.maxKeyBytes = maxKeyBytes;
  }

  /**
   * The key in a target.
   *
   * @param target one character a byte
   * @throws BadRequestException if there is no key, or it is too long, or badly encoded, or begins
   *     as the cache's own keys on its nodes do
   */
  byte[] keyOf(String target) {
    int query = target.indexOf('?');
    int end = query < 0 ? target.length() : query;
    int start = startOfPath(target.substring(0, end));
    byte[] key = new byte[end - start];
    int length = 0;
    for (int i = start; i < end; i++) {
      char c = target.charAt(i);
      if (c == '%') {
        key[length++] = decoded(target, i, end);
        i += 2;
      } else if (c <= ' ' || c == '#' || c == 0x7f || c > 0xff) {
        throw new BadRequestException(
            "key: character 0x" + Integer.toHexString(c) + " as it is (expected: percent-encoded)");
      } else {
        key[length++] = (byte) c;
      }
    }
    if (length < 1 || length > maxKeyBytes) {
      throw new BadRequestException(
          "key: " + length + " bytes (expected: 1 to " + maxKeyBytes + ", after the first /)");
    }
    if (length >= INTERNAL.length
        && Arrays.equals(key, 0, INTERNAL.length, INTERNAL, 0, INTERNAL.length)) {
      throw new BadRequestException(
          "key: begins with " + ShardedCache.INTERNAL_PREFIX + " (expected: another beginning)");
    }
    return length == key.length ? key : Arrays.copyOf(key, length);
  }

  private static int startOfPath(String target) {
    if (target.startsWith("/")) {
      return 1;
    }
    int scheme = target.indexOf("://");
    int slash = scheme < 0 ? -1 : target.indexOf('/', scheme + 3);
    if (slash < 0) {
      throw new BadRequestException("request target: no path (expected: / and a key)");
    }
    return slash + 1;
  }

  private static byte decoded(String target, int percent, int end) {
    int high = percent + 2 <= end - 1 ? Character.digit(target.charAt(percent + 1), 16) : -1;
    int low = percent + 2 <= end - 1 ? Character.digit(target.charAt(percent + 2), 16) : -1;
    if (high < 0 || low < 0) {
      throw new BadRequestException(
          "key: \""
              + target.substring(percent, Math.min(percent + 3, end))
              + "\" (expected: % and two hexadecimal digits)");
    }
    return (byte) (high << 4 | low);
  }
}

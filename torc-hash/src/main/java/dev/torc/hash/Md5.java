package dev.torc.hash;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** MD5 as rings use it: as four little-endian numbers of 32 bits. Nothing here is for security. */
final class Md5 {
  /** Numbers in a digest. */
  static final int NUMBERS = 4;

  private Md5() {}

  /** The first number, of the first {@code length} bytes from an offset. */
  static int first(byte[] bytes, int offset, int length) {
    return numbers(bytes, offset, length).getInt(0);
  }

  /** All four, one after the other. */
  static ByteBuffer numbers(byte[] bytes, int offset, int length) {
    try {
      MessageDigest md5 = MessageDigest.getInstance("MD5");
      md5.update(bytes, offset, length);
      return ByteBuffer.wrap(md5.digest()).order(ByteOrder.LITTLE_ENDIAN);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has MD5", e);
    }
  }
}

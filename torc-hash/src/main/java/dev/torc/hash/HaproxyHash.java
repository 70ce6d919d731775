package dev.torc.hash;

/**
 * The key hashes of HAProxy's {@code hash-type}, of 32 bits each.
 *
 * <p>From {@code src/hash.c} of HAProxy 2.6.
 *
 * @param function of the key's bytes
 * @param avalanche whether the result is mixed once more, as with {@code hash-type … avalanche}
 */
public record HaproxyHash(Function function, boolean avalanche) implements KeyHash {

  /** What HAProxy does if {@code hash-type} names no function: SDBM with avalanche. */
  public static final HaproxyHash DEFAULT = new HaproxyHash(Function.SDBM, true);

  /** A function by its name in {@code hash-type}. */
  public enum Function {
    /** That of the sdbm database. */
    SDBM {
      @Override
      int hash32(byte[] bytes, int offset, int length) {
        int hash = 0;
        for (int i = offset; i < offset + length; i++) {
          hash = (bytes[i] & 0xff) + (hash << 6) + (hash << 16) - hash;
        }
        return hash;
      }
    },

    /** D. Bernstein's: times 33. */
    DJB2 {
      @Override
      int hash32(byte[] bytes, int offset, int length) {
        int hash = 5381;
        for (int i = offset; i < offset + length; i++) {
          hash = hash * 33 + (bytes[i] & 0xff);
        }
        return hash;
      }
    },

    /** W. Tarreau's of 2006: two rotated sums, by distances that they set themselves. */
    WT6 {
      @Override
      int hash32(byte[] bytes, int offset, int length) {
        int one = 0xa53c965a;
        int other = 0x5ca6953a;
        int oneStep = 6;
        int otherStep = 18;
        for (int i = offset; i < offset + length; i++) {
          int value = bytes[i] & 0xff;
          int left = ~(one ^ value);
          int right = ~(other + value);
          one = Integer.rotateLeft(right, oneStep);
          other = Integer.rotateLeft(left, otherStep);
          int steps = ((one >>> 16) ^ other) & 0xffff;
          oneStep = steps & 0x1f;
          otherStep = steps >>> 11;
        }
        return one ^ other;
      }
    },

    /** CRC-32. */
    CRC32 {
      @Override
      int hash32(byte[] bytes, int offset, int length) {
        return Crc32State.of(bytes, offset, length);
      }
    };

    abstract int hash32(byte[] bytes, int offset, int length);
  }

  @Override
  public long hash(byte[] bytes, int offset, int length) {
    int hash = function.hash32(bytes, offset, length);
    return KeyHash.circle(avalanche ? fullHash(hash) : hash);
  }

  /**
   * {@code full_hash}: B. Jenkins's mixing of integers in six steps, times a prime that is near
   * three quarters of 2³².
   */
  static int fullHash(int value) {
    int a = value + 0x7ed55d16 + (value << 12);
    a = a ^ 0xc761c23c ^ (a >>> 19);
    a = a + 0x165667b1 + (a << 5);
    a = (a + 0xd3a2646c) ^ (a << 9);
    a = a + 0xfd7046c5 + (a << 3);
    a = a ^ 0xb55a4f09 ^ (a >>> 16);
    return a * (int) 3_221_225_473L;
  }
}

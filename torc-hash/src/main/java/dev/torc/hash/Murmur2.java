package dev.torc.hash;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * A. Appleby's MurmurHash2 with 32 bits, and its version of 64 bits for 64-bit machines, 64A.
 *
 * @see <a href="https://github.com/aappleby/smhasher">SMHasher</a>
 */
final class Murmur2 {
  private static final int M32 = 0x5bd1e995;
  private static final int R32 = 24;
  private static final long M64 = 0xc6a4a7935bd1e995L;
  private static final int R64 = 47;
  private static final VarHandle INTS =
      MethodHandles.byteArrayViewVarHandle(int[].class, LITTLE_ENDIAN);
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, LITTLE_ENDIAN);

  private Murmur2() {}

  static int hash32(byte[] bytes, int offset, int length, int seed) {
    int hash = seed ^ length;
    int end = offset + (length & ~3);
    for (int i = offset; i < end; i += Integer.BYTES) {
      int k = (int) INTS.get(bytes, i) * M32;
      hash = (hash * M32) ^ ((k ^ (k >>> R32)) * M32);
    }
    if ((length & 3) != 0) {
      hash = (hash ^ (int) tail(bytes, end, length & 3)) * M32;
    }
    hash = (hash ^ (hash >>> 13)) * M32;
    return hash ^ (hash >>> 15);
  }

  static long hash64a(byte[] bytes, int offset, int length, long seed) {
    long hash = seed ^ (length * M64);
    int end = offset + (length & ~7);
    for (int i = offset; i < end; i += Long.BYTES) {
      long k = (long) LONGS.get(bytes, i) * M64;
      hash = (hash ^ ((k ^ (k >>> R64)) * M64)) * M64;
    }
    if ((length & 7) != 0) {
      hash = (hash ^ tail(bytes, end, length & 7)) * M64;
    }
    hash = (hash ^ (hash >>> R64)) * M64;
    return hash ^ (hash >>> R64);
  }

  /** The last bytes as a little-endian number. */
  private static long tail(byte[] bytes, int start, int count) {
    long tail = 0;
    for (int i = start + count - 1; i >= start; i--) {
      tail = (tail << Byte.SIZE) | (bytes[i] & 0xffL);
    }
    return tail;
  }
}

package dev.torc.hash;

/**
 * CRC-32 that can go on from any state, which that of the JDK cannot: polynomial 0xEDB88320
 * reflected, as in Ethernet and zlib.
 */
final class Crc32State {
  /** Before any byte. */
  static final int START = -1;

  private static final int POLYNOMIAL = 0xedb88320;
  private static final int[] TABLE = table();

  private Crc32State() {}

  private static int[] table() {
    int[] table = new int[256];
    for (int i = 0; i < table.length; i++) {
      int crc = i;
      for (int bit = 0; bit < Byte.SIZE; bit++) {
        crc = (crc >>> 1) ^ ((crc & 1) == 0 ? 0 : POLYNOMIAL);
      }
      table[i] = crc;
    }
    return table;
  }

  /** The state after one byte more. */
  static int with(int state, int value) {
    return (state >>> Byte.SIZE) ^ TABLE[(state ^ value) & 0xff];
  }

  /** The state after some bytes more. */
  static int with(int state, byte[] bytes, int offset, int length) {
    int crc = state;
    for (int i = offset; i < offset + length; i++) {
      crc = with(crc, bytes[i]);
    }
    return crc;
  }

  /** The checksum of what a state has seen. */
  static int checksum(int state) {
    return ~state;
  }

  /** The checksum of some bytes. */
  static int of(byte[] bytes, int offset, int length) {
    return checksum(with(START, bytes, offset, length));
  }
}

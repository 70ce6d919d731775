package dev.torc.hash;

/**
 * P. Hsieh's SuperFastHash as twemproxy has it, with the last of three bytes left over signed.
 *
 * @see <a href="http://www.azillionmonkeys.com/qed/hash.html">its description</a>
 */
final class SuperFastHash {
  private static final int BLOCK = 4;

  private SuperFastHash() {}

  static int hash(byte[] bytes, int offset, int length) {
    int hash = 0;
    int position = offset;
    for (int left = length; left >= BLOCK; left -= BLOCK) {
      hash += half(bytes, position);
      hash = (hash << 16) ^ (half(bytes, position + 2) << 11) ^ hash;
      hash += hash >>> 11;
      position += BLOCK;
    }
    return length == 0 ? 0 : finished(withTail(hash, bytes, position, length % BLOCK));
  }

  private static int withTail(int hash, byte[] bytes, int position, int count) {
    return switch (count) {
      case 3 -> {
        int tail = hash + half(bytes, position);
        tail ^= tail << 16;
        tail ^= bytes[position + 2] << 18;
        yield tail + (tail >>> 11);
      }
      case 2 -> {
        int tail = hash + half(bytes, position);
        tail ^= tail << 11;
        yield tail + (tail >>> 17);
      }
      case 1 -> {
        int tail = hash + (bytes[position] & 0xff);
        tail ^= tail << 10;
        yield tail + (tail >>> 1);
      }
      default -> hash;
    };
  }

  private static int finished(int value) {
    int hash = value ^ (value << 3);
    hash += hash >>> 5;
    hash ^= hash << 4;
    hash += hash >>> 17;
    hash ^= hash << 25;
    return hash + (hash >>> 6);
  }

  /** Two bytes, little-endian. */
  private static int half(byte[] bytes, int position) {
    return (bytes[position] & 0xff) | ((bytes[position + 1] & 0xff) << Byte.SIZE);
  }
}

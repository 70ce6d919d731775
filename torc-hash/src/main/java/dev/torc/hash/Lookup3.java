package dev.torc.hash;

/**
 * B. Jenkins's lookup3, {@code hashlittle}: three words of state that take twelve bytes at a time.
 *
 * @see <a href="https://burtleburtle.net/bob/c/lookup3.c">lookup3.c</a>
 */
final class Lookup3 {
  private static final int BLOCK = 12;

  private int a;
  private int b;
  private int c;

  private Lookup3(int start) {
    a = start;
    b = start;
    c = start;
  }

  static int hash(byte[] bytes, int offset, int length, int seed) {
    Lookup3 state = new Lookup3(0xdeadbeef + length + seed);
    int position = offset;
    int left = length;
    while (left > BLOCK) {
      state.add(bytes, position, BLOCK);
      state.mix();
      position += BLOCK;
      left -= BLOCK;
    }
    if (left > 0) {
      state.add(bytes, position, left);
      state.finish();
    }
    return state.c;
  }

  private void add(byte[] bytes, int position, int count) {
    a += word(bytes, position, count);
    b += word(bytes, position + 4, count - 4);
    c += word(bytes, position + 8, count - 8);
  }

  /** Four bytes, little-endian, with zeros for those that are not there. */
  private static int word(byte[] bytes, int position, int count) {
    int word = 0;
    for (int i = Math.min(count, 4) - 1; i >= 0; i--) {
      word = (word << Byte.SIZE) | (bytes[position + i] & 0xff);
    }
    return word;
  }

  private void mix() {
    a = (a - c) ^ Integer.rotateLeft(c, 4);
    c += b;
    b = (b - a) ^ Integer.rotateLeft(a, 6);
    a += c;
    c = (c - b) ^ Integer.rotateLeft(b, 8);
    b += a;
    a = (a - c) ^ Integer.rotateLeft(c, 16);
    c += b;
    b = (b - a) ^ Integer.rotateLeft(a, 19);
    a += c;
    c = (c - b) ^ Integer.rotateLeft(b, 4);
    b += a;
  }

  private void finish() {
    c = (c ^ b) - Integer.rotateLeft(b, 14);
    a = (a ^ c) - Integer.rotateLeft(c, 11);
    b = (b ^ a) - Integer.rotateLeft(a, 25);
    c = (c ^ b) - Integer.rotateLeft(b, 16);
    a = (a ^ c) - Integer.rotateLeft(c, 4);
    b = (b ^ a) - Integer.rotateLeft(a, 14);
    c = (c ^ b) - Integer.rotateLeft(b, 24);
  }
}

package dev.torc.hash;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.dynatrace.hash4j.hashing.Hasher64;
import com.dynatrace.hash4j.hashing.Hashing;

/**
 * XXH64 with seed 0. Bytes are hash4j's; text is read here, because the JDK gives a string's bytes
 * only as a copy: for ASCII, which most keys are, its characters are its bytes in UTF-8, and the
 * hash takes them four at a time. Saves a third of the time of a short key, and all allocation.
 */
enum Xxh64 implements KeyHash {
  INSTANCE;

  private static final Hasher64 HASHER = Hashing.xxh64();

  private static final long P1 = 0x9e3779b185ebca87L;
  private static final long P2 = 0xc2b2ae3d27d4eb4fL;
  private static final long P3 = 0x165667b19e3779f9L;
  private static final long P4 = 0x85ebca77c2b2ae63L;
  private static final long P5 = 0x27d4eb2f165667c5L;

  /** Bits that no four characters of ASCII have. */
  private static final long NOT_ASCII = 0xff80ff80ff80ff80L;

  private static final int STRIPE = 32;

  @Override
  public long hash(byte[] bytes, int offset, int length) {
    return HASHER.hashBytesToLong(bytes, offset, length);
  }

  @Override
  public long hash(String text) {
    return text.length() < STRIPE ? hashShort(text) : hashCopy(text);
  }

  /** Longer text is long enough for a copy not to matter. */
  private static long hashCopy(String text) {
    return HASHER.hashBytesToLong(text.getBytes(UTF_8));
  }

  private static long hashShort(String text) {
    int length = text.length();
    long hash = P5 + length;
    // All characters, for whether they are ASCII is asked once in the end.
    long seen = 0;
    // Not a loop: for three turns at most, what a compiler makes of one costs more than it does.
    if (length >= 8) {
      long low = fourAt(text, 0);
      long high = fourAt(text, 4);
      seen = low | high;
      hash = withEight(hash, low, high);
      if (length >= 16) {
        low = fourAt(text, 8);
        high = fourAt(text, 12);
        seen |= low | high;
        hash = withEight(hash, low, high);
        if (length >= 24) {
          low = fourAt(text, 16);
          high = fourAt(text, 20);
          seen |= low | high;
          hash = withEight(hash, low, high);
        }
      }
    }
    int rest = length & ~7;
    if ((length & 4) != 0) {
      long four = fourAt(text, rest);
      seen |= four;
      hash = Long.rotateLeft(hash ^ (packed(four) * P1), 23) * P2 + P3;
      rest += 4;
    }
    for (int i = rest; i < length; i++) {
      char one = text.charAt(i);
      seen |= one;
      hash = Long.rotateLeft(hash ^ (one * P5), 11) * P1;
    }
    return (seen & NOT_ASCII) == 0 ? avalanche(hash) : hashCopy(text);
  }

  private static long withEight(long hash, long low, long high) {
    long lane = Long.rotateLeft((packed(low) | (packed(high) << 32)) * P2, 31) * P1;
    return Long.rotateLeft(hash ^ lane, 27) * P1 + P4;
  }

  /** Four characters, the first one lowest. */
  private static long fourAt(String text, int index) {
    return text.charAt(index)
        | ((long) text.charAt(index + 1) << 16)
        | ((long) text.charAt(index + 2) << 32)
        | ((long) text.charAt(index + 3) << 48);
  }

  /** The low bytes of four characters that are ASCII, without the zeros between them. */
  private static long packed(long four) {
    long pairs = (four | (four >>> 8)) & 0x0000ffff0000ffffL;
    return (pairs | (pairs >>> 16)) & 0xffffffffL;
  }

  private static long avalanche(long value) {
    long hash = (value ^ (value >>> 33)) * P2;
    hash = (hash ^ (hash >>> 29)) * P3;
    return hash ^ (hash >>> 32);
  }
}

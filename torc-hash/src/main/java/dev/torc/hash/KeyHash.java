package dev.torc.hash;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.dynatrace.hash4j.hashing.Hasher64;
import com.dynatrace.hash4j.hashing.Hashing;

/**
 * A 64-bit hash of a key's bytes. Text is hashed as UTF-8, so that programs in other languages
 * agree.
 *
 * <p>Implementations are stateless and safe for use by any number of threads. Hashing bytes does
 * not allocate, but for those by MD5.
 */
@FunctionalInterface
public interface KeyHash {

  /**
   * XXH64 with seed 0, bit for bit that of the xxHash reference implementation. It is the key hash
   * of Envoy and gRPC, and the one Torc's rings use unless told otherwise. Hashing ASCII text of up
   * to 31 characters does not allocate.
   *
   * @see <a href="https://github.com/Cyan4973/xxHash/blob/dev/doc/xxhash_spec.md">xxHash
   *     specification</a>
   */
  @SuppressWarnings("ClassInitializationDeadlock") // Nobody else names that class.
  KeyHash XXH64 = Xxh64.INSTANCE;

  /**
   * XXH3 with 64 bits and seed 0: faster than {@link #XXH64} on short keys, known to fewer
   * programs.
   */
  KeyHash XXH3 = of(Hashing.xxh3_64());

  /**
   * Hashes a part of an array.
   *
   * @throws IndexOutOfBoundsException if the part does not lie within the array
   */
  long hash(byte[] bytes, int offset, int length);

  /** Hashes a whole array. */
  default long hash(byte[] bytes) {
    return hash(bytes, 0, bytes.length);
  }

  /** Hashes the UTF-8 bytes of a text. */
  default long hash(String text) {
    return hash(text.getBytes(UTF_8));
  }

  /**
   * A hash of 32 bits as one on the circle of 64: in its upper half, so that its order and its
   * distances stay.
   */
  static long circle(int hash) {
    return (long) hash << Integer.SIZE;
  }

  private static KeyHash of(Hasher64 hasher) {
    return hasher::hashBytesToLong;
  }
}

package dev.torc.hash;

/** CRC-32 of a key: nginx's key hash. */
enum Crc32Hash implements KeyHash {
  INSTANCE;

  @Override
  public long hash(byte[] bytes, int offset, int length) {
    return KeyHash.circle(Crc32State.of(bytes, offset, length));
  }
}

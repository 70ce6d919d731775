package dev.torc.hash;

/** XXH64 in the order of signed numbers: that of grpc-java's ring, whose circle begins at −2⁶³. */
enum SignedXxh64 implements KeyHash {
  INSTANCE;

  @Override
  public long hash(byte[] bytes, int offset, int length) {
    return KeyHash.XXH64.hash(bytes, offset, length) ^ Long.MIN_VALUE;
  }
}

package dev.torc.hash;

import com.dynatrace.hash4j.hashing.Hashing;

/**
 * The key hashes of libmemcached and twemproxy, of 32 bits each. Bytes are signed in those marked
 * so, as {@code char} is on x86.
 *
 * <p>From {@code libhashkit} of libmemcached 1.1.4 and {@code src/hashkit} of twemproxy 0.5.0.
 */
public enum MemcachedHash implements KeyHash {
  /** B. Jenkins's one-at-a-time, signed; libmemcached's default. */
  ONE_AT_A_TIME {
    @Override
    int hash32(byte[] bytes, int offset, int length) {
      int hash = 0;
      for (int i = offset; i < offset + length; i++) {
        hash += bytes[i];
        hash += hash << 10;
        hash ^= hash >>> 6;
      }
      hash += hash << 3;
      hash ^= hash >>> 11;
      return hash + (hash << 15);
    }
  },

  /** The lower half of FNV-1 with 64 bits, whose constants were cut to 32, signed. */
  FNV1_64 {
    @Override
    int hash32(byte[] bytes, int offset, int length) {
      return fnv1(CUT_OFFSET, CUT_PRIME, bytes, offset, length);
    }
  },

  /** The same of FNV-1a, signed; twemproxy's default. */
  FNV1A_64 {
    @Override
    int hash32(byte[] bytes, int offset, int length) {
      return fnv1a(CUT_OFFSET, CUT_PRIME, bytes, offset, length);
    }
  },

  /** FNV-1 with 32 bits, signed. */
  FNV1_32 {
    @Override
    int hash32(byte[] bytes, int offset, int length) {
      return fnv1(FNV_OFFSET, FNV_PRIME, bytes, offset, length);
    }
  },

  /** FNV-1a with 32 bits, signed. */
  FNV1A_32 {
    @Override
    int hash32(byte[] bytes, int offset, int length) {
      return fnv1a(FNV_OFFSET, FNV_PRIME, bytes, offset, length);
    }
  },

  /** The first four bytes of MD5, little-endian. */
  MD5 {
    @Override
    int hash32(byte[] bytes, int offset, int length) {
      return Md5.first(bytes, offset, length);
    }
  },

  /** 15 bits of CRC-32: too few for a ring, for all keys lie in its first part. */
  CRC32 {
    @Override
    int hash32(byte[] bytes, int offset, int length) {
      return (Crc32State.of(bytes, offset, length) >> 16) & 0x7fff;
    }
  },

  /** CRC-32 whole. */
  CRC32A {
    @Override
    int hash32(byte[] bytes, int offset, int length) {
      return Crc32State.of(bytes, offset, length);
    }
  },

  /** CRC-16 of the CCITT, begun in 32 bits that are never cut to 16; in twemproxy only. */
  CRC16 {
    @Override
    int hash32(byte[] bytes, int offset, int length) {
      int crc = 0;
      for (int i = offset; i < offset + length; i++) {
        crc = (crc << Byte.SIZE) ^ ccitt(((crc >>> Byte.SIZE) ^ bytes[i]) & 0xff);
      }
      return crc;
    }
  },

  /** P. Hsieh's SuperFastHash. */
  HSIEH {
    @Override
    int hash32(byte[] bytes, int offset, int length) {
      return SuperFastHash.hash(bytes, offset, length);
    }
  },

  /** B. Jenkins's lookup3. */
  JENKINS {
    @Override
    int hash32(byte[] bytes, int offset, int length) {
      return Lookup3.hash(bytes, offset, length, JENKINS_SEED);
    }
  },

  /** A. Appleby's MurmurHash2, seeded by the length. */
  MURMUR {
    @Override
    int hash32(byte[] bytes, int offset, int length) {
      return Murmur2.hash32(bytes, offset, length, MURMUR_SEED * length);
    }
  },

  /** A. Appleby's MurmurHash3 for x86 with 32 bits, seeded by the length; in libmemcached only. */
  MURMUR3 {
    @Override
    int hash32(byte[] bytes, int offset, int length) {
      return Hashing.murmur3_32(MURMUR_SEED * length).hashBytesToInt(bytes, offset, length);
    }
  };

  private static final int JENKINS_SEED = 13;
  private static final int MURMUR_SEED = 0xdeadbeef;
  private static final int CCITT_POLYNOMIAL = 0x1021;
  private static final int CUT_OFFSET = 0x84222325;
  private static final int CUT_PRIME = 0x1b3;
  private static final int FNV_OFFSET = 0x811c9dc5;
  private static final int FNV_PRIME = 0x01000193;

  abstract int hash32(byte[] bytes, int offset, int length);

  @Override
  public long hash(byte[] bytes, int offset, int length) {
    return KeyHash.circle(hash32(bytes, offset, length));
  }

  private static int fnv1(int start, int prime, byte[] bytes, int offset, int length) {
    int hash = start;
    for (int i = offset; i < offset + length; i++) {
      hash = (hash * prime) ^ bytes[i];
    }
    return hash;
  }

  private static int fnv1a(int start, int prime, byte[] bytes, int offset, int length) {
    int hash = start;
    for (int i = offset; i < offset + length; i++) {
      hash = (hash ^ bytes[i]) * prime;
    }
    return hash;
  }

  /** The remainder of one byte. */
  private static int ccitt(int value) {
    int crc = value << Byte.SIZE;
    for (int bit = 0; bit < Byte.SIZE; bit++) {
      crc = (crc << 1) ^ ((crc & 0x8000) == 0 ? 0 : CCITT_POLYNOMIAL);
    }
    return crc & 0xffff;
  }
}

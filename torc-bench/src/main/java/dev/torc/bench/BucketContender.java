package dev.torc.bench;

import com.dynatrace.hash4j.consistent.ConsistentBucketHasher;
import com.dynatrace.hash4j.consistent.ConsistentHashing;
import com.dynatrace.hash4j.hashing.Hasher64;
import com.dynatrace.hash4j.hashing.Hashing;
import com.dynatrace.hash4j.random.PseudoRandomGeneratorProvider;
import java.util.List;

/**
 * Functions from a hash to the number of a bucket. They know nothing of nodes and text, so text is
 * hashed by hash4j's XXH3 of its characters, faster than any hash of bytes that have to be copied
 * out first, and the bucket is an index into an array of names.
 */
final class BucketContender implements Contender {
  private static final Hasher64 KEY_HASH = Hashing.xxh3_64();

  private final String[] names;
  private final ConsistentBucketHasher function;

  private BucketContender(List<String> names, ConsistentBucketHasher function) {
    this.names = names.toArray(String[]::new);
    this.function = function;
  }

  /** Guava's {@code Hashing.consistentHash}: jump hash. */
  static Contender guava(List<String> names) {
    return new BucketContender(names, com.google.common.hash.Hashing::consistentHash);
  }

  /** JumpBackHash with the generator that its author recommends. */
  static Contender hash4jJumpBack(List<String> names) {
    return new BucketContender(names, ConsistentHashing.jumpBackHashSplitMix64());
  }

  /** Jump hash with the same generator. */
  static Contender hash4jJump(List<String> names) {
    return new BucketContender(
        names, ConsistentHashing.jumpHash(PseudoRandomGeneratorProvider.splitMix64_V1()));
  }

  @Override
  public int locate(long hash) {
    return function.getBucket(hash, names.length);
  }

  @Override
  public Object locate(String key) {
    return names[locate(KEY_HASH.hashCharsToLong(key))];
  }

  @Override
  public int index(Object node) {
    return List.of(names).indexOf(node);
  }
}

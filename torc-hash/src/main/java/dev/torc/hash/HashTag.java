package dev.torc.hash;

/**
 * A key hash of the part of a key between two characters, so that keys with the same part go to the
 * same node: what lies after the first opening one and before the next closing one. Without both,
 * or with nothing between them, the whole key is hashed.
 *
 * <p>twemproxy 0.5.0, {@code hash_tag}; with braces also Redis Cluster's rule.
 *
 * @param hash of that part
 * @param open the opening character
 * @param close the closing character
 */
record HashTag(KeyHash hash, byte open, byte close) implements KeyHash {

  @Override
  public long hash(byte[] bytes, int offset, int length) {
    int end = offset + length;
    int start = indexOf(open, bytes, offset, end) + 1;
    int stop = indexOf(close, bytes, start, end);
    return stop == end || stop == start
        ? hash.hash(bytes, offset, length)
        : hash.hash(bytes, start, stop - start);
  }

  /** Where a byte first is, {@code to} if nowhere. */
  private static int indexOf(byte wanted, byte[] bytes, int from, int to) {
    for (int i = from; i < to; i++) {
      if (bytes[i] == wanted) {
        return i;
      }
    }
    return to;
  }
}

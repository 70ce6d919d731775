package dev.torc.bench;

/**
 * A placement under measurement, over nodes that were named in sorted order and are known by their
 * index in it.
 *
 * <p>Each adapter does as little as it can: its caller measures the library behind it. Not safe for
 * use by several threads.
 */
interface Contender {

  /**
   * The index of the node of a key whose hash is known.
   *
   * @throws UnsupportedOperationException if the library hashes keys itself
   */
  int locate(long hash);

  /** The node of a key, as whatever the library itself knows a node by. */
  Object locate(String key);

  /** The index of what {@link #locate(String)} answered; for tests, as slow as it likes. */
  int index(Object node);

  /**
   * The same with one node more, be it this one changed or another; measured, then thrown away.
   *
   * @throws UnsupportedOperationException if that is no work at all, or nobody asks for it
   */
  default Contender add(String name) {
    throw new UnsupportedOperationException("add " + name);
  }
}

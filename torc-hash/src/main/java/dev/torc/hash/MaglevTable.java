package dev.torc.hash;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.dynatrace.hash4j.hashing.Hasher64;
import com.dynatrace.hash4j.hashing.Hashing;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The table of {@link Maglev}. */
final class MaglevTable implements Maglev {
  private static final Hasher64 OFFSET_HASH = Hashing.xxh64();
  private static final Hasher64 SKIP_HASH = Hashing.xxh64(1);
  private static final int FREE = -1;
  private static final int PRIME_CERTAINTY = 50;

  private final List<Node> nodes;
  private final Indexing indexing;

  /** Indexes of nodes; half the memory, and so more of it in the cache, if they fit. */
  private final char @Nullable [] narrow;

  private final int[] wide;
  private final int size;
  private final int reachableNodes;

  /** How a hash becomes an index. */
  enum Indexing {
    /** The upper half of hash × size: no division, and neighbouring hashes lie together. */
    TOP_BITS,
    /** The remainder. */
    REMAINDER
  }

  private MaglevTable(List<Node> nodes, int size, Indexing indexing) {
    this.nodes = nodes;
    this.indexing = indexing;
    this.reachableNodes = (int) nodes.stream().filter(node -> node.weight() > 0).count();
    checkSize(size, reachableNodes);
    int[] table = fill(nodes, size);
    boolean fits = reachableNodes > 0 && nodes.size() <= Character.MAX_VALUE;
    this.size = size;
    this.narrow = fits ? narrowed(table) : null;
    this.wide = fits ? new int[0] : table;
  }

  private static char[] narrowed(int[] table) {
    char[] narrow = new char[table.length];
    for (int i = 0; i < table.length; i++) {
      narrow[i] = (char) table[i];
    }
    return narrow;
  }

  static MaglevTable of(Collection<Node> nodes, int size, Indexing indexing) {
    return new MaglevTable(NodeSet.sorted(nodes), size, indexing);
  }

  private static void checkSize(int size, int reachableNodes) {
    if (size < 2
        || size > MAX_TABLE_SIZE
        || !BigInteger.valueOf(size).isProbablePrime(PRIME_CERTAINTY)) {
      throw new PlacementException(
          "tableSize: " + size + " (expected: a prime of at most " + MAX_TABLE_SIZE + ")");
    }
    if (size < reachableNodes) {
      throw new PlacementException(
          "tableSize: "
              + size
              + " (expected: at least the number of nodes with a weight, "
              + reachableNodes
              + ")");
    }
  }

  /** A node's walk through the table. */
  private static final class Permutation {
    final int owner;
    final double weight;
    final int size;
    final int skip;
    int next;
    double target;

    Permutation(int owner, Node node, double totalWeight, int size) {
      byte[] name = node.name().getBytes(UTF_8);
      this.owner = owner;
      this.weight = node.weight() / totalWeight;
      this.size = size;
      this.next = (int) Long.remainderUnsigned(OFFSET_HASH.hashBytesToLong(name), size);
      this.skip = (int) Long.remainderUnsigned(SKIP_HASH.hashBytesToLong(name), size - 1) + 1;
    }

    void takeFreeEntry(int[] table) {
      while (table[next] != FREE) {
        advance();
      }
      table[next] = owner;
      advance();
    }

    private void advance() {
      next += skip;
      next -= next < size ? 0 : size;
    }
  }

  /**
   * In rounds: the heaviest nodes take an entry in each, a node of a third of that in each third.
   */
  private static int[] fill(List<Node> nodes, int size) {
    int[] table = new int[size];
    Arrays.fill(table, FREE);
    double total = nodes.stream().mapToDouble(Node::weight).sum();
    double largest = nodes.stream().mapToDouble(Node::weight).max().orElse(0) / total;
    Permutation[] permutations = new Permutation[nodes.size()];
    int count = 0;
    for (int i = 0; i < nodes.size(); i++) {
      if (nodes.get(i).weight() > 0) {
        permutations[count++] = new Permutation(i, nodes.get(i), total, size);
      }
    }
    int taken = count == 0 ? size : 0;
    for (int round = 1; taken < size; round++) {
      for (int i = 0; i < count && taken < size; i++) {
        Permutation permutation = permutations[i];
        // Sums of fractions in this order, for the rounding is part of Envoy's placement.
        if (round * permutation.weight >= permutation.target) {
          permutation.target += largest;
          permutation.takeFreeEntry(table);
          taken++;
        }
      }
    }
    return table;
  }

  @Override
  public List<Node> nodes() {
    return nodes;
  }

  @Override
  public KeyHash keyHash() {
    return KeyHash.XXH64;
  }

  @Override
  public int tableSize() {
    return size;
  }

  @Override
  public int locate(long hash) {
    return owner(entry(hash));
  }

  private int owner(int entry) {
    return narrow == null ? wide[entry] : narrow[entry];
  }

  private int entry(long hash) {
    return indexing == Indexing.TOP_BITS
        // The product's upper half with the hash unsigned; the JDK's own method is newer than 17.
        ? (int) (Math.multiplyHigh(hash, size) + ((hash >> 63) & size))
        : (int) Long.remainderUnsigned(hash, size);
  }

  @Override
  public int locate(long hash, int[] distinct) {
    int wanted = Math.min(distinct.length, reachableNodes);
    int found = 0;
    for (int entry = entry(hash); found < wanted; entry = entry + 1 == size ? 0 : entry + 1) {
      int owner = owner(entry);
      if (!NodeSet.contains(distinct, found, owner)) {
        distinct[found++] = owner;
      }
    }
    return found;
  }

  @Override
  public double[] shares() {
    double[] shares = new double[nodes.size()];
    if (reachableNodes > 0) {
      for (int entry = 0; entry < size; entry++) {
        shares[owner(entry)]++;
      }
      for (int i = 0; i < shares.length; i++) {
        shares[i] /= size;
      }
    }
    return shares;
  }

  @Override
  public Maglev add(Node node) {
    return new MaglevTable(NodeSet.with(nodes, node), size, indexing);
  }

  @Override
  public Maglev remove(String name) {
    return new MaglevTable(NodeSet.without(nodes, name), size, indexing);
  }

  @Override
  public String toString() {
    return "Maglev[" + nodes.size() + " nodes, " + size + " entries]";
  }
}

package dev.torc.hash;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.List;

/**
 * {@link Rendezvous} by exponential draws: node <i>i</i> of weight <i>w</i> draws an exponential
 * variate of rate <i>w</i>, and the smallest one wins, which has probability <i>w</i> over the sum
 * of weights.
 *
 * <p>The variate is −ln(<i>u</i>)/<i>w</i> with <i>u</i> from the mixed hash of key and name; of
 * equal ones that of the larger <i>u</i>, then that of the smaller name. So with equal weights the
 * largest <i>u</i> wins, and no logarithm is needed. {@link StrictMath}, because two JVMs must
 * agree on the last bit.
 */
final class DrawnRendezvous implements Rendezvous {
  private static final int FRACTION_BITS = 53;

  private final List<Node> nodes;
  private final KeyHash keyHash;

  /** Of the nodes with a weight, in the order of {@link #nodes}. */
  private final int[] owners;

  private final long[] seeds;
  private final double[] weights;
  private final boolean equalWeights;

  DrawnRendezvous(List<Node> nodes, KeyHash keyHash) {
    this.nodes = nodes;
    this.keyHash = keyHash;
    int count = (int) nodes.stream().filter(node -> node.weight() > 0).count();
    this.owners = new int[count];
    this.seeds = new long[count];
    this.weights = new double[count];
    int filled = 0;
    for (int i = 0; i < nodes.size(); i++) {
      if (nodes.get(i).weight() > 0) {
        owners[filled] = i;
        seeds[filled] = KeyHash.XXH64.hash(nodes.get(i).name().getBytes(UTF_8));
        weights[filled++] = nodes.get(i).weight();
      }
    }
    this.equalWeights =
        nodes.stream().mapToInt(Node::weight).filter(w -> w > 0).distinct().count() <= 1;
  }

  @Override
  public List<Node> nodes() {
    return nodes;
  }

  @Override
  public KeyHash keyHash() {
    return keyHash;
  }

  @Override
  public int locate(long hash) {
    if (owners.length == 0) {
      return NO_NODE;
    }
    return owners[equalWeights ? ofLargestDraw(hash) : ofSmallestVariate(hash)];
  }

  private int ofLargestDraw(long hash) {
    int best = 0;
    long bestDraw = -1;
    for (int i = 0; i < seeds.length; i++) {
      long draw = draw(hash, i);
      if (draw > bestDraw) {
        best = i;
        bestDraw = draw;
      }
    }
    return best;
  }

  private int ofSmallestVariate(long hash) {
    int best = 0;
    for (int i = 1; i < seeds.length; i++) {
      if (precedes(hash, i, best)) {
        best = i;
      }
    }
    return best;
  }

  /** The draw of a node: evenly distributed, not negative, of 53 bits. */
  private long draw(long hash, int i) {
    return Mix.of(hash ^ seeds[i]) >>> (Long.SIZE - FRACTION_BITS);
  }

  private double variate(long draw, int i) {
    // From the middle of the draw's interval, for ln(0) is no number.
    return -StrictMath.log((draw + 0.5) * 0x1p-53) / weights[i];
  }

  /** Whether one node stands before another for a hash. */
  private boolean precedes(long hash, int one, int other) {
    long draw = draw(hash, one);
    long otherDraw = draw(hash, other);
    int order = Double.compare(variate(draw, one), variate(otherDraw, other));
    return order < 0 || (order == 0 && (draw > otherDraw || (draw == otherDraw && one < other)));
  }

  @Override
  public int locate(long hash, int[] distinct) {
    int wanted = Math.min(distinct.length, owners.length);
    int found = 0;
    for (int i = 0; i < owners.length; i++) {
      found = insert(hash, distinct, found, wanted, i);
    }
    for (int i = 0; i < found; i++) {
      distinct[i] = owners[distinct[i]];
    }
    return found;
  }

  /** Puts a node where it belongs among the best ones so far, and returns how many those are. */
  private int insert(long hash, int[] best, int found, int wanted, int candidate) {
    int place = found;
    while (place > 0 && precedes(hash, candidate, best[place - 1])) {
      place--;
    }
    if (place == wanted) {
      return found;
    }
    int kept = Math.min(found, wanted - 1);
    System.arraycopy(best, place, best, place + 1, kept - place);
    best[place] = candidate;
    return kept + 1;
  }

  @Override
  public double[] shares() {
    double[] shares = new double[nodes.size()];
    double total = 0;
    for (double weight : weights) {
      total += weight;
    }
    for (int i = 0; i < owners.length; i++) {
      shares[owners[i]] = weights[i] / total;
    }
    return shares;
  }

  @Override
  public Rendezvous add(Node node) {
    return new DrawnRendezvous(NodeSet.with(nodes, node), keyHash);
  }

  @Override
  public Rendezvous remove(String name) {
    return new DrawnRendezvous(NodeSet.without(nodes, name), keyHash);
  }

  @Override
  public String toString() {
    return "Rendezvous[" + nodes.size() + " nodes]";
  }
}

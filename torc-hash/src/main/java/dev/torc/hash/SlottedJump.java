package dev.torc.hash;

import com.dynatrace.hash4j.consistent.ConsistentBucketHasher;
import com.dynatrace.hash4j.consistent.ConsistentHashing;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** {@link Jump} on an array of slots. */
final class SlottedJump implements Jump {
  static final int VACANT = -1;

  /** Stateless, unlike those of hash4j that are given a generator. */
  private static final ConsistentBucketHasher JUMP = ConsistentHashing.jumpBackHashSplitMix64();

  private final List<Node> nodes;
  private final KeyHash keyHash;
  private final int[] slots;
  private final int occupiedSlots;
  private final int reachableNodes;

  /**
   * Takes what is consistent: each node in as many slots as its weight.
   *
   * @param nodes sorted
   * @param slots the index of a slot's node, or {@link #VACANT}
   */
  SlottedJump(List<Node> nodes, KeyHash keyHash, int[] slots) {
    this.nodes = nodes;
    this.keyHash = keyHash;
    this.slots = slots;
    this.occupiedSlots = nodes.stream().mapToInt(Node::weight).sum();
    this.reachableNodes = (int) nodes.stream().filter(node -> node.weight() > 0).count();
  }

  static SlottedJump of(List<Node> nodes, KeyHash keyHash) {
    int[] slots = new int[checkedTotal(nodes)];
    int slot = 0;
    for (int i = 0; i < nodes.size(); i++) {
      Arrays.fill(slots, slot, slot + nodes.get(i).weight(), i);
      slot += nodes.get(i).weight();
    }
    return new SlottedJump(nodes, keyHash, slots);
  }

  private static int checkedTotal(List<Node> nodes) {
    long total = nodes.stream().mapToLong(Node::weight).sum();
    if (total > MAX_SLOTS) {
      throw new PlacementException(
          "sum of weights: " + total + " (expected: at most " + MAX_SLOTS + ", a slot each)");
    }
    return (int) total;
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
  public int slots() {
    return slots.length;
  }

  @Override
  public int occupiedSlots() {
    return occupiedSlots;
  }

  /** A copy of what sits in each slot. */
  int[] occupants() {
    return slots.clone();
  }

  @Override
  public int locate(long hash) {
    if (occupiedSlots == 0) {
      return NO_NODE;
    }
    int owner = slots[JUMP.getBucket(hash, slots.length)];
    return owner == VACANT ? jumpOn(hash) : owner;
  }

  private int jumpOn(long hash) {
    int owner = VACANT;
    for (long attempt = 1; owner == VACANT; attempt++) {
      owner = slots[JUMP.getBucket(Mix.at(hash, attempt), slots.length)];
    }
    return owner;
  }

  @Override
  public int locate(long hash, int[] distinct) {
    int wanted = Math.min(distinct.length, reachableNodes);
    int found = 0;
    for (long attempt = 0; found < wanted; attempt++) {
      long jump = attempt == 0 ? hash : Mix.at(hash, attempt);
      int owner = slots[JUMP.getBucket(jump, slots.length)];
      if (owner != VACANT && !NodeSet.contains(distinct, found, owner)) {
        distinct[found++] = owner;
      }
    }
    return found;
  }

  @Override
  public double[] shares() {
    double[] shares = new double[nodes.size()];
    for (int i = 0; i < shares.length; i++) {
      shares[i] = occupiedSlots == 0 ? 0 : (double) nodes.get(i).weight() / occupiedSlots;
    }
    return shares;
  }

  @Override
  public Jump add(Node node) {
    if (NodeSet.indexOf(nodes, node.name()) >= 0) {
      throw NodeSet.duplicate(node.name());
    }
    List<Node> more = NodeSet.with(nodes, node);
    int index = more.indexOf(node);
    int[] shifted = new int[slots.length];
    for (int i = 0; i < slots.length; i++) {
      shifted[i] = slots[i] >= index ? slots[i] + 1 : slots[i];
    }
    return new SlottedJump(more, keyHash, seated(shifted, index, node.weight()));
  }

  /** The slots with a node in so many vacant ones, new ones if there are too few. */
  private static int[] seated(int[] slots, int index, int count) {
    int vacant = (int) Arrays.stream(slots).filter(owner -> owner == VACANT).count();
    long length = slots.length + (long) Math.max(0, count - vacant);
    if (length > MAX_SLOTS) {
      throw new PlacementException(
          "slots: " + length + " (expected: at most " + MAX_SLOTS + "; lower the weights)");
    }
    int[] seated = Arrays.copyOf(slots, (int) length);
    Arrays.fill(seated, slots.length, seated.length, VACANT);
    int missing = count;
    for (int i = 0; missing > 0; i++) {
      if (seated[i] == VACANT) {
        seated[i] = index;
        missing--;
      }
    }
    return seated;
  }

  @Override
  public Jump remove(String name) {
    int index = NodeSet.checkedIndexOf(nodes, name);
    int[] left = new int[slots.length];
    for (int i = 0; i < slots.length; i++) {
      left[i] = slots[i] == index ? VACANT : slots[i] > index ? slots[i] - 1 : slots[i];
    }
    return new SlottedJump(NodeSet.without(nodes, name), keyHash, left);
  }

  @Override
  public Jump reweight(String name, int weight) {
    int index = NodeSet.checkedIndexOf(nodes, name);
    int change = weight - nodes.get(index).weight();
    List<Node> reweighted = new ArrayList<>(nodes);
    reweighted.set(index, new Node(name, weight));
    int[] changed = change < 0 ? vacated(slots, index, -change) : seated(slots, index, change);
    return new SlottedJump(List.copyOf(reweighted), keyHash, changed);
  }

  /** The slots without a node in so many of its own, the last ones first. */
  private static int[] vacated(int[] slots, int index, int count) {
    int[] vacated = slots.clone();
    int left = count;
    for (int i = vacated.length - 1; left > 0; i--) {
      if (vacated[i] == index) {
        vacated[i] = VACANT;
        left--;
      }
    }
    return vacated;
  }

  @Override
  public Jump compacted() {
    return of(nodes, keyHash);
  }

  @Override
  public byte[] toBytes() {
    return JumpCodec.write(this);
  }

  @Override
  public String toString() {
    return "Jump[" + nodes.size() + " nodes, " + occupiedSlots + " of " + slots.length + " slots]";
  }
}

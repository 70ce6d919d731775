package dev.torc.cache.coordination;

import dev.torc.hash.KeyHash;
import dev.torc.hash.Node;
import dev.torc.hash.PlacementDiff;
import dev.torc.hash.Ring;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where keys are: a stack of rings, of which each takes from those below what its moves have
 * committed. Without a change there is one ring.
 *
 * <p>Immutable, and safe for use by any number of threads. A look-up costs one in each ring, and
 * does not allocate.
 */
public final class Topology {
  private static final Ring NOBODY = Ring.of(List.of(), 1);

  private final long epoch;
  private final List<Member> members;
  private final List<Level> levels;

  /** Of keys that do not move, by slot: the position in {@link #members}. */
  private final Route[] settled;

  /** Of keys that move now, by the slots of source and destination; none without a change. */
  private final @Nullable Route[][] moving;

  /** A ring with the slots of its nodes, and what it has taken from those below. */
  @SuppressWarnings("ArrayRecordComponent") // It is never compared.
  private record Level(Layer layer, Ring ring, int[] slots, boolean[][] moved) {
    int locate(long hash) {
      return slots[ring.locate(hash)];
    }
  }

  private Topology(
      long epoch, List<Member> members, List<Level> levels, @Nullable Route[][] moving) {
    this.epoch = epoch;
    this.members = members;
    this.levels = levels;
    this.moving = moving;
    this.settled =
        members.stream().map(node -> new Route(node, Phase.DIRECT, null)).toArray(Route[]::new);
  }

  /** The topology of a state. */
  public static Topology of(ClusterState state) {
    return of(state, null);
  }

  /** The topology of a state, with the rings of another one where they are the same. */
  public static Topology of(ClusterState state, @Nullable Topology former) {
    List<Member> members = state.members();
    List<Level> levels = new ArrayList<>();
    for (Layer layer : state.layers()) {
      levels.add(level(layer, members, former));
    }
    Route[][] moving = new Route[members.size()][members.size()];
    Change active = state.active();
    if (active != null) {
      for (Move move : active.moves()) {
        if (!move.step().isCommitted()) {
          int from = slotOf(members, move.from());
          moving[from][slotOf(members, move.to())] =
              new Route(members.get(from), move.step().phase(), move.pair());
        }
      }
    }
    return new Topology(state.epoch(), members, List.copyOf(levels), moving);
  }

  private static Level level(Layer layer, List<Member> members, @Nullable Topology former) {
    Ring ring = former == null ? null : former.ringOf(layer, members);
    if (ring == null) {
      ring = ring(layer, members);
    }
    int[] slots = new int[ring.nodes().size()];
    for (int slot = 0; slot < members.size(); slot++) {
      Member member = members.get(slot);
      for (int i = 0; i < slots.length; i++) {
        if (ring.nodes().get(i).name().equals(member.name())) {
          slots[i] = slot;
        }
      }
    }
    boolean[][] moved = new boolean[members.size()][members.size()];
    for (Pair pair : layer.moved()) {
      moved[slotOf(members, pair.from())][slotOf(members, pair.to())] = true;
    }
    return new Level(layer, ring, slots, moved);
  }

  private @Nullable Ring ringOf(Layer layer, List<Member> wanted) {
    for (Level level : levels) {
      if (level.layer.pointsPerNode() == layer.pointsPerNode()
          && level.layer.weights().equals(layer.weights())
          && namesOf(layer, wanted).equals(namesOf(level.layer, members))) {
        return level.ring;
      }
    }
    return null;
  }

  private static List<String> namesOf(Layer layer, List<Member> members) {
    return layer.weights().stream()
        .map(weight -> members.get(slotOf(members, weight.node())).name())
        .toList();
  }

  /** The ring of a layer. */
  static Ring ring(Layer layer, List<Member> members) {
    List<Node> nodes = new ArrayList<>();
    for (Layer.Weight weight : layer.weights()) {
      Member member = members.get(slotOf(members, weight.node()));
      nodes.add(new Node(member.name(), weight.weight()));
    }
    return Ring.of(nodes, layer.pointsPerNode());
  }

  private static int slotOf(List<Member> members, int index) {
    for (int slot = 0; slot < members.size(); slot++) {
      if (members.get(slot).index() == index) {
        return slot;
      }
    }
    throw new IllegalArgumentException("node " + index + " (expected: one of " + members + ")");
  }

  /** Counts up with every move that is committed. */
  public long epoch() {
    return epoch;
  }

  /** The nodes that are on a ring of the stack, by index. */
  public List<Member> members() {
    return members;
  }

  /** What turns a key into what the other methods expect. */
  public KeyHash keyHash() {
    return levels.get(0).ring.keyHash();
  }

  /** The ring on top: all keys' when nothing moves. */
  public Ring ring() {
    return levels.get(levels.size() - 1).ring;
  }

  /** Where operations on a key go. */
  public Route route(long hash) {
    int owner = levels.get(0).locate(hash);
    if (levels.size() == 1) {
      return settled[owner];
    }
    for (int i = 1; i < levels.size(); i++) {
      Level level = levels.get(i);
      int wanted = level.locate(hash);
      if (wanted != owner) {
        if (level.moved[owner][wanted]) {
          owner = wanted;
        } else if (i == levels.size() - 1 && moving[owner][wanted] != null) {
          return moving[owner][wanted];
        }
      }
    }
    return settled[owner];
  }

  /**
   * The move of the topmost ring that a key belongs to, committed or not: from its owner by the
   * rings below.
   *
   * @return {@code null} if the key stays where it is
   */
  public @Nullable Pair pairOf(long hash) {
    int owner = ownerBelow(levels.size() - 1, hash);
    int wanted = levels.get(levels.size() - 1).locate(hash);
    return owner == wanted
        ? null
        : new Pair(members.get(owner).index(), members.get(wanted).index());
  }

  private int ownerBelow(int level, long hash) {
    int owner = levels.get(0).locate(hash);
    for (int i = 1; i < level; i++) {
      int wanted = levels.get(i).locate(hash);
      if (wanted != owner && levels.get(i).moved[owner][wanted]) {
        owner = wanted;
      }
    }
    return owner;
  }

  /**
   * The part of all hashes that each node owns now, by position in {@link #members}; they add up to
   * 1. Linear in the points of all rings.
   */
  public double[] shares() {
    double[] shares = new double[members.size()];
    forEachArc((hash, share) -> shares[ownerBelow(levels.size(), hash)] += share);
    return shares;
  }

  /** What has to move for the topmost ring to own all keys, by source and destination. */
  Map<Pair, Double> moves() {
    Map<Pair, Double> moves = new HashMap<>();
    forEachArc((hash, share) -> {
      Pair pair = pairOf(hash);
      if (pair != null) {
        moves.merge(pair, share, Double::sum);
      }
    });
    return moves;
  }

  /** Receives arcs that are one node's on each ring. */
  private interface ArcConsumer {
    void accept(long lastHash, double share);
  }

  private void forEachArc(ArcConsumer consumer) {
    long[] lasts = lasts();
    long before = 0;
    boolean first = true;
    for (long flipped : lasts) {
      long last = flipped ^ Long.MIN_VALUE;
      // The first arc begins at 0, as if a point lay before it.
      double length = unsigned(last - before) + (first ? 1 : 0);
      if (length > 0) {
        consumer.accept(last, length * 0x1p-64);
      }
      before = last;
      first = false;
    }
  }

  private static double unsigned(long value) {
    double low = value >>> 1;
    return 2 * low + (value & 1);
  }

  /** The last hashes of all arcs of all rings, the sign bits flipped so that they sort. */
  private long[] lasts() {
    List<long[]> all = new ArrayList<>();
    for (Level level : levels) {
      long[] lasts = new long[level.ring.points() + 1];
      int[] count = {0};
      PlacementDiff.forEachArc(
          NOBODY, level.ring, (first, last, from, to) -> lasts[count[0]++] = last ^ Long.MIN_VALUE);
      all.add(Arrays.copyOf(lasts, count[0]));
    }
    return all.stream().flatMapToLong(Arrays::stream).sorted().toArray();
  }

  @Override
  public String toString() {
    return "Topology[epoch " + epoch + ", " + levels.size() + " rings, " + members + "]";
  }
}

package dev.torc.hash;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What moves when one placement takes the place of another.
 *
 * @param movedShare the share of the hash space, or of keys, whose node changes, 0 to 1
 * @param moves from which node to which, the largest first; their shares add up to the moved one
 * @param exact whether the shares are exact. They are for two rings with the same key hash; else
 *     they come from {@value #SAMPLES} samples and are within 0.0025 with a probability of 0.999999
 */
public record PlacementDiff(double movedShare, List<Move> moves, boolean exact) {

  /** How many hashes, or keys, stand for all where shares are not exact. */
  static final int SAMPLES = 1 << 20;

  /**
   * Keys that go from one node to another.
   *
   * @param from {@code null} if no node had them
   * @param to {@code null} if no node has them any more
   * @param share of the hash space
   */
  public record Move(@Nullable String from, @Nullable String to, double share) {}

  /** Receives the arcs that move, in the order of the circle. */
  @FunctionalInterface
  public interface ArcConsumer {
    /**
     * Takes an arc of the circle, of the hashes from {@code first} to {@code last}, both unsigned
     * and included; one that reaches over the end of the circle comes in two parts.
     *
     * @param from index into the nodes before, {@link Placement#NO_NODE} if none had it
     * @param to index into the nodes after
     */
    void accept(long first, long last, int from, int to);
  }

  /** Copies the list. */
  public PlacementDiff {
    moves = List.copyOf(moves);
  }

  /** What moves between two placements. Linear in their size for rings, else in the samples. */
  public static PlacementDiff between(Placement before, Placement after) {
    MoveSums sums = new MoveSums(before, after);
    boolean exact = haveComparableArcs(before, after);
    if (exact) {
      forEachArc(
          (Ring) before,
          (Ring) after,
          (first, last, from, to) -> sums.add(from, to, shareOf(first, last)));
    } else if (before.keyHash().equals(after.keyHash())) {
      for (int i = 0; i < SAMPLES; i++) {
        long hash = Mix.at(0, i);
        sums.add(before.locate(hash), after.locate(hash), 1.0 / SAMPLES);
      }
    } else {
      // Their hashes have nothing in common: only keys can be compared.
      for (int i = 0; i < SAMPLES; i++) {
        String key = "key-" + i;
        sums.add(
            before.locate(before.keyHash().hash(key)),
            after.locate(after.keyHash().hash(key)),
            1.0 / SAMPLES);
      }
    }
    return sums.toDiff(exact);
  }

  private static double shareOf(long first, long last) {
    boolean wholeCircle = first == 0 && last == -1;
    return wholeCircle ? 1 : Arcs.share(first - 1, last);
  }

  private static boolean haveComparableArcs(Placement before, Placement after) {
    return before instanceof PointRing
        && after instanceof PointRing
        && before.keyHash().equals(after.keyHash());
  }

  /**
   * The arcs that move between two rings.
   *
   * @throws PlacementException if they do not hash keys alike
   */
  public static void forEachArc(Ring before, Ring after, ArcConsumer consumer) {
    if (!haveComparableArcs(before, after)) {
      throw new PlacementException(
          before + " and " + after + " hash keys differently (expected: the same key hash)");
    }
    new ArcSweep((PointRing) before, (PointRing) after, consumer).run();
  }

  /** Adds shares up by pairs of nodes. */
  private static final class MoveSums {
    private final Placement before;
    private final Placement after;
    private final Map<Long, Double> shares = new TreeMap<>();

    MoveSums(Placement before, Placement after) {
      this.before = before;
      this.after = after;
    }

    void add(int from, int to, double share) {
      String name = nameOf(before, from);
      if (name == null ? to != Placement.NO_NODE : !name.equals(nameOf(after, to))) {
        shares.merge(((long) from << Integer.SIZE) | (to & 0xffffffffL), share, Double::sum);
      }
    }

    private static @Nullable String nameOf(Placement placement, int index) {
      return index == Placement.NO_NODE ? null : placement.nodes().get(index).name();
    }

    PlacementDiff toDiff(boolean exact) {
      List<Move> moves = new ArrayList<>();
      double total = 0;
      for (Map.Entry<Long, Double> entry : shares.entrySet()) {
        int from = (int) (entry.getKey() >> Integer.SIZE);
        int to = (int) (long) entry.getKey();
        moves.add(new Move(nameOf(before, from), nameOf(after, to), entry.getValue()));
        total += entry.getValue();
      }
      moves.sort((one, other) -> Double.compare(other.share(), one.share()));
      return new PlacementDiff(total, moves, exact);
    }
  }

  /** Walks around two rings at once. */
  private static final class ArcSweep {
    private final PointRing before;
    private final PointRing after;
    private final ArcConsumer consumer;

    ArcSweep(PointRing before, PointRing after, ArcConsumer consumer) {
      this.before = before;
      this.after = after;
      this.consumer = consumer;
    }

    void run() {
      Arcs old = before.arcs();
      Arcs now = after.arcs();
      int oldIndex = 0;
      int nowIndex = 0;
      // Flipped, as the arcs are: the smallest long is the first hash on the circle.
      long first = Long.MIN_VALUE;
      boolean done = false;
      while (!done) {
        long last = Math.min(lastOf(old, oldIndex), lastOf(now, nowIndex));
        int from = ownerOf(old, oldIndex);
        int to = ownerOf(now, nowIndex);
        if (last >= first && isMove(from, to)) {
          consumer.accept(Points.flip(first), Points.flip(last), from, to);
        }
        oldIndex += oldIndex < old.size() && old.lasts()[oldIndex] == last ? 1 : 0;
        nowIndex += nowIndex < now.size() && now.lasts()[nowIndex] == last ? 1 : 0;
        done = last == Long.MAX_VALUE;
        first = last + 1;
      }
    }

    private boolean isMove(int from, int to) {
      boolean bothAreNodes = from != Placement.NO_NODE && to != Placement.NO_NODE;
      return bothAreNodes
          ? !before.nodes().get(from).name().equals(after.nodes().get(to).name())
          : from != to;
    }

    /** Past the last point the circle goes on to its end. */
    private static long lastOf(Arcs arcs, int index) {
      return index < arcs.size() ? arcs.lasts()[index] : Long.MAX_VALUE;
    }

    private static int ownerOf(Arcs arcs, int index) {
      if (arcs.size() == 0) {
        return Placement.NO_NODE;
      }
      return arcs.owners()[index < arcs.size() ? index : 0];
    }
  }
}

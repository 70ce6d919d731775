package dev.torc.hash;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The ring of any dialect: sorted {@link Points}, cut into {@link Arcs}, found by their index. */
final class PointRing implements Ring {
  private final Dialect dialect;

  /** By precedence: of equal points, the one of the node that is first here counts. */
  private final List<Node> ranked;

  private final List<Node> nodes;

  /** Owned by positions in {@link #ranked}. */
  private final Points points;

  /** Owned by positions in {@link #nodes}. */
  private final Arcs arcs;

  private final SlotIndex index;

  /** Nodes with points: what {@link #locate(long, int[])} can find at most. */
  private final int reachableNodes;

  private PointRing(Dialect dialect, List<Node> ranked, Points points) {
    this.dialect = dialect;
    this.ranked = List.copyOf(ranked);
    this.nodes = NodeSet.sorted(ranked);
    this.points = points;
    this.arcs = dialect.rule().arcs(points.positions(), renumbered(points.owners()));
    this.index = new SlotIndex(arcs);
    this.reachableNodes = reachable(dialect, ranked);
  }

  static PointRing of(Collection<Node> given, Dialect dialect) {
    List<Node> ranked = dialect.ranked(given);
    NodeSet.checkDistinct(ranked);
    return new PointRing(dialect, ranked, pointsOf(dialect, ranked));
  }

  private static Points pointsOf(Dialect dialect, List<Node> ranked) {
    PointLayout layout = dialect.layoutFor(ranked);
    int[] counts = checkedCounts(layout, ranked);
    long[][] points = new long[counts.length][];
    for (int i = 0; i < counts.length; i++) {
      points[i] = layout.points().points(ranked.get(i), counts[i]);
    }
    return Points.of(points);
  }

  /** The numbers of points, none of which was made yet when they turn out to be too many. */
  private static int[] checkedCounts(PointLayout layout, List<Node> ranked) {
    long[] counts = layout.counts().of(ranked);
    int[] checked = new int[counts.length];
    long total = 0;
    for (int i = 0; i < counts.length; i++) {
      total += counts[i];
      if (total > MAX_POINTS) {
        Node node = ranked.get(i);
        throw new PlacementException(
            "points of "
                + node.name()
                + " with weight "
                + node.weight()
                + ": "
                + counts[i]
                + ", "
                + total
                + " with the nodes before it (expected: at most "
                + MAX_POINTS
                + " in the whole ring; lower the weights or the points per node)");
      }
      checked[i] = (int) counts[i];
    }
    return checked;
  }

  /** Positions among the sorted nodes instead of ranks. */
  private int[] renumbered(int[] ranks) {
    if (ranked.equals(nodes)) {
      return ranks;
    }
    Map<String, Integer> positions = new HashMap<>();
    for (int i = 0; i < nodes.size(); i++) {
      positions.put(nodes.get(i).name(), i);
    }
    int[] byRank =
        ranked.stream().mapToInt(node -> positions.getOrDefault(node.name(), 0)).toArray();
    int[] renumbered = new int[ranks.length];
    for (int i = 0; i < ranks.length; i++) {
      renumbered[i] = byRank[ranks[i]];
    }
    return renumbered;
  }

  private static int reachable(Dialect dialect, List<Node> ranked) {
    long[] counts = dialect.layoutFor(ranked).counts().of(ranked);
    return (int) Arrays.stream(counts).filter(count -> count > 0).count();
  }

  @Override
  public List<Node> nodes() {
    return nodes;
  }

  @Override
  public KeyHash keyHash() {
    return dialect.keyHash();
  }

  @Override
  public Dialect dialect() {
    return dialect;
  }

  @Override
  public int points() {
    return points.size();
  }

  @Override
  public int locate(long hash) {
    return index.owner(hash);
  }

  @Override
  public int locate(long hash, int[] distinct) {
    int wanted = Math.min(distinct.length, reachableNodes);
    if (wanted == 0) {
      return 0;
    }
    int found = 0;
    int arc = arcs.indexOf(hash);
    while (found < wanted) {
      int owner = arcs.owners()[arc];
      if (!NodeSet.contains(distinct, found, owner)) {
        distinct[found++] = owner;
      }
      arc = arc + 1 == arcs.size() ? 0 : arc + 1;
    }
    return found;
  }

  @Override
  public int locateAfter(long hash, int skipped) {
    if (skipped < 0) {
      throw new PlacementException("skipped: " + skipped + " (expected: 0 or more)");
    }
    return arcs.size() == 0
        ? NO_NODE
        : arcs.owners()[(int) ((arcs.indexOf(hash) + (long) skipped) % arcs.size())];
  }

  @Override
  public Optional<TooFewPoints> tooFewPoints() {
    return TooFewPoints.of(reachableNodes, points());
  }

  @Override
  public double[] shares() {
    return arcs.shares(nodes.size());
  }

  Arcs arcs() {
    return arcs;
  }

  @Override
  public PointRing add(Node node) {
    if (NodeSet.indexOf(ranked, node.name()) >= 0) {
      throw NodeSet.duplicate(node.name());
    }
    int rank = dialect.rankOfNew(ranked, node);
    List<Node> more = new ArrayList<>(ranked);
    more.add(rank, node);
    return dialect.independentPoints()
        ? merged(more, points.shiftOwnersFrom(rank), rank)
        : new PointRing(dialect, more, pointsOf(dialect, more));
  }

  /** The ring of points that are there and those of one node, which has its number already. */
  private PointRing merged(List<Node> all, Points others, int rank) {
    PointLayout layout = dialect.layoutFor(all);
    int count = checkedCounts(layout, all)[rank];
    Points own = Points.of(layout.points().points(all.get(rank), count), rank);
    return new PointRing(dialect, all, others.merge(own));
  }

  @Override
  public PointRing remove(String name) {
    int rank = NodeSet.checkedIndexOf(ranked, name);
    List<Node> fewer = new ArrayList<>(ranked);
    fewer.remove(rank);
    return new PointRing(
        dialect,
        fewer,
        dialect.independentPoints() ? points.without(rank) : pointsOf(dialect, fewer));
  }

  @Override
  public PointRing reweight(String name, int weight) {
    int rank = NodeSet.checkedIndexOf(ranked, name);
    List<Node> changed = new ArrayList<>(ranked);
    changed.set(rank, new Node(name, weight));
    return dialect.independentPoints()
        ? merged(changed, points.without(rank).shiftOwnersFrom(rank), rank)
        : new PointRing(dialect, changed, pointsOf(dialect, changed));
  }

  @Override
  public String toString() {
    return "Ring[" + dialect + ", " + nodes.size() + " nodes, " + points.size() + " points]";
  }
}

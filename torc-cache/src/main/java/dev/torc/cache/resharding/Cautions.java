package dev.torc.cache.resharding;

import dev.torc.cache.coordination.Move;
import dev.torc.cache.coordination.Outlook;
import dev.torc.hash.Ring;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What speaks against a change, in words. */
final class Cautions {
  /** With so many points a node's share is off by a tenth. */
  static final int ENOUGH_POINTS = 100;

  private Cautions() {}

  /**
   * All that can be said.
   *
   * @param facts of the nodes that were asked, as they are when the change begins
   */
  static Set<String> of(Outlook outlook, Map<Integer, NodeFacts> facts) {
    Set<String> cautions = new LinkedHashSet<>();
    long takers = outlook.begun().ring().nodes().stream().filter(node -> node.weight() > 0).count();
    if (takers > 1 && outlook.pointsPerNode() < ENOUGH_POINTS) {
      cautions.add(fewPoints(outlook.pointsPerNode()));
    }
    List<Move> copied = outlook.moves().stream().filter(move -> !move.lost()).toList();
    for (Move move : copied) {
      NodeFacts from = facts.get(move.from());
      if (from != null && from.isFull()) {
        cautions.add(full(from));
      }
      String version = version(from, facts.get(move.to()));
      if (version != null) {
        cautions.add(version);
      }
    }
    cautions.addAll(lackOfRoom(copied, facts).values());
    return cautions;
  }

  /** By destination: what it says as soon as the moves up to one do not fit. */
  private static Map<Integer, String> lackOfRoom(List<Move> copied, Map<Integer, NodeFacts> facts) {
    Map<Integer, String> lacks = new LinkedHashMap<>();
    for (Move move : copied) {
      NodeFacts from = facts.get(move.from());
      NodeFacts to = facts.get(move.to());
      if (from != null && to != null) {
        from.give(move.share(), to);
        String lack = to.lackOfRoom();
        if (lack != null) {
          lacks.putIfAbsent(move.to(), lack);
        }
      }
    }
    return lacks;
  }

  /**
   * With <i>v</i> points a node's share is nearly a gamma variate of shape <i>v</i>, whose
   * coefficient of variation is 1 / √<i>v</i>.
   */
  static String fewPoints(int points) {
    return String.format(
        Locale.ROOT,
        "vnodes: %d: a node's share deviates by about %.0f %% from what its weight says (expected:"
            + " %d or more; recommended: %d, with which it is %.0f %%)",
        points,
        100 / Math.sqrt(points),
        ENOUGH_POINTS,
        Ring.DEFAULT_POINTS_PER_NODE,
        100 / Math.sqrt(Ring.DEFAULT_POINTS_PER_NODE));
  }

  private static String full(NodeFacts node) {
    return node.node()
        + " is full: it holds "
        + node.fill()
        + " (expected: room for the record of writes, without which the first delete makes the"
        + " change fail)";
  }

  private static @Nullable String version(@Nullable NodeFacts from, @Nullable NodeFacts to) {
    return from == null || to == null || !to.isOlderThan(from)
        ? null
        : to.node()
            + " of version "
            + to.version()
            + " may not take what "
            + from.node()
            + " of version "
            + from.version()
            + " dumps (expected: the same version or a newer one)";
  }
}

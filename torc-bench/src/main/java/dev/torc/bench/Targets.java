package dev.torc.bench;

import dev.torc.bench.Results.Build;
import dev.torc.bench.Results.Lookup;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;

/** What Torc sets out to reach, beside what was measured. */
final class Targets {
  /** Fewer bytes an operation are JMH's own allocations, spread over an iteration. */
  static final double NOTHING = 0.05;

  private static final double RING_PER_MAGLEV = 2;
  private static final double OTHER_RING_PER_RING = 5;
  private static final double FASTEST_PER_FASTEST_PEER = 1.1;
  private static final int TEXT_NODES = 100;
  private static final double TEXT_NS = 30;
  private static final double BUILD_MILLIS = 20;
  private static final double ADD_MILLIS = 3;

  private static final Comparator<Lookup> BY_TIME = Comparator.comparingDouble(Lookup::nsPerOp);

  private final Results results;
  private final List<Verdict> verdicts = new ArrayList<>();

  /** A target, on what it was measured, the figure, and its limit. */
  record Verdict(String target, String on, String figure, String limit, boolean met) {}

  private Targets(Results results) {
    this.results = results;
  }

  /** All targets for which there are results. */
  static List<Verdict> verdicts(Results results) {
    Targets targets = new Targets(results);
    for (int nodes : results.nodes()) {
      targets.judgeRing(nodes);
    }
    for (int nodes : results.nodes()) {
      targets.judgeFastest(nodes, Key.LONG);
      targets.judgeFastest(nodes, Key.STRING);
    }
    targets.judgeText();
    targets.judgeAllocation(Key.LONG);
    targets.judgeAllocation(Key.STRING);
    targets.judgeBuild();
    return List.copyOf(targets.verdicts);
  }

  private void judgeRing(int nodes) {
    find(Algorithm.TORC_RING, nodes, Key.LONG)
        .ifPresent(ring -> {
          find(Algorithm.TORC_MAGLEV, nodes, Key.LONG)
              .ifPresent(maglev -> judgeBesideMaglev(ring, maglev));
          judgeBesideRings(nodes);
          find(Algorithm.GUAVA, nodes, Key.LONG).ifPresent(guava -> judgeBesideGuava(ring, guava));
        });
  }

  private void judgeBesideMaglev(Lookup ring, Lookup maglev) {
    double ratio = ring.nsPerOp() / maglev.nsPerOp();
    add(
        "torc ring / torc maglev",
        on(ring),
        String.format(Locale.ROOT, "%.2f", ratio),
        "at most " + RING_PER_MAGLEV,
        ratio <= RING_PER_MAGLEV);
  }

  /** The nearest of the others, each by hash if it takes hashes. */
  private void judgeBesideRings(int nodes) {
    for (Key key : Key.values()) {
      Optional<Lookup> ring = find(Algorithm.TORC_RING, nodes, key);
      Optional<Lookup> nearest =
          fastest(
              nodes,
              key,
              algorithm ->
                  Algorithm.OTHER_RINGS.contains(algorithm)
                      && algorithm.isMeasured(nodes, Key.LONG) == (key == Key.LONG));
      if (ring.isPresent() && nearest.isPresent()) {
        double ratio = nearest.get().nsPerOp() / ring.get().nsPerOp();
        add(
            "nearest other ring / torc ring",
            on(ring.get()),
            String.format(Locale.ROOT, "%.1f (%s)", ratio, nearest.get().algorithm().label()),
            "at least " + OTHER_RING_PER_RING,
            ratio >= OTHER_RING_PER_RING);
      }
    }
  }

  private void judgeBesideGuava(Lookup ring, Lookup guava) {
    double ratio = guava.nsPerOp() / ring.nsPerOp();
    add(
        "guava / torc ring",
        on(ring),
        String.format(Locale.ROOT, "%.1f", ratio),
        "above 1",
        ratio > 1);
  }

  private void judgeFastest(int nodes, Key key) {
    Optional<Lookup> own = fastest(nodes, key, Algorithm::isTorc);
    Optional<Lookup> peer = fastest(nodes, key, algorithm -> !algorithm.isTorc());
    if (own.isPresent() && peer.isPresent()) {
      double ratio = own.get().nsPerOp() / peer.get().nsPerOp();
      add(
          "fastest of torc / fastest peer",
          on(own.get()),
          String.format(
              Locale.ROOT,
              "%.2f (%s / %s)",
              ratio,
              own.get().algorithm().label(),
              peer.get().algorithm().label()),
          "at most " + FASTEST_PER_FASTEST_PEER,
          ratio <= FASTEST_PER_FASTEST_PEER);
    }
  }

  private void judgeText() {
    find(Algorithm.TORC_RING, TEXT_NODES, Key.STRING)
        .ifPresent(ring ->
            add(
                "torc ring",
                on(ring),
                String.format(Locale.ROOT, "%.1f ns", ring.nsPerOp()),
                String.format(Locale.ROOT, "at most %.0f ns", TEXT_NS),
                ring.nsPerOp() <= TEXT_NS));
  }

  private void judgeAllocation(Key key) {
    results.lookups().stream()
        .filter(lookup -> lookup.algorithm().isTorc() && lookup.key() == key)
        .max(Comparator.comparingDouble(Lookup::bytesPerOp))
        .ifPresent(most ->
            add(
                "allocation of torc, the most",
                key.label(),
                String.format(
                    Locale.ROOT, "%.1f B (%s)", most.bytesPerOp(), most.algorithm().label()),
                "0 B",
                most.bytesPerOp() < NOTHING));
  }

  private void judgeBuild() {
    for (Build build : results.builds()) {
      if (build.algorithm() == Algorithm.TORC_RING) {
        String on = build.nodes() + " nodes";
        add("build a torc ring", on, build.buildMillis(), BUILD_MILLIS);
        add("add a node to a torc ring", on, build.addMillis(), ADD_MILLIS);
      }
    }
  }

  private Optional<Lookup> find(Algorithm algorithm, int nodes, Key key) {
    return fastest(nodes, key, candidate -> candidate == algorithm);
  }

  private Optional<Lookup> fastest(int nodes, Key key, Predicate<Algorithm> among) {
    return results
        .lookups(nodes, key)
        .filter(lookup -> among.test(lookup.algorithm()))
        .min(BY_TIME);
  }

  private static String on(Lookup lookup) {
    return lookup.nodes() + " nodes, " + lookup.key().label();
  }

  private void add(String target, String on, double millis, double limit) {
    add(
        target,
        on,
        String.format(Locale.ROOT, "%.1f ms", millis),
        String.format(Locale.ROOT, "at most %.0f ms", limit),
        millis <= limit);
  }

  private void add(String target, String on, String figure, String limit, boolean met) {
    verdicts.add(new Verdict(target, on, figure, limit, met));
  }
}

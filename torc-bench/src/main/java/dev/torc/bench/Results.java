package dev.torc.bench;

import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.Stream;

/** What was measured. */
record Results(List<Lookup> lookups, List<Build> builds) {

  /** A look-up: nanoseconds and allocated bytes of one. */
  record Lookup(Algorithm algorithm, int nodes, Key key, double nsPerOp, double bytesPerOp) {}

  /** Building a placement and adding a node to it, in milliseconds. */
  record Build(Algorithm algorithm, int nodes, double buildMillis, double addMillis) {}

  Results {
    lookups = List.copyOf(lookups);
    builds = List.copyOf(builds);
  }

  /** The numbers of nodes, ascending. */
  List<Integer> nodes() {
    return lookups.stream().map(Lookup::nodes).distinct().sorted().toList();
  }

  Stream<Lookup> lookups(int nodes, Key key) {
    return lookups.stream().filter(lookup -> lookup.nodes() == nodes && lookup.key() == key);
  }

  /** The time of a look-up, if it was measured. */
  OptionalDouble ns(Algorithm algorithm, int nodes, Key key) {
    return lookups(nodes, key)
        .filter(lookup -> lookup.algorithm() == algorithm)
        .mapToDouble(Lookup::nsPerOp)
        .findFirst();
  }
}

package dev.torc.bench;

import java.util.List;
import java.util.stream.IntStream;

/** Names of nodes: addresses, for some libraries take nothing else. */
final class NodeNames {
  /** Not among the others, and behind them in their order. */
  static final String ANOTHER = "10.9.9.9:11211";

  private NodeNames() {}

  /** Distinct names, sorted as Torc sorts nodes, so that indexes mean the same everywhere. */
  static List<String> of(int count) {
    return IntStream.range(0, count).mapToObj(NodeNames::name).sorted().toList();
  }

  private static String name(int i) {
    return "10." + (i >> 16) + "." + (i >> 8 & 0xff) + "." + (i & 0xff) + ":11211";
  }
}

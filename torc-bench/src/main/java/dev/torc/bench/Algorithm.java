package dev.torc.bench;

import java.util.List;
import java.util.Set;
import java.util.function.Function;

/** What is measured. Public for JMH, whose generated classes lie in a package of their own. */
public enum Algorithm {
  /** The ring of 160 points a node. */
  TORC_RING("torc ring", Measured.ALWAYS, TorcContender::ring),
  /** A table of 100 entries a node. */
  TORC_MAGLEV("torc maglev", Measured.ALWAYS, TorcContender::maglev),
  /** Jump hash with named nodes. */
  TORC_JUMP("torc jump", Measured.ALWAYS, TorcContender::jump),
  /** Weighted rendezvous hashing. */
  TORC_RENDEZVOUS("torc rendezvous", Measured.WITH_FEW_NODES, TorcContender::rendezvous),
  /** Guava's {@code consistentHash}. */
  GUAVA("guava", Measured.ALWAYS, BucketContender::guava),
  /** hash4j's JumpBackHash. */
  HASH4J_JUMPBACK("hash4j jumpback", Measured.ALWAYS, BucketContender::hash4jJumpBack),
  /** hash4j's jump hash. */
  HASH4J_JUMP("hash4j jump", Measured.ALWAYS, BucketContender::hash4jJump),
  /** spymemcached's {@code KetamaNodeLocator}. */
  SPYMEMCACHED("spymemcached", Measured.WITH_TEXT_ONLY, SpymemcachedContender::new),
  /** Dubbo's {@code ConsistentHashLoadBalance}. */
  DUBBO("dubbo", Measured.WITH_TEXT_ONLY, DubboContender::new),
  /** The picker of grpc-java's {@code ring_hash}; see {@link GrpcContender} for what that takes. */
  GRPC_JAVA("grpc-java", Measured.UNTIL_SLOW_TO_BUILD, GrpcContender::new),
  /** A {@code TreeMap} with the points of Torc's ring. */
  TREEMAP_RING("treemap ring", Measured.ALWAYS, TreeMapRing::new),
  /** A binary search in the points of Torc's ring. */
  BINARY_SEARCH_RING("binary-search ring", Measured.ALWAYS, BinarySearchRing::new);

  /** Other people's rings, and the map that most people's own rings are made of. */
  static final Set<Algorithm> OTHER_RINGS = Set.of(TREEMAP_RING, SPYMEMCACHED, DUBBO, GRPC_JAVA);

  /** Those whose build is work that grows with points, in the order to show them. */
  static final List<Algorithm> BUILT =
      List.of(
          TORC_RING, TORC_MAGLEV, SPYMEMCACHED, DUBBO, GRPC_JAVA, TREEMAP_RING, BINARY_SEARCH_RING);

  private final String label;
  private final Measured measured;

  @SuppressWarnings("ImmutableEnumChecker") // A method reference: nothing to change in it.
  private final Function<List<String>, Contender> factory;

  /** On what an algorithm is measured. */
  private enum Measured {
    ALWAYS(Integer.MAX_VALUE, true),
    /** A look-up takes time for each node. */
    WITH_FEW_NODES(100, true),
    /** With ten thousand nodes it would take the most of a run only to get ready. */
    UNTIL_SLOW_TO_BUILD(1023, true),
    /** As slow to build, and the library hashes keys itself. */
    WITH_TEXT_ONLY(1023, false);

    final int mostNodes;
    final boolean takesHashes;

    Measured(int mostNodes, boolean takesHashes) {
      this.mostNodes = mostNodes;
      this.takesHashes = takesHashes;
    }
  }

  Algorithm(String label, Measured measured, Function<List<String>, Contender> factory) {
    this.label = label;
    this.measured = measured;
    this.factory = factory;
  }

  /** The name in results. */
  String label() {
    return label;
  }

  /** Whether it is Torc's own. */
  boolean isTorc() {
    return name().startsWith("TORC_");
  }

  /** The most nodes it is measured with. */
  int mostNodes() {
    return measured.mostNodes;
  }

  /** Whether it is measured with so many nodes and such keys. */
  boolean isMeasured(int nodes, Key key) {
    return nodes <= measured.mostNodes && (key == Key.STRING || measured.takesHashes);
  }

  /** Builds it over nodes of these names, sorted. */
  Contender over(List<String> names) {
    return factory.apply(names);
  }
}

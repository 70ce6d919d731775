package dev.torc.hash;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The rules by which a ring places keys: where the points of a node lie, how a key is hashed, and
 * which point a hash belongs to. All but {@link #torc} are those of other programs, to the byte;
 * {@code docs/placement.md} gives them with their sources.
 *
 * <p>Where a dialect says that the order of the nodes matters, it is that in which they are given
 * to {@link Ring#of(Collection, Dialect)}: the order in which the other program is configured. A
 * node that is added later comes last.
 *
 * <p>Immutable, safe for use by any number of threads.
 */
public final class Dialect {
  /** The points of Envoy's rings at least, unless told otherwise. */
  public static final int ENVOY_MIN_RING_SIZE = 1024;

  /** The points of Envoy's rings at most. */
  public static final int ENVOY_MAX_RING_SIZE = 8_388_608;

  /** The points of grpc-java's rings at most, unless its process raised the limit. */
  public static final int GRPC_MAX_RING_SIZE = 4096;

  /** The points of a Dubbo invoker unless told otherwise: the parameter {@code hash.nodes}. */
  public static final int DUBBO_REPLICAS = 160;

  private static final int NGINX_POINTS = 160;
  private static final int HAPROXY_POINTS = 16;
  private static final int LIBMEMCACHED_POINTS = 100;
  private static final int SPYMEMCACHED_POINTS = 160;
  private static final String MEMCACHED_PORT = ":11211";
  private static final long MURMUR_SEED = 0xc70f6907L;

  private final String name;
  private final KeyHash keyHash;
  private final PointCounts counts;
  private final PointFunction points;
  private final LookupRule rule;
  private final Precedence precedence;

  /** What holds instead as soon as a weight is not 1, {@code null} if nothing changes. */
  private final @Nullable Dialect weighted;

  private Dialect(
      String name,
      KeyHash keyHash,
      PointCounts counts,
      PointFunction points,
      LookupRule rule,
      Precedence precedence,
      @Nullable Dialect weighted) {
    this.name = name;
    this.keyHash = keyHash;
    this.counts = counts;
    this.points = points;
    this.rule = rule;
    this.precedence = precedence;
    this.weighted = weighted;
  }

  private Dialect(
      String name,
      KeyHash keyHash,
      PointCounts counts,
      PointFunction points,
      LookupRule rule,
      Precedence precedence) {
    this(name, keyHash, counts, points, rule, precedence, null);
  }

  /** Which hash makes the points of an Envoy ring. */
  public enum EnvoyHash {
    /** XXH64 with seed 0, Envoy's default. */
    XX_HASH,
    /** MurmurHash2 with 64 bits, the one of {@code std::hash} in GNU's library. */
    MURMUR_HASH_2
  }

  /**
   * Torc's own: point <i>i</i> of a node is XXH64 (seed 0) of its name, {@code _} and <i>i</i> in
   * decimal, as UTF-8. The order of the nodes does not matter.
   *
   * @param pointsPerNode points per unit of weight, at least 1
   * @param keyHash the hash of keys; the nodes' points are always XXH64
   * @throws PlacementException if {@code pointsPerNode} is less than 1
   */
  public static Dialect torc(int pointsPerNode, KeyHash keyHash) {
    return new Dialect(
        "torc",
        keyHash,
        PointCounts.perWeight(pointsPerNode),
        new NumberedPoints(node -> node.name() + "_", Dialect::xxh64),
        LookupRule.CEILING,
        Precedence.SMALLER_NAME);
  }

  /**
   * nginx: {@code hash KEY consistent}. Names are written as in {@code server}, port and all. The
   * order matters only for equal points, of which the first node's counts.
   */
  public static Dialect nginx() {
    return new Dialect(
        "nginx",
        Crc32Hash.INSTANCE,
        PointCounts.perWeight(NGINX_POINTS),
        new NginxPoints(),
        LookupRule.CEILING,
        Precedence.FIRST_GIVEN);
  }

  /**
   * HAProxy: {@code hash-type consistent}. A server is known by its {@code id}; without one it has
   * the first free number from 1 on, in the order of the configuration.
   *
   * @param hash of keys, {@link HaproxyHash#DEFAULT} if {@code hash-type} names no function
   * @param ids of the servers by name
   */
  public static Dialect haproxy(HaproxyHash hash, Map<String, Integer> ids) {
    return haproxy("haproxy", hash, new HaproxyPoints(ids, false));
  }

  /**
   * HAProxy 3.0, and 3.1 and 3.2 before the fix of {@code hash-key id} of October 2025, which has
   * other points.
   *
   * @param hash as in {@link #haproxy}
   * @param ids as there
   */
  public static Dialect haproxy30(HaproxyHash hash, Map<String, Integer> ids) {
    return haproxy("haproxy-3.0", hash, new HaproxyPoints(ids, true));
  }

  private static Dialect haproxy(String name, HaproxyHash hash, HaproxyPoints points) {
    return new Dialect(
        name,
        hash,
        PointCounts.perWeight(HAPROXY_POINTS),
        points,
        LookupRule.NEAREST,
        Precedence.FIRST_GIVEN);
  }

  /**
   * Envoy: {@code lb_policy: RING_HASH}. Names are what it hashes of a host: {@code ip:port}, or
   * its {@code hash_key} metadata. The order matters where a host has no whole number of points.
   *
   * @param minRingSize {@code minimum_ring_size}, {@value #ENVOY_MIN_RING_SIZE} by default
   * @param maxRingSize {@code maximum_ring_size}, {@value #ENVOY_MAX_RING_SIZE} by default
   * @throws PlacementException if they are not 1 ≤ min ≤ max ≤ {@value #ENVOY_MAX_RING_SIZE}
   */
  public static Dialect envoy(int minRingSize, int maxRingSize, EnvoyHash hash) {
    return new Dialect(
        "envoy",
        KeyHash.XXH64,
        new ScaledCounts(minRingSize, maxRingSize),
        new NumberedPoints(
            node -> node.name() + "_",
            switch (hash) {
              case XX_HASH -> Dialect::xxh64;
              case MURMUR_HASH_2 ->
                  (bytes, length) -> Murmur2.hash64a(bytes, 0, length, MURMUR_SEED);
            }),
        LookupRule.CEILING,
        Precedence.FIRST_GIVEN);
  }

  /**
   * grpc-java: {@code ring_hash_experimental}. Names are IP addresses with a port. Its weights are
   * those that reach the balancer: the ones of xDS come normalized, and a little rounded. It sorts
   * hashes as signed numbers and does not wrap.
   *
   * @param minRingSize {@value #ENVOY_MIN_RING_SIZE} by default
   * @param maxRingSize {@value #GRPC_MAX_RING_SIZE} by default
   * @throws PlacementException if they are not 1 ≤ min ≤ max ≤ {@value #ENVOY_MAX_RING_SIZE}
   */
  public static Dialect grpc(int minRingSize, int maxRingSize) {
    return new Dialect(
        "grpc",
        SignedXxh64.INSTANCE,
        new GrpcOrder(new ScaledCounts(minRingSize, maxRingSize)),
        new NumberedPoints(
            node -> GrpcAddress.of(node).text() + "_",
            (bytes, length) -> SignedXxh64.INSTANCE.hash(bytes, 0, length)),
        LookupRule.CEILING_OR_LAST,
        Precedence.FIRST_GIVEN);
  }

  /**
   * libmemcached: {@code MEMCACHED_BEHAVIOR_KETAMA}. As soon as a weight is not 1 it has the points
   * of {@link #weightedKetama} and keeps its key hash. The order matters for equal points.
   *
   * @param hash of keys and points, {@link MemcachedHash#ONE_AT_A_TIME} by default
   */
  public static Dialect ketama(MemcachedHash hash) {
    return new Dialect(
        "libmemcached-ketama",
        hash,
        PointCounts.fixed(LIBMEMCACHED_POINTS),
        new NumberedPoints(
            node -> memcachedName(node) + "-", (bytes, length) -> hash.hash(bytes, 0, length)),
        LookupRule.CEILING,
        Precedence.FIRST_GIVEN,
        weightedKetama(hash));
  }

  /**
   * libmemcached: {@code MEMCACHED_BEHAVIOR_KETAMA_WEIGHTED}. The order matters for equal points.
   *
   * @param hash of keys, {@link MemcachedHash#MD5} unless set after the behaviour
   */
  public static Dialect weightedKetama(MemcachedHash hash) {
    return new Dialect(
        "libmemcached-ketama-weighted",
        hash,
        new KetamaCounts(false),
        new DigestPoints(node -> memcachedName(node) + "-"),
        LookupRule.CEILING,
        Precedence.FIRST_GIVEN);
  }

  /**
   * twemproxy: {@code distribution: ketama}. Names are those of the servers, {@code host:port}
   * where they have none. The order does not matter. {@link #withHashTag} does what {@code
   * hash_tag} does.
   *
   * @param hash of keys, {@link MemcachedHash#FNV1A_64} by default
   */
  public static Dialect twemproxy(MemcachedHash hash) {
    return new Dialect(
        "twemproxy",
        hash,
        new KetamaCounts(false),
        new DigestPoints(node -> memcachedName(node) + "-"),
        LookupRule.CEILING,
        Precedence.SHORTER_NAME);
  }

  /**
   * spymemcached: {@code KetamaNodeLocator} with {@code KETAMA_HASH} and without a map of weights.
   * Names are those of its format {@code SPYMEMCACHED}: {@code ip:port}, or {@code host/ip:port}.
   * As soon as a weight is not 1, it is {@link #weightedSpymemcached}. Of equal points the last
   * node's counts.
   */
  public static Dialect spymemcached() {
    return new Dialect(
        "spymemcached",
        MemcachedHash.MD5,
        PointCounts.fixed(SPYMEMCACHED_POINTS),
        new DigestPoints(node -> node.name() + "-"),
        LookupRule.CEILING,
        Precedence.LAST_GIVEN,
        weightedSpymemcached());
  }

  /** spymemcached with a map of weights, which places keys otherwise even if all are 1. */
  public static Dialect weightedSpymemcached() {
    return new Dialect(
        "spymemcached-weighted",
        MemcachedHash.MD5,
        new KetamaCounts(true),
        new DigestPoints(node -> node.name() + "-"),
        LookupRule.CEILING,
        Precedence.LAST_GIVEN);
  }

  /**
   * Dubbo: {@code loadbalance=consistenthash}. Names are the invokers' addresses, {@code ip:port};
   * a key is the arguments of {@code hash.arguments}, joined. It knows no weights: any weight above
   * 0 counts as 1. Of equal points the last node's counts.
   *
   * @param replicas {@code hash.nodes}, {@value #DUBBO_REPLICAS} by default
   * @throws PlacementException if it is less than 4, the points of one digest
   */
  public static Dialect dubbo(int replicas) {
    if (replicas < Md5.NUMBERS) {
      throw new PlacementException("replicas: " + replicas + " (expected: at least 4)");
    }
    return new Dialect(
        "dubbo",
        MemcachedHash.MD5,
        PointCounts.fixed(replicas / Md5.NUMBERS * Md5.NUMBERS),
        new DigestPoints(Node::name),
        LookupRule.CEILING,
        Precedence.LAST_GIVEN);
  }

  /**
   * The same dialect with keys hashed by the part between two characters, if it is there and not
   * empty.
   *
   * @param open an ASCII character
   * @param close an ASCII character, which may be the same
   * @throws PlacementException if one of them is not ASCII
   */
  public Dialect withHashTag(char open, char close) {
    if (open > Byte.MAX_VALUE || close > Byte.MAX_VALUE) {
      throw new PlacementException(
          "hash tag: " + open + close + " (expected: two characters of ASCII)");
    }
    return new Dialect(
        name,
        new HashTag(keyHash, (byte) open, (byte) close),
        counts,
        points,
        rule,
        precedence,
        weighted);
  }

  private static long xxh64(byte[] bytes, int length) {
    return KeyHash.XXH64.hash(bytes, 0, length);
  }

  /** Memcached's own port is left out. */
  private static String memcachedName(Node node) {
    String name = node.name();
    return name.endsWith(MEMCACHED_PORT)
        ? name.substring(0, name.length() - MEMCACHED_PORT.length())
        : name;
  }

  /** What it is called on the command line and in {@code docs/placement.md}. */
  public String name() {
    return name;
  }

  /** The hash of keys. */
  public KeyHash keyHash() {
    return keyHash;
  }

  /** How many points the nodes have and where they lie, for just these nodes. */
  PointLayout layoutFor(List<Node> ranked) {
    return weighted == null || ranked.stream().allMatch(node -> node.weight() == 1)
        ? new PointLayout(counts, points)
        : weighted.layoutFor(ranked);
  }

  /** Whether a node's points are the same whatever other nodes there are. */
  boolean independentPoints() {
    return weighted == null && counts.independent();
  }

  LookupRule rule() {
    return rule;
  }

  List<Node> ranked(Collection<Node> given) {
    return precedence.ranked(given);
  }

  int rankOfNew(List<Node> ranked, Node node) {
    return precedence.rankOfNew(ranked, node);
  }

  @Override
  public String toString() {
    return name;
  }
}

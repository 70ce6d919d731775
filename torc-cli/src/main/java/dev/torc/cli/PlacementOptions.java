package dev.torc.cli;

import dev.torc.cli.PlacementKind.Setting;
import dev.torc.hash.Dialect;
import dev.torc.hash.Dialect.EnvoyHash;
import dev.torc.hash.HaproxyHash;
import dev.torc.hash.Jump;
import dev.torc.hash.KeyHash;
import dev.torc.hash.Maglev;
import dev.torc.hash.MemcachedHash;
import dev.torc.hash.Node;
import dev.torc.hash.Placement;
import dev.torc.hash.PlacementException;
import dev.torc.hash.Rendezvous;
import dev.torc.hash.Ring;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that say how nodes become a placement. */
final class PlacementOptions {
  private static final String AVALANCHE = "+avalanche";

  @Option(
      names = "--dialect",
      defaultValue = "torc",
      converter = PlacementKind.Converter.class,
      completionCandidates = PlacementKind.Labels.class,
      paramLabel = "NAME",
      description = {
        "Whose placement: ${COMPLETION-CANDIDATES}",
        "(default: ${DEFAULT-VALUE}). docs/placement.md says what each expects of names."
      })
  private PlacementKind kind;

  @Option(
      names = "--key-hash",
      paramLabel = "NAME",
      description = {
        "Hash of keys. torc, rendezvous, jump: xxh64, xxh3. haproxy: sdbm, djb2, wt6, crc32, each",
        "also with +avalanche. twemproxy, libmemcached: one_at_a_time, fnv1a_64, md5, …"
      })
  private @Nullable String keyHash;

  @Option(
      names = "--hash-tag",
      paramLabel = "XY",
      description = "Hash only what lies between these two characters, such as {}.")
  private @Nullable String hashTag;

  @Option(
      names = "--vnodes",
      paramLabel = "N",
      description = "torc: points per unit of weight (default: 160). dubbo: hash.nodes (160).")
  private @Nullable Integer vnodes;

  @Option(
      names = "--ring-size",
      paramLabel = "MIN:MAX",
      description = "envoy, grpc: points of the ring (default: 1024:8388608, 1024:4096).")
  private @Nullable String ringSize;

  @Option(
      names = "--table-size",
      paramLabel = "PRIME",
      description = "maglev, envoy-maglev: entries of the table (default: 65537).")
  private @Nullable Integer tableSize;

  @Option(
      names = "--ids",
      split = ",",
      paramLabel = "ID",
      description = "haproxy: the servers' ids in the order of the nodes (default: 1,2,…).")
  private @Nullable List<Integer> ids;

  @SuppressWarnings("NullAway.Init") // picocli sets them.
  PlacementOptions() {}

  /**
   * The placement of nodes in the order they are given in.
   *
   * @throws UsageException if an option does not fit the dialect, or the nodes make no placement
   */
  Placement placement(List<Node> nodes) {
    checkFit();
    try {
      Placement placement = built(nodes);
      if (nodes.stream().allMatch(node -> node.weight() == 0)) {
        throw new UsageException("--nodes: all weights are 0 (expected: at least one above 0)");
      }
      return placement;
    } catch (PlacementException e) {
      throw new UsageException("--nodes: " + e.getMessage());
    }
  }

  private void checkFit() {
    checkFit(Setting.KEY_HASH, keyHash);
    checkFit(Setting.HASH_TAG, hashTag);
    checkFit(Setting.VNODES, vnodes);
    checkFit(Setting.RING_SIZE, ringSize);
    checkFit(Setting.TABLE_SIZE, tableSize);
    checkFit(Setting.IDS, ids);
  }

  private void checkFit(Setting setting, @Nullable Object value) {
    if (value != null && !kind.has(setting)) {
      throw new UsageException(
          setting
              + ": not with --dialect "
              + kind
              + " (expected: "
              + PlacementKind.having(setting)
              + ")");
    }
  }

  private Placement built(List<Node> nodes) {
    return switch (kind) {
      case MAGLEV -> Maglev.of(nodes, orElse(tableSize, Maglev.DEFAULT_TABLE_SIZE));
      case ENVOY_MAGLEV -> Maglev.envoy(nodes, orElse(tableSize, Maglev.DEFAULT_TABLE_SIZE));
      case RENDEZVOUS -> Rendezvous.of(nodes, xxhash());
      case JUMP -> Jump.of(nodes, xxhash());
      case TORC -> ring(nodes, Dialect.torc(vnodesOr(Ring.DEFAULT_POINTS_PER_NODE), xxhash()));
      case NGINX -> ring(nodes, Dialect.nginx());
      case HAPROXY -> ring(nodes, Dialect.haproxy(haproxyHash(), idsOf(nodes)));
      case HAPROXY_3_0 -> ring(nodes, Dialect.haproxy30(haproxyHash(), idsOf(nodes)));
      case ENVOY -> ring(nodes, envoy(ringSizeOr(Dialect.ENVOY_MAX_RING_SIZE)));
      case GRPC -> ring(nodes, grpc(ringSizeOr(Dialect.GRPC_MAX_RING_SIZE)));
      case LIBMEMCACHED_KETAMA ->
          ring(nodes, Dialect.ketama(memcachedHash(MemcachedHash.ONE_AT_A_TIME)));
      case LIBMEMCACHED_KETAMA_WEIGHTED ->
          ring(nodes, Dialect.weightedKetama(memcachedHash(MemcachedHash.MD5)));
      case TWEMPROXY -> ring(nodes, Dialect.twemproxy(memcachedHash(MemcachedHash.FNV1A_64)));
      case SPYMEMCACHED -> ring(nodes, Dialect.spymemcached());
      case SPYMEMCACHED_WEIGHTED -> ring(nodes, Dialect.weightedSpymemcached());
      case DUBBO -> ring(nodes, Dialect.dubbo(vnodesOr(Dialect.DUBBO_REPLICAS)));
    };
  }

  private static Dialect envoy(RingSize size) {
    return Dialect.envoy(size.least, size.most, EnvoyHash.XX_HASH);
  }

  private static Dialect grpc(RingSize size) {
    return Dialect.grpc(size.least, size.most);
  }

  private Ring ring(List<Node> nodes, Dialect dialect) {
    if (hashTag == null) {
      return Ring.of(nodes, dialect);
    }
    if (hashTag.length() != 2) {
      throw new UsageException("--hash-tag: \"" + hashTag + "\" (expected: two characters)");
    }
    return Ring.of(nodes, dialect.withHashTag(hashTag.charAt(0), hashTag.charAt(1)));
  }

  private static int orElse(@Nullable Integer value, int otherwise) {
    return value == null ? otherwise : value;
  }

  private int vnodesOr(int otherwise) {
    return orElse(vnodes, otherwise);
  }

  private KeyHash xxhash() {
    return keyHash == null
        ? KeyHash.XXH64
        : named(
            keyHash,
            "xxh64, xxh3",
            name ->
                switch (name) {
                  case "xxh64" -> KeyHash.XXH64;
                  case "xxh3" -> KeyHash.XXH3;
                  default -> throw new IllegalArgumentException(name);
                });
  }

  private HaproxyHash haproxyHash() {
    if (keyHash == null) {
      return HaproxyHash.DEFAULT;
    }
    boolean avalanche = keyHash.endsWith(AVALANCHE);
    String function =
        avalanche ? keyHash.substring(0, keyHash.length() - AVALANCHE.length()) : keyHash;
    return new HaproxyHash(
        named(
            function,
            "sdbm, djb2, wt6 or crc32, perhaps with +avalanche",
            name -> HaproxyHash.Function.valueOf(name.toUpperCase(Locale.ROOT))),
        avalanche);
  }

  private MemcachedHash memcachedHash(MemcachedHash otherwise) {
    return keyHash == null
        ? otherwise
        : named(
            keyHash,
            String.join(", ", lowerCaseNames()),
            name -> MemcachedHash.valueOf(name.toUpperCase(Locale.ROOT)));
  }

  private static List<String> lowerCaseNames() {
    return List.of(MemcachedHash.values()).stream()
        .map(hash -> hash.name().toLowerCase(Locale.ROOT))
        .toList();
  }

  private static <T> T named(String name, String expected, Function<String, T> hashes) {
    try {
      return hashes.apply(name);
    } catch (IllegalArgumentException e) {
      throw new UsageException("--key-hash: \"" + name + "\" (expected: " + expected + ")");
    }
  }

  private record RingSize(int least, int most) {}

  private RingSize ringSizeOr(int usualMost) {
    if (ringSize == null) {
      return new RingSize(Dialect.ENVOY_MIN_RING_SIZE, usualMost);
    }
    int colon = ringSize.indexOf(':');
    try {
      return new RingSize(
          Integer.parseInt(ringSize.substring(0, Math.max(0, colon))),
          Integer.parseInt(ringSize.substring(colon + 1)));
    } catch (NumberFormatException e) {
      throw new UsageException(
          "--ring-size: \"" + ringSize + "\" (expected: MIN:MAX, two whole numbers)");
    }
  }

  private Map<String, Integer> idsOf(List<Node> nodes) {
    if (ids != null && ids.size() < nodes.size()) {
      throw new UsageException(
          "--ids: "
              + ids.size()
              + " of them (expected: one for each of "
              + nodes.size()
              + " nodes)");
    }
    Map<String, Integer> byName = new HashMap<>();
    for (int i = 0; i < nodes.size(); i++) {
      byName.put(nodes.get(i).name(), ids == null ? Integer.valueOf(i + 1) : ids.get(i));
    }
    return byName;
  }
}

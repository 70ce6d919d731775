package dev.torc.hash;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.torc.hash.Dialect.EnvoyHash;
import dev.torc.hash.HaproxyHash.Function;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each dialect places every key where the real program did. */
final class DialectGoldenTest {

  private static void assertEqual(GoldenScenario scenario, Dialect dialect) {
    Ring ring = Ring.of(scenario.nodes(), dialect);
    assertThat(scenario.lines()).hasSizeGreaterThan(30);
    for (String[] line : scenario.lines()) {
      int owner = ring.locate(ring.keyHash().hash(line[0]));
      assertThat(ring.nodes().get(owner).name()).as(line[0]).isEqualTo(line[1]);
    }
  }

  static Stream<GoldenScenario> nginx() {
    return GoldenScenario.read("nginx").stream();
  }

  @ParameterizedTest
  @MethodSource
  void nginx(GoldenScenario scenario) {
    assertEqual(scenario, Dialect.nginx());
  }

  static Stream<GoldenScenario> haproxy() {
    return GoldenScenario.read("haproxy").stream();
  }

  @ParameterizedTest
  @MethodSource
  void haproxy(GoldenScenario scenario) {
    assertEqual(scenario, Dialect.haproxy(haproxyHash(scenario), haproxyIds(scenario)));
  }

  static Stream<GoldenScenario> haproxy30() {
    return GoldenScenario.read("haproxy-3.0").stream();
  }

  @ParameterizedTest
  @MethodSource
  void haproxy30(GoldenScenario scenario) {
    assertEqual(scenario, Dialect.haproxy30(haproxyHash(scenario), haproxyIds(scenario)));
  }

  private static HaproxyHash haproxyHash(GoldenScenario scenario) {
    return scenario.options().containsKey("hash")
        ? new HaproxyHash(
            Function.valueOf(scenario.option("hash", "").toUpperCase(Locale.ROOT)),
            scenario.options().containsKey("avalanche"))
        : HaproxyHash.DEFAULT;
  }

  private static Map<String, Integer> haproxyIds(GoldenScenario scenario) {
    List<Integer> ids =
        scenario.options().containsKey("ids")
            ? Arrays.stream(scenario.option("ids", "").split(";", -1))
                .map(Integer::valueOf)
                .toList()
            : Stream.iterate(1, id -> id + 1).limit(scenario.nodes().size()).toList();
    Map<String, Integer> byName = new HashMap<>();
    for (int i = 0; i < ids.size(); i++) {
      byName.put(scenario.nodes().get(i).name(), ids.get(i));
    }
    return byName;
  }

  static Stream<GoldenScenario> ketama() {
    return GoldenScenario.read("libmemcached-ketama").stream();
  }

  @ParameterizedTest
  @MethodSource
  void ketama(GoldenScenario scenario) {
    assertEqual(scenario, Dialect.ketama(memcachedHash(scenario, "default")));
  }

  static Stream<GoldenScenario> weightedKetama() {
    return GoldenScenario.read("libmemcached-ketama-weighted").stream();
  }

  @ParameterizedTest
  @MethodSource
  void weightedKetama(GoldenScenario scenario) {
    assertEqual(scenario, Dialect.weightedKetama(memcachedHash(scenario, "md5")));
  }

  static Stream<GoldenScenario> twemproxy() {
    return GoldenScenario.read("twemproxy").stream();
  }

  @ParameterizedTest
  @MethodSource
  void twemproxy(GoldenScenario scenario) {
    Dialect dialect = Dialect.twemproxy(memcachedHash(scenario, "fnv1a_64"));
    String tag = scenario.option("hash_tag", "");
    assertEqual(
        scenario, tag.isEmpty() ? dialect : dialect.withHashTag(tag.charAt(0), tag.charAt(1)));
  }

  private static MemcachedHash memcachedHash(GoldenScenario scenario, String otherwise) {
    String name = scenario.option("hash", otherwise);
    return switch (name) {
      case "default" -> MemcachedHash.ONE_AT_A_TIME;
      case "crc" -> MemcachedHash.CRC32;
      default -> MemcachedHash.valueOf(name.toUpperCase(Locale.ROOT));
    };
  }

  static Stream<GoldenScenario> spymemcached() {
    return GoldenScenario.read("spymemcached").stream();
  }

  @ParameterizedTest
  @MethodSource
  void spymemcached(GoldenScenario scenario) {
    Dialect dialect =
        scenario.options().containsKey("weighted")
            ? Dialect.weightedSpymemcached()
            : Dialect.spymemcached();
    assertEqual(
        scenario.options().containsKey("format") ? inLibmemcachedFormat(scenario) : scenario,
        dialect);
  }

  /** The names that spymemcached makes of its addresses in that format. */
  private static GoldenScenario inLibmemcachedFormat(GoldenScenario scenario) {
    return new GoldenScenario(
        scenario.options(),
        scenario.nodes().stream()
            .map(node -> new Node(libmemcachedName(node.name()), node.weight()))
            .toList(),
        scenario.lines().stream()
            .map(line -> new String[] {line[0], libmemcachedName(line[1])})
            .toList());
  }

  private static String libmemcachedName(String address) {
    return address.replaceFirst("/[^:]*", "").replaceFirst(":11211$", "");
  }

  static Stream<GoldenScenario> dubbo() {
    return GoldenScenario.read("dubbo").stream();
  }

  @ParameterizedTest
  @MethodSource
  void dubbo(GoldenScenario scenario) {
    assertEqual(scenario, Dialect.dubbo(scenario.number("hash.nodes", Dialect.DUBBO_REPLICAS)));
  }

  static Stream<GoldenScenario> grpc() {
    return GoldenScenario.read("grpc").stream();
  }

  @ParameterizedTest
  @MethodSource
  void grpc(GoldenScenario scenario) {
    int limit = Dialect.GRPC_MAX_RING_SIZE;
    assertEqual(
        scenario,
        Dialect.grpc(
            Math.min(limit, scenario.number("minRingSize", Dialect.ENVOY_MIN_RING_SIZE)),
            Math.min(limit, scenario.number("maxRingSize", limit))));
  }

  static Stream<GoldenScenario> envoyRing() {
    return GoldenScenario.read("envoy-ring").stream();
  }

  @ParameterizedTest
  @MethodSource
  void envoyRing(GoldenScenario scenario) {
    Ring ring = Ring.of(scenario.nodes(), envoy(scenario));
    assertThat(scenario.lines()).isNotEmpty();
    for (String[] line : scenario.lines()) {
      int host = ring.locateAfter(Long.parseUnsignedLong(line[0]), scenario.number("attempt", 0));
      assertThat(ring.nodes().get(host).name()).as(line[0]).isEqualTo(line[1]);
    }
  }

  private static Dialect envoy(GoldenScenario scenario) {
    return Dialect.envoy(
        scenario.number("minimum_ring_size", Dialect.ENVOY_MIN_RING_SIZE),
        scenario.number("maximum_ring_size", Dialect.ENVOY_MAX_RING_SIZE),
        EnvoyHash.valueOf(scenario.option("hash_function", "XX_HASH")));
  }

  static Stream<GoldenScenario> envoyRingCounts() {
    return GoldenScenario.read("envoy-ring-counts").stream();
  }

  /** Hashes at equal distances around the circle, as its tests send them. */
  @ParameterizedTest
  @MethodSource
  void envoyRingCounts(GoldenScenario scenario) {
    Ring ring = Ring.of(scenario.nodes(), envoy(scenario));
    int requests = scenario.number("requests", 0);
    long distance = Long.divideUnsigned(-1, requests);
    int[] counts = new int[ring.nodes().size()];
    for (int i = 0; i < requests; i++) {
      counts[ring.locate(i * distance)]++;
    }
    assertCounts(scenario, ring, counts);
  }

  private static void assertCounts(GoldenScenario scenario, Placement placement, int[] counts) {
    assertThat(scenario.lines()).isNotEmpty();
    for (String[] line : scenario.lines()) {
      int host = NodeSet.checkedIndexOf(placement.nodes(), line[1]);
      assertThat(counts[host]).as(line[1]).isEqualTo(Integer.parseInt(line[0]));
    }
  }

  static Stream<GoldenScenario> envoyMaglev() {
    return GoldenScenario.read("envoy-maglev").stream();
  }

  @ParameterizedTest
  @MethodSource
  void envoyMaglev(GoldenScenario scenario) {
    Maglev maglev = Maglev.envoy(scenario.nodes(), scenario.number("table_size", 0));
    assertThat(scenario.lines()).isNotEmpty();
    for (String[] line : scenario.lines()) {
      // Envoy's retry: the hash with all bits of 2⁶⁴ − attempt turned.
      long hash = Long.parseUnsignedLong(line[0]) ^ -(long) scenario.number("attempt", 0);
      assertThat(maglev.nodes().get(maglev.locate(hash)).name()).as(line[0]).isEqualTo(line[1]);
    }
  }

  static Stream<GoldenScenario> envoyMaglevCounts() {
    return GoldenScenario.read("envoy-maglev-counts").stream();
  }

  @ParameterizedTest
  @MethodSource
  void envoyMaglevCounts(GoldenScenario scenario) {
    Maglev maglev = Maglev.envoy(scenario.nodes(), scenario.number("table_size", 0));
    int[] counts = new int[maglev.nodes().size()];
    for (int i = 0; i < maglev.tableSize(); i++) {
      counts[maglev.locate(i)]++;
    }
    assertCounts(scenario, maglev, counts);
  }

  static Stream<GoldenScenario> envoyHash() {
    return GoldenScenario.read("envoy-hash").stream();
  }

  @ParameterizedTest
  @MethodSource
  void envoyHash(GoldenScenario scenario) {
    for (String[] line : scenario.lines()) {
      byte[] text = line[0].replace("\\n", "\n").getBytes(UTF_8);
      long hash =
          scenario.option("function", "").equals("XX_HASH")
              ? KeyHash.XXH64.hash(text)
              : Murmur2.hash64a(text, 0, text.length, 0xc70f6907L);
      assertThat(Long.toUnsignedString(hash)).as(line[0]).isEqualTo(line[1]);
    }
  }
}

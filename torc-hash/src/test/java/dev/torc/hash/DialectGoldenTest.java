package dev.torc.hash;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.torc.hash.Dialect.EnvoyHash;
import dev.torc.hash.HaproxyHash.Function;
import dev.torc.testkit.PlacementFile;
import dev.torc.testkit.PlacementScenario;
import dev.torc.testkit.PlacementScenario.Answer;
import dev.torc.testkit.SpymemcachedNames;
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

  private static Stream<PlacementScenario> read(String file) {
    return PlacementFile.parse(GoldenData.text("golden/" + file + ".tsv")).scenarios().stream();
  }

  private static List<Node> nodes(PlacementScenario scenario) {
    return scenario.members().stream()
        .map(member -> new Node(member.name(), member.weight()))
        .toList();
  }

  private static void assertEqual(PlacementScenario scenario, Dialect dialect) {
    Ring ring = Ring.of(nodes(scenario), dialect);
    assertThat(scenario.answers()).hasSizeGreaterThan(30);
    for (Answer answer : scenario.answers()) {
      int owner = ring.locate(ring.keyHash().hash(answer.key()));
      assertThat(ring.nodes().get(owner).name()).as(answer.key()).isEqualTo(answer.owner());
    }
  }

  static Stream<PlacementScenario> nginx() {
    return read("nginx");
  }

  @ParameterizedTest
  @MethodSource
  void nginx(PlacementScenario scenario) {
    assertEqual(scenario, Dialect.nginx());
  }

  static Stream<PlacementScenario> haproxy() {
    return read("haproxy");
  }

  @ParameterizedTest
  @MethodSource
  void haproxy(PlacementScenario scenario) {
    assertEqual(scenario, Dialect.haproxy(haproxyHash(scenario), haproxyIds(scenario)));
  }

  static Stream<PlacementScenario> haproxy30() {
    return read("haproxy-3.0");
  }

  @ParameterizedTest
  @MethodSource
  void haproxy30(PlacementScenario scenario) {
    assertEqual(scenario, Dialect.haproxy30(haproxyHash(scenario), haproxyIds(scenario)));
  }

  private static HaproxyHash haproxyHash(PlacementScenario scenario) {
    return scenario.options().containsKey("hash")
        ? new HaproxyHash(
            Function.valueOf(scenario.option("hash", "").toUpperCase(Locale.ROOT)),
            scenario.options().containsKey("avalanche"))
        : HaproxyHash.DEFAULT;
  }

  private static Map<String, Integer> haproxyIds(PlacementScenario scenario) {
    List<Integer> ids =
        scenario.options().containsKey("ids")
            ? Arrays.stream(scenario.option("ids", "").split(";", -1))
                .map(Integer::valueOf)
                .toList()
            : Stream.iterate(1, id -> id + 1).limit(scenario.members().size()).toList();
    Map<String, Integer> byName = new HashMap<>();
    for (int i = 0; i < ids.size(); i++) {
      byName.put(scenario.members().get(i).name(), ids.get(i));
    }
    return byName;
  }

  static Stream<PlacementScenario> ketama() {
    return read("libmemcached-ketama");
  }

  @ParameterizedTest
  @MethodSource
  void ketama(PlacementScenario scenario) {
    assertEqual(scenario, Dialect.ketama(memcachedHash(scenario, "default")));
  }

  static Stream<PlacementScenario> weightedKetama() {
    return read("libmemcached-ketama-weighted");
  }

  @ParameterizedTest
  @MethodSource
  void weightedKetama(PlacementScenario scenario) {
    assertEqual(scenario, Dialect.weightedKetama(memcachedHash(scenario, "md5")));
  }

  static Stream<PlacementScenario> twemproxy() {
    return read("twemproxy");
  }

  @ParameterizedTest
  @MethodSource
  void twemproxy(PlacementScenario scenario) {
    Dialect dialect = Dialect.twemproxy(memcachedHash(scenario, "fnv1a_64"));
    String tag = scenario.option("hash_tag", "");
    assertEqual(
        scenario, tag.isEmpty() ? dialect : dialect.withHashTag(tag.charAt(0), tag.charAt(1)));
  }

  private static MemcachedHash memcachedHash(PlacementScenario scenario, String otherwise) {
    String name = scenario.option("hash", otherwise);
    return switch (name) {
      case "default" -> MemcachedHash.ONE_AT_A_TIME;
      case "crc" -> MemcachedHash.CRC32;
      default -> MemcachedHash.valueOf(name.toUpperCase(Locale.ROOT));
    };
  }

  static Stream<PlacementScenario> spymemcached() {
    return read("spymemcached");
  }

  @ParameterizedTest
  @MethodSource
  void spymemcached(PlacementScenario scenario) {
    Dialect dialect =
        scenario.options().containsKey("weighted")
            ? Dialect.weightedSpymemcached()
            : Dialect.spymemcached();
    assertEqual(SpymemcachedNames.hashed(scenario), dialect);
  }

  static Stream<PlacementScenario> dubbo() {
    return read("dubbo");
  }

  @ParameterizedTest
  @MethodSource
  void dubbo(PlacementScenario scenario) {
    assertEqual(scenario, Dialect.dubbo(scenario.number("hash.nodes", Dialect.DUBBO_REPLICAS)));
  }

  static Stream<PlacementScenario> grpc() {
    return read("grpc");
  }

  @ParameterizedTest
  @MethodSource
  void grpc(PlacementScenario scenario) {
    int limit = Dialect.GRPC_MAX_RING_SIZE;
    assertEqual(
        scenario,
        Dialect.grpc(
            Math.min(limit, scenario.number("minRingSize", Dialect.ENVOY_MIN_RING_SIZE)),
            Math.min(limit, scenario.number("maxRingSize", limit))));
  }

  static Stream<PlacementScenario> envoyRing() {
    return read("envoy-ring");
  }

  @ParameterizedTest
  @MethodSource
  void envoyRing(PlacementScenario scenario) {
    Ring ring = Ring.of(nodes(scenario), envoy(scenario));
    assertThat(scenario.answers()).isNotEmpty();
    for (Answer answer : scenario.answers()) {
      int host =
          ring.locateAfter(Long.parseUnsignedLong(answer.key()), scenario.number("attempt", 0));
      assertThat(ring.nodes().get(host).name()).as(answer.key()).isEqualTo(answer.owner());
    }
  }

  private static Dialect envoy(PlacementScenario scenario) {
    return Dialect.envoy(
        scenario.number("minimum_ring_size", Dialect.ENVOY_MIN_RING_SIZE),
        scenario.number("maximum_ring_size", Dialect.ENVOY_MAX_RING_SIZE),
        EnvoyHash.valueOf(scenario.option("hash_function", "XX_HASH")));
  }

  static Stream<PlacementScenario> envoyRingCounts() {
    return read("envoy-ring-counts");
  }

  /** Hashes at equal distances around the circle, as its tests send them. */
  @ParameterizedTest
  @MethodSource
  void envoyRingCounts(PlacementScenario scenario) {
    Ring ring = Ring.of(nodes(scenario), envoy(scenario));
    int requests = scenario.number("requests", 0);
    long distance = Long.divideUnsigned(-1, requests);
    int[] counts = new int[ring.nodes().size()];
    for (int i = 0; i < requests; i++) {
      counts[ring.locate(i * distance)]++;
    }
    assertCounts(scenario, ring, counts);
  }

  private static void assertCounts(PlacementScenario scenario, Placement placement, int[] counts) {
    assertThat(scenario.answers()).isNotEmpty();
    for (Answer answer : scenario.answers()) {
      int host = NodeSet.checkedIndexOf(placement.nodes(), answer.owner());
      assertThat(counts[host]).as(answer.owner()).isEqualTo(Integer.parseInt(answer.key()));
    }
  }

  static Stream<PlacementScenario> envoyMaglev() {
    return read("envoy-maglev");
  }

  @ParameterizedTest
  @MethodSource
  void envoyMaglev(PlacementScenario scenario) {
    Maglev maglev = Maglev.envoy(nodes(scenario), scenario.number("table_size", 0));
    assertThat(scenario.answers()).isNotEmpty();
    for (Answer answer : scenario.answers()) {
      // Envoy's retry: the hash with all bits of 2⁶⁴ − attempt turned.
      long hash = Long.parseUnsignedLong(answer.key()) ^ -(long) scenario.number("attempt", 0);
      assertThat(maglev.nodes().get(maglev.locate(hash)).name())
          .as(answer.key())
          .isEqualTo(answer.owner());
    }
  }

  static Stream<PlacementScenario> envoyMaglevCounts() {
    return read("envoy-maglev-counts");
  }

  @ParameterizedTest
  @MethodSource
  void envoyMaglevCounts(PlacementScenario scenario) {
    Maglev maglev = Maglev.envoy(nodes(scenario), scenario.number("table_size", 0));
    int[] counts = new int[maglev.nodes().size()];
    for (int i = 0; i < maglev.tableSize(); i++) {
      counts[maglev.locate(i)]++;
    }
    assertCounts(scenario, maglev, counts);
  }

  static Stream<PlacementScenario> envoyHash() {
    return read("envoy-hash");
  }

  @ParameterizedTest
  @MethodSource
  void envoyHash(PlacementScenario scenario) {
    for (Answer answer : scenario.answers()) {
      byte[] text = answer.key().replace("\\n", "\n").getBytes(UTF_8);
      long hash =
          scenario.option("function", "").equals("XX_HASH")
              ? KeyHash.XXH64.hash(text)
              : Murmur2.hash64a(text, 0, text.length, 0xc70f6907L);
      assertThat(Long.toUnsignedString(hash)).as(answer.key()).isEqualTo(answer.owner());
    }
  }
}

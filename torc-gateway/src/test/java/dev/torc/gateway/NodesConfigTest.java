package dev.torc.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.torc.config.ByteSize;
import dev.torc.config.Configuration;
import dev.torc.config.ConfigurationException;
import dev.torc.config.HostPort;
import dev.torc.gateway.NodesConfig.Dns;
import dev.torc.gateway.NodesConfig.Dns.RecordType;
import dev.torc.gateway.NodesConfig.Embedded;
import dev.torc.gateway.NodesConfig.Sentinel;
import dev.torc.gateway.NodesConfig.StaticNode;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The section {@code cache} of {@code torc.yaml}. */
final class NodesConfigTest {
  private static final long MEBIBYTE = 1 << 20;

  private static NodesConfig nodes(String yaml) {
    return Configuration.parse(yaml, "torc.yaml", NodesConfig.class);
  }

  private static StaticNode node(int port, @Nullable String name, int weight) {
    return new StaticNode(HostPort.parse("127.0.0.1:" + port), name, weight);
  }

  @Test
  void threeEmbeddedNodesUnlessTold() {
    assertThat(nodes("{}").embedded())
        .isEqualTo(new Embedded(3, new ByteSize(256 * MEBIBYTE), List.of()));
    assertThat(nodes("{}").addresses()).isNull();
  }

  @Test
  void readsEmbeddedNodes() {
    assertThat(nodes("embedded: 5").embedded())
        .isEqualTo(new Embedded(5, new ByteSize(256 * MEBIBYTE), List.of()));
    Embedded some = nodes("embedded: {count: 2, memory: 16MiB, weights: [0, 3]}").embedded();
    assertThat(some).isEqualTo(new Embedded(2, new ByteSize(16 * MEBIBYTE), List.of(0, 3)));
    Embedded partly = new Embedded(3, new ByteSize(4 * MEBIBYTE), List.of(0, 7));
    assertThat(IntStream.range(0, 3).map(partly::weight)).containsExactly(0, 7, 1);
    assertThat(partly.withCount(5).weights()).containsExactly(0, 7);
    assertThat(partly.withCount(2).weights()).containsExactly(0, 7);
    assertThat(partly.withCount(5).count()).isEqualTo(5);
  }

  @Test
  void refusesLimitsThatCannotHold() {
    assertThatExceptionOfType(ConfigurationException.class)
        .isThrownBy(() ->
            Configuration.parse(
                "limits:\n  maxValueBytes: 16MiB\n", "torc.yaml", CacheConfig.class))
        .withMessageContaining("torc.yaml:2:3")
        .withMessageContaining("bodyMemory: 64MiB (expected: at least 6 times maxValueBytes");
    assertThatExceptionOfType(ConfigurationException.class)
        .isThrownBy(() ->
            Configuration.parse(
                "limits:\n  responseMemory: 6MiB\n", "torc.yaml", CacheConfig.class))
        .withMessageContaining("responseMemory: 6MiB (expected: at least 6 times maxValueBytes");
    assertThatExceptionOfType(ConfigurationException.class)
        .isThrownBy(() ->
            Configuration.parse(
                "vnodes: 100000\nnodes: {embedded: {weights: [700]}}\n",
                "torc.yaml",
                CacheConfig.class))
        .withMessageContaining(
            "vnodes times the sum of weights: 70200000 (expected: at most 67108864)");
  }

  @Test
  void readsStaticNodes() {
    NodesConfig nodes =
        nodes("static: [\"127.0.0.1:6379\", {address: \"127.0.0.1:7\", name: n, weight: 0}]");
    assertThat(nodes.embedded()).isNull();
    assertThat(nodes.addresses()).containsExactly(node(6379, null, 1), node(7, "n", 0));
    assertThat(nodes.addresses())
        .extracting(StaticNode::ringName)
        .containsExactly("127.0.0.1:6379", "n");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{embedded: 1, static: ['h:1']} | 1:1 | both embedded and static (expected: one of them)",
        "static: [] | 1:9 | static: no node with a weight above 0 (expected: at least one)",
        "static: [{address: 'h:1', weight: 0}] | 1:9 | static: no node with a weight above 0"
            + " (expected: at least one)",
        "static: ['h:1', 'h:2', 'h:1'] | 1:9 | static: \"h:1\" twice (expected: each name once)",
        "static: [{address: 'h:1', name: a}, {address: 'h:2', name: a}] | 1:9 | static: \"a\" twice"
            + " (expected: each name once)",
        "static: [{address: 'h:1', name: a}, {address: 'h:1', name: b}] | 1:9 | static: h:1 twice"
            + " (expected: each address once)",
        "embedded: {count: 1, weights: [1, 1]} | 1:31 | weights: 2 of them (expected: at most"
            + " count, 1)",
        "embedded: {count: 2, weights: [1, -1]} | 1:35 | embedded.weights[1]: -1 (expected: 0 to"
            + " 1000)",
        "{static: ['h:1'], dns: cache.test} | 1:1 | both static and dns (expected: one of them)",
        "{embedded: 1, dns: d, sentinel: {sentinels: ['h:1'], masters: [m]}} | 1:1 | embedded and"
            + " dns and sentinel (expected: one of them)",
        "dns: '' | 1:6 | dns: \"\" (expected: a DNS name, such as cache.example)",
        "dns: {name: 10.0.0.1} | 1:13 | name: \"10.0.0.1\" (expected: a DNS name, such as"
            + " cache.example)",
        "dns: {name: 'a..b'} | 1:13 | name: \"a..b\" (expected: a DNS name, such as cache.example)",
        "dns: {name: 'a b'} | 1:13 | name: \"a b\" (expected: a DNS name, such as cache.example)",
        "dns: {name: a, port: 0} | 1:22 | dns.port: 0 (expected: 1 to 65535)",
        "dns: {name: a, type: mx} | 1:22 | dns.type: \"mx\" (expected: a-aaaa or srv)",
        "dns: {name: a, interval: 10ms} | 1:26 | dns.interval: \"10ms\" (expected: 100ms to 1h)",
        "dns: {name: a, server: here} | 1:24 | dns.server: \"here\" (expected: host:port, such as"
            + " localhost:6379 or [::1]:6379)",
        "dns: {port: 1} | 1:6 | missing field \"name\" in dns (expected: text)",
        "sentinel: {masters: [m]} | 1:11 | missing field \"sentinels\" in sentinel (expected: a"
            + " list)",
        "sentinel: {sentinels: [], masters: [m]} | 1:23 | sentinels: none (expected: at least one)",
        "sentinel: {sentinels: ['h:1'], masters: []} | 1:41 | masters: none (expected: at least"
            + " one)",
        "sentinel: {sentinels: ['h:1', 'h:1'], masters: [m]} | 1:23 | sentinels: \"h:1\" twice"
            + " (expected: each once)",
        "sentinel: {sentinels: ['h:1'], masters: [m, m]} | 1:41 | masters: \"m\" twice (expected:"
            + " each once)",
        "sentinel: {sentinels: ['h:1'], masters: ['a b']} | 1:41 | masters: \"a b\" (expected: a"
            + " name without spaces)",
        "embedded: {count: 2, weights: [0, 0]} | 1:31 | weights: all 0 (expected: at least one"
            + " above 0)",
      })
  void saysWhereAndWhatIsWrong(String yaml, String position, String message) {
    assertThatExceptionOfType(ConfigurationException.class)
        .isThrownBy(() -> nodes(yaml))
        .withMessageStartingWith("torc.yaml:" + position + ": ")
        .withMessageEndingWith(message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "embedded: 0 | torc.yaml:1:11: embedded",
        "embedded: 65 | torc.yaml:1:11: embedded",
        "embedded: {memory: 1MiB} | torc.yaml:1:20: embedded.memory",
        "static: [nowhere] | torc.yaml:1:10: static[0]",
        "static: [{name: a}] | torc.yaml:1:10: missing field \"address\" in static[0]",
        "static: [{address: 'h:1', weight: 1001}] | torc.yaml:1:35: static[0].weight",
        "nodes: 3 | torc.yaml:1:1: unknown field",
      })
  void namesTheField(String yaml, String start) {
    assertThatExceptionOfType(ConfigurationException.class)
        .isThrownBy(() -> nodes(yaml))
        .withMessageStartingWith(start);
  }

  @Test
  void readsNodesThatAreFound() {
    assertThat(nodes("dns: cache.test").dns())
        .isEqualTo(
            new Dns(
                "cache.test",
                6379,
                RecordType.A_AAAA,
                Duration.ofSeconds(5),
                null,
                Duration.ofMinutes(1),
                Duration.ofMinutes(1)));
    assertThat(
            nodes(
                    "dns: {name: _redis._tcp.cache.test, type: srv, port: 7, interval: 1s, server:"
                        + " '127.0.0.1:53', giveUpAfter: 0s, lostAfter: 2m}")
                .dns())
        .isEqualTo(
            new Dns(
                "_redis._tcp.cache.test",
                7,
                RecordType.SRV,
                Duration.ofSeconds(1),
                HostPort.parse("127.0.0.1:53"),
                Duration.ZERO,
                Duration.ofMinutes(2)));
    NodesConfig masters = nodes("sentinel: {sentinels: ['h:26379', 'i:26379'], masters: [b, a]}");
    assertThat(masters.sentinel())
        .isEqualTo(
            new Sentinel(
                List.of(HostPort.parse("h:26379"), HostPort.parse("i:26379")),
                List.of("b", "a"),
                Duration.ofSeconds(1)));
    assertThat(masters.embedded()).isNull();
    assertThat(masters.totalWeight()).isEqualTo(2);
  }

  @Test
  void nodesThatDnsFindsNeedAKeptRing() {
    assertThatExceptionOfType(ConfigurationException.class)
        .isThrownBy(() ->
            Configuration.parse("nodes:\n  dns: cache.test\n", "torc.yaml", CacheConfig.class))
        .withMessage(
            "torc.yaml:1:1: stateDir: not set (expected: a folder, since nodes that dns finds"
                + " outlive the gateway, and so must the ring they were found for)");
    assertThat(
            Configuration.parse(
                    "stateDir: state\nnodes: {dns: cache.test}\n", "torc.yaml", CacheConfig.class)
                .nodes()
                .dns())
        .isNotNull();
  }

  @Test
  void aCacheNeedsNothing() {
    CacheConfig cache = Configuration.parse("{}", "torc.yaml", CacheConfig.class);
    assertThat(cache.host()).isEqualTo("127.0.0.1");
    assertThat(cache.port()).isEqualTo(8000);
    assertThat(cache.vnodes()).isEqualTo(160);
    assertThat(cache.stateDir()).isNull();
    assertThat(cache.limits().maxKeyBytes()).isEqualTo(512);
    assertThat(cache.limits().maxValueBytes()).isEqualTo(new ByteSize(MEBIBYTE));
    assertThat(cache.timeouts().nodeCommand()).isEqualTo(Duration.ofSeconds(1));
    assertThat(cache.httpLimits(cache.limits()).uriBytes()).isEqualTo((8 << 10) + 3 * 512);
    AdminConfig admin = Configuration.parse("{}", "torc.yaml", AdminConfig.class);
    assertThat(admin).isEqualTo(new AdminConfig("127.0.0.1", 8001, null));
  }

  @Test
  void aProblemInTheMiddleOfACacheHasItsPosition() {
    assertThatExceptionOfType(ConfigurationException.class)
        .isThrownBy(() ->
            Configuration.parse(
                "port: 1\nnodes:\n  embedded: 1\n  static: ['h:1']\nvnodes: 0\n",
                "torc.yaml",
                CacheConfig.class))
        .withMessageContaining("torc.yaml:3:3: nodes: both embedded and static")
        .withMessageContaining("torc.yaml:5:9: vnodes: 0");
  }
}

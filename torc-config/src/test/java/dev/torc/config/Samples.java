package dev.torc.config;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Records with every kind of component. */
final class Samples {
  private Samples() {}

  @Doc("The whole file.")
  record Sample(
      @Doc("The cache.") Cache cache,
      @Doc("Listeners by name.") @Default("{}") Map<String, Listener> listeners,
      @Doc("Everything else.") @Default("{}") Kinds kinds,
      @Doc("A note.") @Nullable String note) {}

  @Doc("A sharded cache.")
  record Cache(
      @Doc("Points per node.") @Default("160") @Range(min = 1, max = 100_000) int vnodesPerNode,
      @Doc("What goes first when memory ends.") @Default("lru") Eviction eviction,
      @Doc("The memory of a node.") @Default("256MiB") @Range(min = 1024, max = 1 << 30)
          ByteSize memory,
      @Doc("How long to wait for a node.") @Default("250ms") @DurationRange(min = "1ms", max = "1h")
          Duration timeout,
      @Doc("Where nodes come from.") Nodes nodes) {}

  enum Eviction {
    LRU,
    LEAST_FREQUENTLY_USED
  }

  @Doc("Nodes: embedded | static.")
  record Nodes(
      @Doc("Nodes run by Torc.") @Nullable Embedded embedded,
      @Doc("Nodes run by others.") @Default("[]") @Key("static") List<Server> servers) {
    Nodes {
      if ((embedded == null) == servers.isEmpty()) {
        throw new IllegalArgumentException("embedded or static (expected: one of them)");
      }
    }
  }

  @Shorthand("count")
  record Embedded(
      @Doc("How many.") @Range(min = 1, max = 16) int count,
      @Doc("The first port.") @Default("7000") int firstPort) {}

  record Server(
      @Doc("Its address.") HostPort address,
      @Doc("Its share.") @Default("1") @Range(min = 0) double weight) {}

  record Listener(@Doc("The port.") @Range(min = 1, max = 65535) int port) {}

  record Kinds(
      @Doc("A long.") @Default("0") long large,
      @Doc("A switch.") @Default("false") boolean enabled,
      @Doc("A text.") @Default("none") String text,
      @Doc("A boxed number.") @Nullable Integer maybe,
      @Doc("Numbers.") @Default("[]") @Range(max = 9) List<Integer> digits,
      @Doc("Lists by name.") @Default("{}") Map<String, List<String>> groups,
      @Doc("A colour.") @Default("'#000000'") Colour colour,
      @Doc("A tree.") @Nullable Tree tree) {}

  /** A type this module does not know. */
  record Colour(int rgb) {
    public static Colour parse(String text) {
      if (text.length() != 7) {
        throw new IllegalArgumentException("\"" + text + "\" (expected: #rrggbb)");
      }
      return new Colour(Integer.parseUnsignedInt(text.substring(1), 16));
    }

    @Override
    public String toString() {
      return String.format("#%06x", rgb);
    }
  }

  record Tree(@Doc("Below it.") @Default("[]") List<Tree> children) {}

  /** A valid file that uses all of them. */
  static final String FULL =
      """
      # All there is.
      cache:
        vnodes_per_node: 0x64
        eviction: least-frequently-used
        memory: 64mib
        timeout: 1.5s
        nodes:
          static:
            - address: cache-1.example:6379
            - {address: "[::1]:6380", weight: 2.5}
      listeners:
        main: {port: 8000}
        admin: &admin
          port: 8001
        other: *admin
      kinds:
        large: -9223372036854775808
        enabled: true
        text: 1.10
        maybe: 7
        digits: [1, 0o7, -3]
        groups: {a: [x, 'y'], b: []}
        colour: '#ff0000'
        tree: {children: [{}, {children: [{}]}]}
      note: null
      """;

  static Sample parse(String text) {
    return Configuration.parse(text, "torc.yaml", Sample.class);
  }
}

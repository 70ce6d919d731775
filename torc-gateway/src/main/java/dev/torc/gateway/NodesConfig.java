package dev.torc.gateway;

import dev.torc.config.ByteSize;
import dev.torc.config.Default;
import dev.torc.config.Doc;
import dev.torc.config.DurationRange;
import dev.torc.config.HostPort;
import dev.torc.config.Key;
import dev.torc.config.Range;
import dev.torc.config.Shorthand;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The section {@code cache.nodes} of {@code torc.yaml}: one kind of nodes; three embedded ones if
 * there is none.
 *
 * @param embedded Redis processes that Torc starts itself
 * @param addresses servers that somebody else runs
 * @param dns the same, found by a DNS name
 * @param sentinel the same, as sentinels name them
 */
public record NodesConfig(
    @Doc("Redis processes that Torc starts and ends itself: a number, or a mapping")
        @Nullable Embedded embedded,
    @Doc("Redis servers that you run: addresses, or mappings") @Key("static")
        @Nullable List<StaticNode> addresses,
    @Doc(
            "Redis servers that you run, found by a DNS name and followed when its records change:"
                + " the name, or a mapping; needs stateDir")
        @Nullable Dns dns,
    @Doc("Redis servers that you run, each a master that sentinels name and replace")
        @Nullable Sentinel sentinel) {

  /**
   * Sets the default and checks that there is one kind only.
   *
   * @throws IllegalArgumentException if several are given, or a list is empty, or gives no node a
   *     weight
   */
  public NodesConfig {
    checkOneKind(embedded, addresses, dns, sentinel);
    if (addresses != null) {
      addresses = List.copyOf(addresses);
      if (addresses.stream().noneMatch(node -> node.weight() > 0)) {
        throw new IllegalArgumentException(
            "static: no node with a weight above 0 (expected: at least one)");
      }
      checkDistinct(addresses);
    } else if (embedded == null && dns == null && sentinel == null) {
      embedded = Embedded.DEFAULTS;
    }
  }

  /** Nodes that Torc starts itself. */
  public static NodesConfig of(Embedded embedded) {
    return new NodesConfig(embedded, null, null, null);
  }

  private static void checkOneKind(
      @Nullable Object embedded,
      @Nullable Object addresses,
      @Nullable Object dns,
      @Nullable Object sentinel) {
    List<String> given = new ArrayList<>();
    addIfGiven("embedded", embedded, given);
    addIfGiven("static", addresses, given);
    addIfGiven("dns", dns, given);
    addIfGiven("sentinel", sentinel, given);
    if (given.size() > 1) {
      throw new IllegalArgumentException(
          (given.size() == 2 ? "both " : "")
              + String.join(" and ", given)
              + " (expected: one of them)");
    }
  }

  private static void addIfGiven(String name, @Nullable Object kind, List<String> given) {
    if (kind != null) {
      given.add(name);
    }
  }

  /** What the nodes are, as the file calls it. */
  String kind() {
    if (embedded != null) {
      return "embedded";
    }
    if (addresses != null) {
      return "static";
    }
    return dns == null ? "sentinel" : "dns";
  }

  /** The weights of all nodes together, as far as they are known before any is looked for. */
  long totalWeight() {
    long total = 0;
    if (addresses != null) {
      for (StaticNode node : addresses) {
        total += node.weight();
      }
    } else if (embedded != null) {
      for (int i = 0; i < embedded.count(); i++) {
        total += embedded.weight(i);
      }
    } else if (sentinel != null) {
      total = sentinel.masters().size();
    }
    return total;
  }

  private static void checkDistinct(List<StaticNode> nodes) {
    for (int i = 0; i < nodes.size(); i++) {
      for (int j = 0; j < i; j++) {
        if (nodes.get(i).ringName().equals(nodes.get(j).ringName())) {
          throw new IllegalArgumentException(
              "static: \"" + nodes.get(i).ringName() + "\" twice (expected: each name once)");
        }
        if (nodes.get(i).address().equals(nodes.get(j).address())) {
          throw new IllegalArgumentException(
              "static: " + nodes.get(i).address() + " twice (expected: each address once)");
        }
      }
    }
  }

  /** Redis processes that Torc starts itself. */
  @Shorthand("count")
  public record Embedded(
      @Doc("How many") @Default("3") @Range(min = 1, max = MAX_COUNT) int count,
      @Doc("Memory for the keys of each; a full node answers 507")
          @Default("256MiB")
          @Range(min = 2 << 20)
          ByteSize memory,
      @Doc("Weight of each by its index; those not listed have 1")
          @Default("[]")
          @Range(min = 0, max = 1000)
          List<Integer> weights) {

    /** More would be a mistake on one machine. */
    public static final int MAX_COUNT = 64;

    static final Embedded DEFAULTS = new Embedded(3, new ByteSize(256L << 20), List.of());

    /**
     * Checks the weights.
     *
     * @throws IllegalArgumentException if there are more than nodes, or all are 0
     */
    public Embedded {
      weights = List.copyOf(weights);
      if (weights.size() > count) {
        throw new IllegalArgumentException(
            "weights: " + weights.size() + " of them (expected: at most count, " + count + ")");
      }
      if (weights.size() == count && weights.stream().allMatch(weight -> weight == 0)) {
        throw new IllegalArgumentException("weights: all 0 (expected: at least one above 0)");
      }
    }

    int weight(int index) {
      return index < weights.size() ? weights.get(index) : 1;
    }

    /** The same with another number of nodes, keeping the weights that still fit. */
    public Embedded withCount(int nodes) {
      return new Embedded(nodes, memory, weights.subList(0, Math.min(nodes, weights.size())));
    }
  }

  /** A Redis server that somebody else runs. */
  @Shorthand("address")
  public record StaticNode(
      @Doc("Where it listens, as host:port") HostPort address,
      @Doc(
              "Its name on the ring; keep it when the address changes, and the keys stay; the"
                  + " address if not given")
          @Nullable String name,
      @Doc("Its share of the keys relative to the others; 0 for none")
          @Default("1")
          @Range(min = 0, max = 1000)
          int weight) {

    String ringName() {
      return name == null ? address.toString() : name;
    }
  }

  /** Redis servers that are the records of a DNS name. */
  @Shorthand("name")
  public record Dns(
      @Doc("Name whose records are the nodes") String name,
      @Doc("Port of every node, with type a-aaaa") @Default("6379") @Range(min = 1, max = 65_535)
          int port,
      @Doc("Which records are nodes: addresses, or the targets and ports of services")
          @Default("a-aaaa")
          RecordType type,
      @Doc("From one look to the next; what two in a row find alike counts")
          @Default("5s")
          @DurationRange(min = "100ms", max = "1h")
          Duration interval,
      @Doc(
              "The DNS server to ask, as host:port; without it those of the system, with its search"
                  + " domains")
          @Nullable HostPort server,
      @Doc("How long a start without an answer looks on before it fails")
          @Default("1m")
          @DurationRange(max = "1h")
          Duration giveUpAfter,
      @Doc(
              "How long a node that is listed no more must have been down until it is taken away"
                  + " without its keys; before that, and while it answers, they are copied first")
          @Default("1m")
          @DurationRange(max = "24h")
          Duration lostAfter) {

    /** Which records are nodes. */
    public enum RecordType {
      /** Addresses of IPv4 and IPv6. */
      A_AAAA,
      /** Services: each target with its port; priority and weight make no difference. */
      SRV
    }

    /**
     * Checks the name.
     *
     * @throws IllegalArgumentException if it is none that DNS can have
     */
    public Dns {
      if (!DnsNodes.isName(name)) {
        throw new IllegalArgumentException(
            "name: \"" + name + "\" (expected: a DNS name, such as cache.example)");
      }
    }
  }

  /** Redis servers that are the masters of sentinels. */
  public record Sentinel(
      @Doc("Where sentinels listen, as host:port; one that answers is enough")
          List<HostPort> sentinels,
      @Doc("Names of masters, as sentinels have them; each is a node of that name on the ring")
          List<String> masters,
      @Doc("From one look to the next; what two in a row find alike counts")
          @Default("1s")
          @DurationRange(min = "100ms", max = "1m")
          Duration interval) {

    /**
     * Checks the lists.
     *
     * @throws IllegalArgumentException if one is empty, or has something twice, or a name is none
     */
    public Sentinel {
      sentinels = List.copyOf(sentinels);
      masters = List.copyOf(masters);
      checkOnce("sentinels", sentinels);
      checkOnce("masters", masters);
      for (String master : masters) {
        if (master.isEmpty() || master.chars().anyMatch(Character::isWhitespace)) {
          throw new IllegalArgumentException(
              "masters: \"" + master + "\" (expected: a name without spaces)");
        }
      }
    }

    private static void checkOnce(String list, List<?> values) {
      if (values.isEmpty()) {
        throw new IllegalArgumentException(list + ": none (expected: at least one)");
      }
      Set<Object> seen = new HashSet<>();
      for (Object value : values) {
        if (!seen.add(value)) {
          throw new IllegalArgumentException(
              list + ": \"" + value + "\" twice (expected: each once)");
        }
      }
    }
  }
}

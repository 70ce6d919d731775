package dev.torc.gateway;

import dev.torc.config.ByteSize;
import dev.torc.config.Default;
import dev.torc.config.Doc;
import dev.torc.config.HostPort;
import dev.torc.config.Key;
import dev.torc.config.Range;
import dev.torc.config.Shorthand;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The section {@code cache.nodes} of {@code torc.yaml}: one kind of nodes; three embedded ones if
 * there is none.
 *
 * @param embedded Redis processes that Torc starts itself
 * @param addresses servers that somebody else runs
 */
public record NodesConfig(
    @Doc("Redis processes that Torc starts and ends itself: a number, or a mapping")
        @Nullable Embedded embedded,
    @Doc("Redis servers that you run: addresses, or mappings") @Key("static")
        @Nullable List<StaticNode> addresses) {

  /**
   * Sets the default and checks that there is one kind only.
   *
   * @throws IllegalArgumentException if both are given, or a list is empty, or gives no node a
   *     weight
   */
  public NodesConfig {
    if (embedded != null && addresses != null) {
      throw new IllegalArgumentException("both embedded and static (expected: one of them)");
    }
    if (addresses != null) {
      addresses = List.copyOf(addresses);
      if (addresses.stream().noneMatch(node -> node.weight() > 0)) {
        throw new IllegalArgumentException(
            "static: no node with a weight above 0 (expected: at least one)");
      }
      checkDistinct(addresses);
    } else if (embedded == null) {
      embedded = Embedded.DEFAULTS;
    }
  }

  /** The weights of all nodes together. */
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
}

package dev.torc.cli.admin;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is to change, at least one thing.
 *
 * @param add nodes that come
 * @param remove nodes that go, each by its index or address
 * @param lost whether the keys of removed nodes are given up, for the nodes are dead
 * @param weights new ones, by index or address of the node
 * @param vnodes new points on the ring for each unit of weight; {@code null} for those of now
 * @param force whether it goes on although a node may lack room
 */
public record ChangeRequest(
    List<Addition> add,
    List<String> remove,
    boolean lost,
    Map<String, Integer> weights,
    @Nullable Integer vnodes,
    boolean force) {

  /**
   * A node that comes.
   *
   * @param address host and port; {@code null} if the gateway starts one
   * @param name {@code null} for one that the gateway gives
   * @param weight {@code null} for the usual one
   */
  public record Addition(
      @Nullable String address, @Nullable String name, @Nullable Integer weight) {
    private Map<String, Object> object() {
      Map<String, Object> object = new LinkedHashMap<>();
      putIfGiven(object, "address", address);
      putIfGiven(object, "name", name);
      putIfGiven(object, "weight", weight);
      return object;
    }
  }

  /** Copies. */
  public ChangeRequest {
    add = List.copyOf(add);
    remove = List.copyOf(remove);
    weights = Map.copyOf(weights);
  }

  /** Nodes come. */
  public static ChangeRequest add(List<Addition> nodes) {
    return new ChangeRequest(nodes, List.of(), false, Map.of(), null, false);
  }

  /**
   * Nodes go.
   *
   * @param nodes each by its index or address
   * @param lost whether their keys are given up
   */
  public static ChangeRequest remove(List<String> nodes, boolean lost) {
    return new ChangeRequest(List.of(), nodes, lost, Map.of(), null, false);
  }

  /**
   * A node gets another weight.
   *
   * @param node its index or address
   */
  public static ChangeRequest weight(String node, int weight) {
    return new ChangeRequest(List.of(), List.of(), false, Map.of(node, weight), null, false);
  }

  /** The ring gets another number of points for each unit of weight. */
  public static ChangeRequest vnodes(int vnodes) {
    return new ChangeRequest(List.of(), List.of(), false, Map.of(), vnodes, false);
  }

  /** The same; with {@code force}, also if a node may lack room. */
  public ChangeRequest withForce(boolean force) {
    return new ChangeRequest(add, remove, lost, weights, vnodes, force);
  }

  /** As JSON has it, without what says nothing. */
  Map<String, Object> object() {
    Map<String, Object> object = new LinkedHashMap<>();
    if (!add.isEmpty()) {
      object.put("add", add.stream().map(Addition::object).toList());
    }
    if (!remove.isEmpty()) {
      object.put("remove", remove);
    }
    putIfGiven(object, "lost", lost ? true : null);
    if (!weights.isEmpty()) {
      object.put("weights", weights);
    }
    putIfGiven(object, "vnodes", vnodes);
    putIfGiven(object, "force", force ? true : null);
    return object;
  }

  private static void putIfGiven(Map<String, Object> object, String name, @Nullable Object value) {
    if (value != null) {
      object.put(name, value);
    }
  }
}

package dev.torc.gateway;

import dev.torc.config.HostPort;
import dev.torc.hash.Node;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * The body of {@code POST /changes}. Nodes are named as the sender knows them, by index or address.
 *
 * @param add nodes to add
 * @param remove names of nodes to take away
 * @param lost whether their keys are given up
 * @param weights new weights by the name of a node
 * @param vnodes points per unit of weight, {@code null} to leave them
 * @param force whether to go on although a node may lack room
 * @param dryRun whether only to tell what it would do. It is not a part of the request's target,
 *     where a gateway that does not know it would overlook it, and make the change
 */
record ChangeDocument(
    List<NewNode> add,
    List<String> remove,
    boolean lost,
    Map<String, Integer> weights,
    @Nullable Integer vnodes,
    boolean force,
    boolean dryRun) {
  private static final String FIELDS = "add, remove, lost, weights, vnodes, force, dryRun";
  private static final String EXAMPLE = FIELDS + ", such as {\"add\": [{}]}";
  private static final int MAX_WEIGHT = 1000;
  private static final int MAX_VNODES = 100_000;

  /** More would be a mistake. */
  private static final int MAX_NODES = 1000;

  /**
   * A node to add.
   *
   * @param address {@code null} if it is to be started here
   * @param name {@code null} if it follows from the address or the index
   */
  record NewNode(@Nullable HostPort address, @Nullable String name, int weight) {}

  /**
   * Checks that it says what is to be different.
   *
   * @throws BadRequestException if it does not
   */
  ChangeDocument {
    add = List.copyOf(add);
    remove = List.copyOf(remove);
    if (add.isEmpty() && remove.isEmpty() && weights.isEmpty() && vnodes == null) {
      throw new BadRequestException(
          "body: no change (expected: one at least of add, remove, weights and vnodes)");
    }
    if (lost && remove.isEmpty()) {
      throw new BadRequestException("body: lost without remove (expected: nodes to remove)");
    }
    if (add.size() > MAX_NODES) {
      throw new BadRequestException(
          "body: add has " + add.size() + " nodes (expected: at most " + MAX_NODES + ")");
    }
  }

  /** What was read so far. */
  private static final class Draft implements JsonBody.Fields {
    private final List<NewNode> add = new ArrayList<>();
    private final List<String> remove = new ArrayList<>();
    private final Map<String, Integer> weights = new LinkedHashMap<>();
    private boolean lost;
    private boolean force;
    private boolean dryRun;
    private @Nullable Integer vnodes;

    @Override
    public void read(String name, JsonParser parser, JsonToken token) {
      switch (name) {
        case "add" -> readItems(name, parser, token, item -> add.add(node(item, parser)));
        case "remove" ->
            readItems(name, parser, token, item -> remove.add(text("remove", parser, item)));
        case "lost" -> lost = flag(name, token);
        case "weights" -> {
          expect(JsonToken.START_OBJECT, name, token, "an object of weights by node");
          JsonBody.fields(
              parser,
              (node, values, first) ->
                  weights.put(
                      node, number("weights of \"" + node + "\"", values, first, 0, MAX_WEIGHT)));
        }
        case "vnodes" -> vnodes = number(name, parser, token, 1, MAX_VNODES);
        case "force" -> force = flag(name, token);
        case "dryRun" -> dryRun = flag(name, token);
        default -> throw JsonBody.unknown(name, FIELDS);
      }
    }

    private static NewNode node(JsonToken token, JsonParser parser) {
      expect(JsonToken.START_OBJECT, "add", token, "a list of objects");
      NodeDraft draft = new NodeDraft();
      JsonBody.fields(parser, draft);
      return new NewNode(draft.address, draft.name, draft.weight);
    }
  }

  private static final class NodeDraft implements JsonBody.Fields {
    private @Nullable HostPort address;
    private @Nullable String name;
    private int weight = 1;

    @Override
    public void read(String field, JsonParser parser, JsonToken token) {
      switch (field) {
        case "address" -> address = address(text("address", parser, token));
        case "name" -> name = checkedName(text("name", parser, token));
        case "weight" -> weight = number("weight", parser, token, 0, MAX_WEIGHT);
        default -> throw JsonBody.unknown(field, "address, name, weight");
      }
    }

    private static HostPort address(String text) {
      try {
        return HostPort.parse(text);
      } catch (IllegalArgumentException e) {
        throw new BadRequestException("body: address: " + e.getMessage());
      }
    }

    private static String checkedName(String text) {
      try {
        return Node.of(text).name();
      } catch (IllegalArgumentException e) {
        throw new BadRequestException("body: " + e.getMessage());
      }
    }
  }

  private interface Items {
    void read(JsonToken token);
  }

  /**
   * Reads a body strictly.
   *
   * @throws BadRequestException if it is not JSON, or not this object
   */
  static ChangeDocument parse(byte[] body) {
    Draft draft = new Draft();
    JsonBody.read(body, EXAMPLE, draft);
    return new ChangeDocument(
        draft.add,
        draft.remove,
        draft.lost,
        draft.weights,
        draft.vnodes,
        draft.force,
        draft.dryRun);
  }

  private static void readItems(String name, JsonParser parser, JsonToken token, Items items) {
    expect(JsonToken.START_ARRAY, name, token, "a list");
    for (JsonToken item = parser.nextToken();
        item != JsonToken.END_ARRAY;
        item = parser.nextToken()) {
      items.read(item);
    }
  }

  private static void expect(JsonToken wanted, String name, JsonToken token, String expected) {
    if (token != wanted) {
      throw JsonBody.mistyped(name, token, expected);
    }
  }

  private static String text(String name, JsonParser parser, JsonToken token) {
    expect(JsonToken.VALUE_STRING, name, token, "a string");
    return parser.getString();
  }

  private static boolean flag(String name, JsonToken token) {
    if (token != JsonToken.VALUE_TRUE && token != JsonToken.VALUE_FALSE) {
      throw JsonBody.mistyped(name, token, "true or false");
    }
    return token == JsonToken.VALUE_TRUE;
  }

  private static int number(String name, JsonParser parser, JsonToken token, int min, int max) {
    String expected = min + " to " + max;
    if (!token.isNumeric()) {
      throw JsonBody.mistyped(name, token, expected);
    }
    String digits = parser.getString();
    if (token == JsonToken.VALUE_NUMBER_INT && digits.length() < 10) {
      int value = Integer.parseInt(digits);
      if (value >= min && value <= max) {
        return value;
      }
    }
    throw new BadRequestException(
        "body: " + name + ": " + digits + " (expected: " + expected + ")");
  }
}

package dev.torc.config;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.common.Anchor;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.MappingStartEvent;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.Tag;
import org.snakeyaml.engine.v2.parser.ParserImpl;
import org.snakeyaml.engine.v2.resolver.ScalarResolver;
import org.snakeyaml.engine.v2.scanner.StreamReader;
import org.snakeyaml.engine.v2.schema.CoreSchema;

/**
 * Builds the one document of a text from the parser's events.
 *
 * <p>The library's own composer recurses as deep as the text nests, and reports some errors without
 * a position; a configuration file may come from anywhere.
 */
final class Composer {
  static final int MAX_DEPTH = 100;

  /** The size was checked before. */
  private static final LoadSettings SETTINGS =
      LoadSettings.builder().setCodePointLimit(Integer.MAX_VALUE).build();

  private static final ScalarResolver RESOLVER = new CoreSchema().getScalarResolver();

  private final String source;
  private final Iterator<Event> events;

  /** The nodes of the anchors seen so far; null while the node is being built. */
  private final Map<String, @Nullable Node> anchors = new HashMap<>();

  private Composer(String text, String source) {
    this.source = source;
    this.events = new ParserImpl(SETTINGS, new StreamReader(SETTINGS, text));
  }

  /**
   * Composes a text.
   *
   * @throws ConfigurationException with the first problem, if it is not one document of YAML
   */
  static Node compose(String text, String source) {
    try {
      return new Composer(text, source).document();
    } catch (MarkedYamlEngineException e) {
      throw new ConfigurationException(
          Problem.of(source, position(e.getProblemMark()), syntaxMessage(e)));
    } catch (YamlEngineException e) {
      throw new ConfigurationException(
          Problem.of(source, Position.NONE, "not YAML: " + oneLine(e.getMessage())));
    }
  }

  private Node document() {
    Event event = nextOf(Event.ID.DocumentStart, Event.ID.StreamEnd);
    if (event.getEventId() == Event.ID.StreamEnd) {
      throw empty();
    }
    Node root = node(events.next(), 0);
    if (root instanceof Node.Scalar scalar && scalar.isNull()) {
      throw empty();
    }
    event = nextOf(Event.ID.DocumentStart, Event.ID.StreamEnd);
    if (event.getEventId() == Event.ID.DocumentStart) {
      throw problem(event, "a second document (expected: one)");
    }
    return root;
  }

  private Event nextOf(Event.ID one, Event.ID other) {
    Event event = events.next();
    while (event.getEventId() != one && event.getEventId() != other) {
      event = events.next();
    }
    return event;
  }

  private Node node(Event event, int depth) {
    if (event instanceof AliasEvent alias) {
      return aliased(alias);
    }
    if (depth == MAX_DEPTH) {
      throw problem(event, "nested too deeply (expected: at most " + MAX_DEPTH + " levels)");
    }
    Optional<String> anchor = ((NodeEvent) event).getAnchor().map(Anchor::getValue);
    anchor.ifPresent(name -> anchors.put(name, null));
    Node node =
        event instanceof ScalarEvent scalar
            ? scalar(scalar)
            : collection((CollectionStartEvent) event, depth);
    anchor.ifPresent(name -> anchors.put(name, node));
    return node;
  }

  private Node aliased(AliasEvent alias) {
    String name = alias.getAlias().getValue();
    Node node = anchors.get(name);
    if (node != null) {
      return node;
    }
    throw problem(
        alias,
        "alias *"
            + Quotation.plain(name)
            + (anchors.containsKey(name)
                ? " within its own value (expected: no recursion)"
                : " (expected: an anchor &" + Quotation.plain(name) + " before it)"));
  }

  private Node.Scalar scalar(ScalarEvent event) {
    event.getTag().ifPresent(tag -> refuseTag(event, tag));
    Tag tag = event.isPlain() ? RESOLVER.resolve(event.getValue(), true) : Tag.STR;
    return new Node.Scalar(position(event.getStartMark()), event.getValue(), kind(tag));
  }

  private static Node.Kind kind(Tag tag) {
    if (tag.equals(Tag.NULL)) {
      return Node.Kind.NULL;
    }
    if (tag.equals(Tag.BOOL)) {
      return Node.Kind.BOOLEAN;
    }
    if (tag.equals(Tag.INT)) {
      return Node.Kind.WHOLE;
    }
    return tag.equals(Tag.FLOAT) ? Node.Kind.DECIMAL : Node.Kind.TEXT;
  }

  private Node collection(CollectionStartEvent event, int depth) {
    event.getTag().ifPresent(tag -> refuseTag(event, tag));
    return event instanceof MappingStartEvent ? mapping(event, depth) : sequence(event, depth);
  }

  private Node sequence(Event start, int depth) {
    List<Node> items = new ArrayList<>();
    for (Event event = events.next();
        event.getEventId() != Event.ID.SequenceEnd;
        event = events.next()) {
      items.add(node(event, depth + 1));
    }
    return new Node.Sequence(position(start.getStartMark()), items);
  }

  private Node mapping(Event start, int depth) {
    List<Node.Entry> entries = new ArrayList<>();
    for (Event event = events.next();
        event.getEventId() != Event.ID.MappingEnd;
        event = events.next()) {
      Node.Scalar key = key(event, depth);
      entries.add(new Node.Entry(key, node(events.next(), depth + 1)));
    }
    return new Node.Mapping(position(start.getStartMark()), entries);
  }

  private Node.Scalar key(Event event, int depth) {
    Node key = node(event, depth + 1);
    if (!(key instanceof Node.Scalar scalar)) {
      throw problem(event, "key: " + key.describe() + " (expected: text)");
    }
    if (event instanceof ScalarEvent plain && plain.isPlain() && scalar.text().equals("<<")) {
      throw problem(
          event, "merge key << (expected: each field written out; YAML 1.2 has no merge)");
    }
    return scalar;
  }

  private void refuseTag(Event event, String tag) {
    throw problem(event, "tag " + Quotation.plain(tag) + " (expected: a value without a tag)");
  }

  private ConfigurationException problem(Event event, String message) {
    return new ConfigurationException(Problem.of(source, position(event.getStartMark()), message));
  }

  private ConfigurationException empty() {
    return new ConfigurationException(
        Problem.of(source, Position.NONE, "the file is empty (expected: a mapping)"));
  }

  private static Position position(Optional<Mark> mark) {
    return mark.map(m -> new Position(m.getLine() + 1, m.getColumn() + 1)).orElse(Position.NONE);
  }

  private static String syntaxMessage(MarkedYamlEngineException e) {
    String problem = oneLine(e.getProblem());
    // Without a position, the context is about the parser, not about the file.
    return e.getContextMark().isEmpty()
        ? problem
        : problem + " (" + oneLine(e.getContext()) + " at " + position(e.getContextMark()) + ")";
  }

  private static String oneLine(@Nullable String message) {
    return String.valueOf(message).replaceAll("\\s+", " ");
  }
}

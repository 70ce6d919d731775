package dev.torc.config;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A record: a mapping of its components. Its fields are looked up late, as it may hold itself. */
record RecordShape(Class<?> type) implements Shape {

  /** What the file says of a field. A shorthand's path is the record's, as its author sees it. */
  private record Given(Node.Scalar key, Node value, FieldPath path) {}

  List<Field> fields() {
    return Fields.of(type).list();
  }

  @Nullable Field shorthand() {
    return Fields.of(type).shorthand();
  }

  @Override
  public @Nullable Object bind(Node node, FieldPath path, Binding binding) {
    int before = binding.problemCount();
    Map<Field, Given> given = given(node, path, binding);
    if (given == null) {
      binding.mismatch(node, path, expected());
      return null;
    }
    @Nullable Object[] values = new @Nullable Object[fields().size()];
    for (int i = 0; i < values.length; i++) {
      Field field = fields().get(i);
      Given found = given.get(field);
      values[i] =
          found == null ? absent(field, node, path, binding) : present(field, found, binding);
    }
    if (binding.problemCount() > before) {
      return null;
    }
    try {
      return Fields.of(type).create(values);
    } catch (IllegalArgumentException e) {
      String message = e.getMessage() == null ? "not valid" : e.getMessage();
      binding.add(node.at(), path.prefix() + message);
      return null;
    }
  }

  private @Nullable Map<Field, Given> given(Node node, FieldPath path, Binding binding) {
    if (node instanceof Node.Mapping mapping) {
      return given(mapping, path, binding);
    }
    Field shorthand = shorthand();
    if (shorthand != null && node instanceof Node.Scalar scalar && !scalar.isNull()) {
      return Map.of(shorthand, new Given(scalar, scalar, path));
    }
    return null;
  }

  private Map<Field, Given> given(Node.Mapping mapping, FieldPath path, Binding binding) {
    Map<Field, Given> given = new LinkedHashMap<>();
    for (Node.Entry entry : mapping.entries()) {
      Node.Scalar key = entry.key();
      Field field = Fields.of(type).find(key.text());
      if (field == null) {
        binding.add(key.at(), unknown(key.text(), path));
        continue;
      }
      Given first = given.putIfAbsent(field, new Given(key, entry.value(), path.field(key.text())));
      if (first != null) {
        binding.add(key.at(), duplicate(key.text(), path, first.key().at(), first.key().text()));
      }
    }
    return given;
  }

  private static @Nullable Object present(Field field, Given given, Binding binding) {
    if (field.nullable() && given.value() instanceof Node.Scalar scalar && scalar.isNull()) {
      return null;
    }
    return binding.bind(given.value(), field.shape(), given.path());
  }

  private static @Nullable Object absent(Field field, Node node, FieldPath path, Binding binding) {
    if (field.defaultNode() != null) {
      return field.defaultValue();
    }
    if (!field.nullable()) {
      binding.add(
          node.at(),
          "missing field \""
              + field.name()
              + '"'
              + path.suffix()
              + " (expected: "
              + field.shape().expected()
              + ")");
    }
    return null;
  }

  private String unknown(String name, FieldPath path) {
    List<String> known = fields().stream().map(Field::name).toList();
    String nearest = Names.nearest(name, known);
    String advice;
    if (nearest != null) {
      advice = "did you mean \"" + nearest + "\"?";
    } else {
      advice = "expected: " + (known.isEmpty() ? "no fields" : Names.either(known));
    }
    return "unknown field " + Quotation.of(name) + path.suffix() + " (" + advice + ")";
  }

  static String duplicate(String name, FieldPath path, Position first, String firstName) {
    String as = name.equals(firstName) ? "" : " as " + Quotation.of(firstName);
    return "duplicate field "
        + Quotation.of(name)
        + path.suffix()
        + " (first at "
        + first
        + as
        + ")";
  }

  @Override
  public String expected() {
    Field shorthand = shorthand();
    return shorthand == null ? "a mapping" : "a mapping, or " + shorthand.shape().expected();
  }

  @Override
  public String label(Function<RecordShape, String> link) {
    Field shorthand = shorthand();
    return link.apply(this) + (shorthand == null ? "" : ", or its `" + shorthand.name() + "`");
  }

  @Override
  public String range() {
    return "";
  }

  @Override
  public Map<String, Object> schema(Definitions definitions) {
    return definitions.reference(this);
  }

  @Override
  public void visitRecord(String path, BiConsumer<String, RecordShape> visitor) {
    visitor.accept(path, this);
  }
}

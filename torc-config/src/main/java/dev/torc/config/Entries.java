package dev.torc.config;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a mapping, or the scalar of a shorthand, gives for the fields of a record or a union. */
final class Entries {

  /** What the file says of a field. A shorthand's path is the record's, as its author sees it. */
  private record Given(Node.Scalar key, Node value, FieldPath path) {}

  private final Node node;
  private final FieldPath path;
  private final Binding binding;
  private final int problemsBefore;
  private final List<Layout> all;

  /** Those that the variants the file names leave: one, unless a name is wrong or missing. */
  private List<Layout> left;

  private final Map<Field, Given> given = new LinkedHashMap<>();

  private Entries(Node node, StructShape shape, FieldPath path, Binding binding) {
    this.node = node;
    this.path = path;
    this.binding = binding;
    this.problemsBefore = binding.problemCount();
    this.all = Layout.allOf(shape);
    this.left = all;
  }

  /** The entries of a node with their problems reported, null if it can have none. */
  static @Nullable Entries of(Node node, StructShape shape, FieldPath path, Binding binding) {
    Entries entries = new Entries(node, shape, path, binding);
    Field shorthand = shape.shorthand();
    if (node instanceof Node.Mapping mapping) {
      entries.decide(mapping);
      mapping.entries().forEach(entries::take);
    } else if (shorthand != null && node instanceof Node.Scalar scalar && !scalar.isNull()) {
      entries.decide(new Node.Mapping(node.at(), List.of()));
      entries.given.put(shorthand, new Given(scalar, scalar, path));
    } else {
      return null;
    }
    return entries;
  }

  private void decide(Node.Mapping mapping) {
    for (int i = 0; i < left.get(0).alternatives().size(); i++) {
      // Those left agree up to here: each choice was made by all of them.
      Field field = left.get(0).alternatives().get(i).union().discriminator();
      Object chosen = value(field, named(field, mapping));
      if (chosen == null) {
        return;
      }
      left = left.stream().filter(layout -> layout.alternatives().contains(chosen)).toList();
    }
  }

  private @Nullable Given named(Field field, Node.Mapping mapping) {
    for (Node.Entry entry : mapping.entries()) {
      if (field.isNamed(entry.key().text())) {
        return given(entry);
      }
    }
    return null;
  }

  private Given given(Node.Entry entry) {
    return new Given(entry.key(), entry.value(), path.field(entry.key().text()));
  }

  private void take(Node.Entry entry) {
    Node.Scalar key = entry.key();
    Field field = find(key.text());
    if (field == null) {
      if (left.stream().noneMatch(layout -> layout.isForeign(key.text()))) {
        binding.add(key.at(), UnknownField.message(key.text(), path, left, all));
      }
      return;
    }
    Given first = given.putIfAbsent(field, given(entry));
    if (first != null) {
      binding.add(key.at(), duplicate(key.text(), path, first.key().at(), first.key().text()));
    }
  }

  private @Nullable Field find(String name) {
    for (Layout layout : left) {
      Field field = layout.find(name);
      if (field != null) {
        return field;
      }
    }
    return null;
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

  /** The value they are for; null if there were problems. */
  @Nullable Object bind() {
    if (left.size() == 1) {
      return create(left.get(0).form());
    }
    // What is the same whichever variant was meant can be checked all the same.
    left.get(0).fields().stream()
        .filter(field -> left.stream().allMatch(layout -> layout.fields().contains(field)))
        .forEach(field -> value(field, given.get(field)));
    return null;
  }

  private @Nullable Object create(Form form) {
    List<Field> fields = form.shape().fields();
    @Nullable Object[] values = new @Nullable Object[fields.size()];
    for (int i = 0; i < values.length; i++) {
      Field field = fields.get(i);
      values[i] = field.flat() ? create(form.flat(field)) : value(field, given.get(field));
    }
    if (binding.problemCount() > problemsBefore) {
      return null;
    }
    try {
      return Fields.of(form.shape().type()).create(values);
    } catch (FieldErrorsException e) {
      e.errors().forEach(error -> binding.add(follow(form, error.path()), error.message()));
    } catch (IllegalArgumentException e) {
      reportRefusal(form, e.getMessage() == null ? "not valid" : e.getMessage());
    }
    return null;
  }

  /** At the field that the message begins with, as messages of records do; else at the record. */
  private void reportRefusal(Form form, String message) {
    int colon = message.indexOf(": ");
    String name = colon < 0 ? "" : message.substring(0, colon);
    Field field = Fields.of(form.shape().type()).component(name);
    if (field == null || field.flat()) {
      binding.add(new Place(node.at(), path), message);
    } else {
      binding.add(follow(form, List.of(name)), message.substring(colon + 2));
    }
  }

  private @Nullable Object value(Field field, @Nullable Given found) {
    if (found != null) {
      return field.nullable() && found.value() instanceof Node.Scalar scalar && scalar.isNull()
          ? null
          : binding.bind(found.value(), field.shape(), found.path());
    }
    if (field.required()) {
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
    return field.defaultValue();
  }

  /** Where steps lead from the value, for those that took no part in its problems. */
  Place follow(List<Object> steps) {
    return follow(left.get(0).form(), steps);
  }

  private Place follow(Form form, List<Object> steps) {
    if (steps.isEmpty() || !(steps.get(0) instanceof String name)) {
      return Place.beyond(node, path, steps);
    }
    List<Object> rest = steps.subList(1, steps.size());
    Field own = Fields.of(form.shape().type()).component(name);
    if (own != null && own.flat()) {
      return follow(form.flat(own), rest);
    }
    Field field = own == null ? find(name) : own;
    if (field == null) {
      return Place.beyond(node, path, steps);
    }
    Given found = given.get(field);
    return found == null
        ? Place.beyond(node, path.field(field.name()), rest)
        : field.shape().follow(found.value(), found.path(), rest);
  }
}

package dev.torc.config;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** A mapping of fields the program chooses: a record, or a union of records. */
sealed interface StructShape extends Shape permits RecordShape, UnionShape {

  Class<?> type();

  /** The field that a scalar in place of the mapping gives, null if there is none. */
  @Nullable Field shorthand();

  /** The forms of the mapping, still without those of its flat fields. */
  List<Form> forms();

  /** Puts what a file would give for a value into its mapping, the inverse of binding. */
  void put(Object value, Map<String, @Nullable Object> mapping);

  @Override
  default @Nullable Object bind(Node node, FieldPath path, Binding binding) {
    Entries entries = Entries.of(node, this, path, binding);
    if (entries == null) {
      binding.mismatch(node, path, expected());
      return null;
    }
    return entries.bind();
  }

  @Override
  default Place follow(Node node, FieldPath path, List<Object> steps) {
    // The node has been bound: there is nothing to report again.
    Entries entries = Entries.of(node, this, path, new Binding(""));
    return entries == null ? Place.beyond(node, path, steps) : entries.follow(steps);
  }

  @Override
  default Object write(Object value) {
    Map<String, @Nullable Object> mapping = new LinkedHashMap<>();
    put(value, mapping);
    return mapping;
  }

  @Override
  default String range() {
    return "";
  }

  @Override
  default Map<String, Object> schema(Definitions definitions) {
    return definitions.reference(this);
  }

  @Override
  default void visit(String path, BiConsumer<String, StructShape> visitor) {
    visitor.accept(path, this);
  }
}

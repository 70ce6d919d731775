package dev.torc.config;

import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What a component's type asks of the file: how it is bound, and how it is described. */
sealed interface Shape permits ScalarShape, ListShape, MapShape, StructShape {

  /** Binds a node; null if that failed, with the problem reported. */
  @Nullable Object bind(Node node, FieldPath path, Binding binding);

  /** Where steps lead from a node that has been bound. */
  default Place follow(Node node, FieldPath path, List<Object> steps) {
    return Place.beyond(node, path, steps);
  }

  /** What a file would give for a value, the inverse of binding. */
  Object write(Object value);

  /** The words for messages: "a whole number". */
  String expected();

  /** The words for the reference, where records are links to their sections. */
  String label(Function<StructShape, String> link);

  /** The allowed values for the reference, empty if not limited. */
  String range();

  /** The JSON Schema, with records by reference. */
  Map<String, Object> schema(Definitions definitions);

  /** A default for the schema: a number where a number is meant, otherwise text. */
  default @Nullable Object json(Node node) {
    return node.json();
  }

  /** Visits the record or union in this shape, if there is one, with its path in the reference. */
  void visit(String path, BiConsumer<String, StructShape> visitor);
}

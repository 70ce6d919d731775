package dev.torc.config;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The {@code $defs} of a schema: one definition for each record below the root. */
final class Definitions {
  private final Class<?> root;
  private final Map<Class<?>, String> names = new HashMap<>();
  private final Map<String, Object> schemas = new LinkedHashMap<>();

  Definitions(Class<?> root) {
    this.root = root;
  }

  Map<String, Object> schemas() {
    return schemas;
  }

  /** A reference to a record's schema, which is built on the first one. */
  Map<String, Object> reference(RecordShape shape) {
    if (shape.type() == root) {
      return keyword("$ref", "#");
    }
    String name = names.get(shape.type());
    if (name == null) {
      name = freeName(shape.type().getSimpleName());
      names.put(shape.type(), name);
      // Taken before it is built: the record may hold itself.
      schemas.put(name, Map.of());
      schemas.put(name, definition(shape));
    }
    return keyword("$ref", "#/$defs/" + name);
  }

  private String freeName(String simple) {
    String name = simple;
    for (int i = 2; schemas.containsKey(name); i++) {
      name = simple + i;
    }
    return name;
  }

  private Map<String, Object> definition(RecordShape shape) {
    Field shorthand = shape.shorthand();
    if (shorthand == null) {
      return object(shape);
    }
    return keyword("anyOf", List.of(object(shape), shorthand.shape().schema(this)));
  }

  /** The schema of a record written as a mapping. */
  Map<String, Object> object(RecordShape shape) {
    Map<String, Object> schema = new LinkedHashMap<>();
    Doc doc = shape.type().getAnnotation(Doc.class);
    if (doc != null) {
      schema.put("description", doc.value());
    }
    schema.put("type", "object");
    schema.put("additionalProperties", false);
    Map<String, Object> properties = new LinkedHashMap<>();
    List<String> required = new ArrayList<>();
    for (Field field : shape.fields()) {
      properties.put(field.name(), property(field));
      if (field.required()) {
        required.add(field.name());
      }
    }
    schema.put("properties", properties);
    if (!required.isEmpty()) {
      schema.put("required", required);
    }
    return schema;
  }

  private Map<String, Object> property(Field field) {
    Map<String, Object> schema = new LinkedHashMap<>();
    schema.put("description", field.doc());
    if (field.nullable()) {
      schema.put("anyOf", List.of(field.shape().schema(this), Map.of("type", "null")));
    } else {
      schema.putAll(field.shape().schema(this));
    }
    Node node = field.defaultNode();
    Object json = node == null ? null : field.shape().json(node);
    if (json != null) {
      // Bound only to find a default that the loader would refuse.
      field.defaultValue();
      schema.put("default", json);
    }
    return schema;
  }

  private static Map<String, Object> keyword(String name, Object value) {
    Map<String, Object> schema = new LinkedHashMap<>();
    schema.put(name, value);
    return schema;
  }

  /** Adds the bounds there are. */
  static void putBounds(Map<String, Object> schema, Interval<? extends Number> bounds) {
    put(schema, "minimum", bounds.min());
    put(schema, "maximum", bounds.max());
  }

  private static void put(Map<String, Object> schema, String name, @Nullable Object value) {
    if (value != null) {
      schema.put(name, value);
    }
  }
}

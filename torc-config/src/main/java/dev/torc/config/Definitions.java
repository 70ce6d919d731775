package dev.torc.config;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The {@code $defs} of a schema: one definition for each record and union below the root. */
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

  /** A reference to the schema of a record or a union, which is built on the first one. */
  Map<String, Object> reference(StructShape shape) {
    if (shape.type() == root) {
      return keyword("$ref", "#");
    }
    String name = names.get(shape.type());
    if (name == null) {
      name = freeName(shape.type().getSimpleName());
      names.put(shape.type(), name);
      // Taken before it is built: it may hold itself.
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

  private Map<String, Object> definition(StructShape shape) {
    Field shorthand = shape.shorthand();
    if (shorthand == null) {
      return mapping(shape);
    }
    return keyword("anyOf", List.of(mapping(shape), shorthand.shape().schema(this)));
  }

  /** The schema of a record or a union written as a mapping. */
  Map<String, Object> mapping(StructShape shape) {
    List<Layout> layouts = Layout.allOf(shape);
    if (layouts.get(0).alternatives().isEmpty()) {
      return object(shape.type(), layouts.get(0));
    }
    Map<String, Object> schema = described(shape.type());
    schema.put("oneOf", layouts.stream().map(this::object).toList());
    return schema;
  }

  /** One form of a union, described by the variant that was chosen last. */
  private Map<String, Object> object(Layout layout) {
    List<Alternative> alternatives = layout.alternatives();
    return object(alternatives.get(alternatives.size() - 1).shape().type(), layout);
  }

  private Map<String, Object> object(Class<?> type, Layout layout) {
    Map<String, Object> schema = described(type);
    schema.put("type", "object");
    schema.put("additionalProperties", false);
    Map<String, Object> properties = new LinkedHashMap<>();
    List<String> required = new ArrayList<>();
    for (Field field : layout.fields()) {
      properties.put(field.name(), property(field));
      if (field.required()) {
        required.add(field.name());
      }
    }
    layout.foreign().forEach(name -> properties.put(name, true));
    schema.put("properties", properties);
    if (!required.isEmpty()) {
      schema.put("required", required);
    }
    return schema;
  }

  private static Map<String, Object> described(Class<?> type) {
    Doc doc = type.getAnnotation(Doc.class);
    return doc == null ? new LinkedHashMap<>() : keyword("description", doc.value());
  }

  private Map<String, Object> property(Field field) {
    Map<String, Object> schema = new LinkedHashMap<>();
    schema.put("description", field.doc());
    if (field.nullable()) {
      schema.put("anyOf", List.of(field.shape().schema(this), Map.of("type", "null")));
    } else {
      schema.putAll(field.shape().schema(this));
    }
    Field.Preset preset = field.preset();
    Object json = preset == null ? null : field.shape().json(preset.node());
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

  /** The schema of one of some names. */
  static Map<String, Object> choice(List<String> names) {
    Map<String, Object> schema = keyword("type", "string");
    schema.put("enum", names);
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

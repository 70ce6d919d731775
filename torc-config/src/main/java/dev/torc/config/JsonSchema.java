package dev.torc.config;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * JSON Schema (draft 2020-12) of a configuration, for editors.
 *
 * <p>The schema lists each field once, in camelCase, enum constants in lower-case, and text as
 * strings. A {@link Union}, and a record in which one is {@link Flat}, is {@code oneOf} its forms,
 * the names of its variants as they are declared; {@link Foreign} fields may be anything. {@link
 * Configuration} also takes other spellings, and checks more: ranges of durations and sizes with a
 * unit, what {@code parse} methods and constructors refuse, fields given twice.
 */
public final class JsonSchema {
  private JsonSchema() {}

  /**
   * The schema of a record, as nested maps, lists, strings, numbers and booleans in the order of
   * the components. Records and unions below the root are in {@code $defs} by their simple names.
   *
   * @param id the schema's URI
   * @param title what the file is called
   * @throws IllegalStateException if a component has no {@link Doc}, has a {@link Default} that
   *     does not bind, or cannot be loaded
   */
  public static Map<String, Object> of(Class<? extends Record> type, String id, String title) {
    Map<String, Object> schema = new LinkedHashMap<>();
    schema.put("$schema", "https://json-schema.org/draft/2020-12/schema");
    schema.put("$id", id);
    schema.put("title", title);
    Definitions definitions = new Definitions(type);
    schema.putAll(definitions.mapping(new RecordShape(type)));
    if (!definitions.schemas().isEmpty()) {
      schema.put("$defs", definitions.schemas());
    }
    return schema;
  }
}

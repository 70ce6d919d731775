package dev.torc.config;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A record: a mapping of its components. Its fields are looked up late, as it may hold itself. */
record RecordShape(Class<?> type) implements StructShape {

  /** The fields of the components, with those that are flat as one each. */
  List<Field> fields() {
    return Fields.of(type).list();
  }

  @Override
  public @Nullable Field shorthand() {
    return Fields.of(type).shorthand();
  }

  @Override
  public List<Form> forms() {
    return List.of(new Form(this, null, Map.of()));
  }

  @Override
  public void put(Object value, Map<String, @Nullable Object> mapping) {
    @Nullable Object[] values = Fields.of(type).values(value);
    for (int i = 0; i < values.length; i++) {
      Field field = fields().get(i);
      Object component = values[i];
      if (component != null && field.flat()) {
        ((StructShape) field.shape()).put(component, mapping);
      } else if (!Objects.equals(component, field.defaultValue())) {
        // A null here is one in place of a default, which leaving it out would mean.
        mapping.put(field.name(), component == null ? null : field.shape().write(component));
      }
    }
  }

  @Override
  public String expected() {
    Field shorthand = shorthand();
    return shorthand == null ? "a mapping" : "a mapping, or " + shorthand.shape().expected();
  }

  @Override
  public String label(Function<StructShape, String> link) {
    Field shorthand = shorthand();
    return link.apply(this) + (shorthand == null ? "" : ", or its `" + shorthand.name() + "`");
  }
}

package dev.torc.config;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A sealed interface: a mapping in which one field names the record the others are of. */
record UnionShape(Class<?> type) implements StructShape {

  /**
   * The shape of an interface.
   *
   * @throws IllegalStateException if it cannot be a union
   */
  static UnionShape of(Class<?> type) {
    Alternatives.of(type);
    return new UnionShape(type);
  }

  List<Alternative> alternatives() {
    return Alternatives.of(type).list();
  }

  Field discriminator() {
    return Alternatives.of(type).discriminator();
  }

  @Override
  public @Nullable Field shorthand() {
    return null;
  }

  @Override
  public List<Form> forms() {
    return alternatives().stream()
        .map(alternative -> new Form(alternative.shape(), alternative, Map.of()))
        .toList();
  }

  @Override
  public void put(Object value, Map<String, @Nullable Object> mapping) {
    for (Alternative alternative : alternatives()) {
      if (alternative.shape().type() == value.getClass()) {
        mapping.put(discriminator().name(), alternative.name());
        alternative.shape().put(value, mapping);
      }
    }
  }

  @Override
  public String expected() {
    Field discriminator = discriminator();
    return discriminator.required()
        ? "a mapping with \"" + discriminator.name() + '"'
        : "a mapping";
  }

  @Override
  public String label(Function<StructShape, String> link) {
    return link.apply(this);
  }
}

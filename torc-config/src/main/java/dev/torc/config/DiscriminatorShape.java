package dev.torc.config;

import java.util.List;
import java.util.Map;

/** The name of a variant. */
record DiscriminatorShape(List<Alternative> alternatives) implements ScalarShape {

  @Override
  public Object read(Node.Scalar scalar) {
    for (Alternative alternative : alternatives) {
      if (alternative.isNamed(scalar.text())) {
        return alternative;
      }
    }
    String nearest = Names.nearest(scalar.text(), allNames());
    if (nearest == null) {
      throw scalar.mismatch(expected());
    }
    throw new IllegalArgumentException(scalar.describe() + " (did you mean \"" + nearest + "\"?)");
  }

  @Override
  public Object write(Object value) {
    return ((Alternative) value).name();
  }

  private List<String> names() {
    return alternatives.stream().map(Alternative::name).toList();
  }

  private List<String> allNames() {
    return alternatives.stream().flatMap(alternative -> alternative.names().stream()).toList();
  }

  @Override
  public String expected() {
    return Names.either(names());
  }

  @Override
  public String label() {
    return Names.code(names());
  }

  @Override
  public Map<String, Object> schema(Definitions definitions) {
    return Definitions.choice(allNames());
  }
}

package dev.torc.config;

import java.util.Map;

/** A {@code boolean}. */
record BooleanShape() implements ScalarShape {

  @Override
  public Object read(Node.Scalar scalar) {
    if (scalar.kind() != Node.Kind.BOOLEAN) {
      throw scalar.mismatch(expected());
    }
    return Boolean.valueOf(scalar.text());
  }

  @Override
  public Object write(Object value) {
    return value;
  }

  @Override
  public String expected() {
    return "true or false";
  }

  @Override
  public String label() {
    return "true or false";
  }

  @Override
  public Map<String, Object> schema(Definitions definitions) {
    return Map.of("type", "boolean");
  }
}

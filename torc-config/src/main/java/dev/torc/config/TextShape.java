package dev.torc.config;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A {@code String}: the text of any scalar, as written. */
record TextShape() implements ScalarShape {

  @Override
  public Object read(Node.Scalar scalar) {
    return scalar.text();
  }

  @Override
  public Object write(Object value) {
    return value;
  }

  @Override
  public String expected() {
    return "text";
  }

  @Override
  public String label() {
    return "text";
  }

  @Override
  public @Nullable Object json(Node node) {
    return node instanceof Node.Scalar scalar ? scalar.text() : node.json();
  }

  @Override
  public Map<String, Object> schema(Definitions definitions) {
    return Map.of("type", "string");
  }
}

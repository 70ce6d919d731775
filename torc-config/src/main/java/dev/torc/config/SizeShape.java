package dev.torc.config;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A {@link ByteSize}. */
record SizeShape(Interval<ByteSize> declared) implements ScalarShape {

  @Override
  public Object read(Node.Scalar scalar) {
    ByteSize value = ByteSize.parse(scalar.text());
    if (!declared.contains(value)) {
      throw scalar.mismatch(range());
    }
    return value;
  }

  @Override
  public Object write(Object value) {
    return value.toString();
  }

  @Override
  public String expected() {
    return ByteSize.EXPECTED;
  }

  @Override
  public String label() {
    return "size";
  }

  @Override
  public String range() {
    return declared.describe(ByteSize::toString);
  }

  @Override
  public Map<String, Object> schema(Definitions definitions) {
    Map<String, Object> schema = new LinkedHashMap<>();
    schema.put("type", List.of("string", "integer"));
    schema.put("pattern", ByteSize.PATTERN.pattern());
    schema.put("minimum", 0);
    // Keywords for numbers leave strings alone: the loader checks those.
    Definitions.putBounds(schema, declared.map(ByteSize::bytes));
    return schema;
  }
}

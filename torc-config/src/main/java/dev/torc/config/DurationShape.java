package dev.torc.config;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A {@link Duration}. */
record DurationShape(Interval<Duration> declared) implements ScalarShape {

  @Override
  public Object read(Node.Scalar scalar) {
    Duration value = DurationText.parse(scalar.text());
    if (!declared.contains(value)) {
      throw scalar.mismatch(range());
    }
    return value;
  }

  @Override
  public Object write(Object value) {
    return DurationText.format((Duration) value);
  }

  @Override
  public String expected() {
    return DurationText.EXPECTED;
  }

  @Override
  public String label() {
    return "duration";
  }

  @Override
  public String range() {
    return declared.describe(DurationText::format);
  }

  @Override
  public Map<String, Object> schema(Definitions definitions) {
    Map<String, Object> schema = new LinkedHashMap<>();
    schema.put("type", List.of("string", "number"));
    schema.put("pattern", DurationText.PATTERN.pattern());
    schema.put("minimum", 0);
    // Keywords for numbers leave strings alone: the loader checks those.
    Definitions.putBounds(schema, declared.map(DurationShape::seconds));
    return schema;
  }

  private static BigDecimal seconds(Duration duration) {
    BigDecimal stripped = DurationText.seconds(duration).stripTrailingZeros();
    return stripped.scale() < 0 ? stripped.setScale(0) : stripped;
  }
}

package dev.torc.config;

import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.Map;

/** A {@code double}: any finite number. */
record DecimalShape(Interval<Double> declared) implements ScalarShape {

  @Override
  public Object read(Node.Scalar scalar) {
    double value = value(scalar);
    if (!Double.isFinite(value)) {
      throw scalar.mismatch("a finite number");
    }
    if (!declared.contains(value)) {
      throw scalar.mismatch(range());
    }
    return value;
  }

  private double value(Node.Scalar scalar) {
    return switch (scalar.kind()) {
      case WHOLE -> scalar.whole().doubleValue();
      // The only decimals without a digit are YAML's infinities and its NaN.
      case DECIMAL ->
          scalar.text().chars().anyMatch(Character::isDigit)
              ? Double.parseDouble(scalar.text())
              : Double.NaN;
      case NULL, BOOLEAN, TEXT -> throw scalar.mismatch(expected());
    };
  }

  @Override
  public Object write(Object value) {
    return value;
  }

  @Override
  public String expected() {
    return "a number";
  }

  @Override
  public String label() {
    return "number";
  }

  @Override
  public String range() {
    return declared.describe(bound -> plain(bound).toPlainString());
  }

  private static BigDecimal plain(double bound) {
    BigDecimal stripped = BigDecimal.valueOf(bound).stripTrailingZeros();
    return stripped.scale() < 0 ? stripped.setScale(0) : stripped;
  }

  @Override
  public Map<String, Object> schema(Definitions definitions) {
    Map<String, Object> schema = new LinkedHashMap<>();
    schema.put("type", "number");
    Definitions.putBounds(schema, declared.map(DecimalShape::plain));
    return schema;
  }
}

package dev.torc.config;

import java.math.BigInteger;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * An {@code int} or a {@code long}.
 *
 * @param declared the bounds of the annotation
 * @param type the bounds of the Java type
 */
record WholeShape(boolean isInt, Interval<BigInteger> declared, Interval<BigInteger> type)
    implements ScalarShape {

  static WholeShape ofInt(Interval<BigInteger> declared) {
    return new WholeShape(true, declared, bounds(Integer.MIN_VALUE, Integer.MAX_VALUE));
  }

  static WholeShape ofLong(Interval<BigInteger> declared) {
    return new WholeShape(false, declared, bounds(Long.MIN_VALUE, Long.MAX_VALUE));
  }

  private static Interval<BigInteger> bounds(long min, long max) {
    return new Interval<>(BigInteger.valueOf(min), BigInteger.valueOf(max));
  }

  @Override
  public Object read(Node.Scalar scalar) {
    if (scalar.kind() != Node.Kind.WHOLE) {
      throw scalar.mismatch(expected());
    }
    BigInteger value = scalar.whole();
    if (!declared.contains(value)) {
      throw scalar.mismatch(range());
    }
    if (!type.contains(value)) {
      throw scalar.mismatch(type.describe(BigInteger::toString));
    }
    if (isInt) {
      return value.intValue();
    }
    return value.longValue();
  }

  @Override
  public Object write(Object value) {
    return value;
  }

  @Override
  public String expected() {
    return "a whole number";
  }

  @Override
  public String label() {
    return "whole number";
  }

  @Override
  public String range() {
    return declared.describe(BigInteger::toString);
  }

  @Override
  public Map<String, Object> schema(Definitions definitions) {
    Map<String, Object> schema = new LinkedHashMap<>();
    schema.put("type", "integer");
    Definitions.putBounds(schema, declared);
    return schema;
  }
}

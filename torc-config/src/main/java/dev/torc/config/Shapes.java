package dev.torc.config;

import java.lang.reflect.InaccessibleObjectException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** From a component's Java type and annotations to its shape. */
final class Shapes {
  private final RecordComponent component;
  private final @Nullable Range range;
  private final @Nullable DurationRange durationRange;

  private Shapes(RecordComponent component) {
    this.component = component;
    this.range = component.getAnnotation(Range.class);
    this.durationRange = component.getAnnotation(DurationRange.class);
  }

  static Shape of(RecordComponent component) {
    try {
      return new Shapes(component).of(component.getGenericType());
    } catch (IllegalArgumentException e) {
      throw new IllegalStateException(
          "bounds of " + Field.describe(component) + ": " + e.getMessage(), e);
    }
  }

  private Shape of(Type type) {
    if (type instanceof ParameterizedType parameterized) {
      Type[] arguments = parameterized.getActualTypeArguments();
      if (parameterized.getRawType() == List.class) {
        return new ListShape(of(arguments[0]));
      }
      if (parameterized.getRawType() == Map.class && arguments[0] == String.class) {
        return new MapShape(of(arguments[1]));
      }
    }
    if (type instanceof Class<?> simple) {
      return ranged(simple);
    }
    throw unsupported(type);
  }

  private Shape ranged(Class<?> type) {
    if (type == Duration.class) {
      refuse(range);
      return new DurationShape(durations());
    }
    refuse(durationRange);
    if (type == int.class || type == Integer.class) {
      return WholeShape.ofInt(bounds(Shapes::up, Shapes::down));
    }
    if (type == long.class || type == Long.class) {
      return WholeShape.ofLong(bounds(Shapes::up, Shapes::down));
    }
    if (type == double.class || type == Double.class) {
      return new DecimalShape(bounds(Function.identity(), Function.identity()));
    }
    if (type == ByteSize.class) {
      return new SizeShape(
          bounds(
              min -> new ByteSize(up(min).longValue()),
              max -> new ByteSize(down(max).longValue())));
    }
    refuse(range);
    return unranged(type);
  }

  private Shape unranged(Class<?> type) {
    if (type == boolean.class || type == Boolean.class) {
      return new BooleanShape();
    }
    if (type == String.class) {
      return new TextShape();
    }
    if (type.isEnum()) {
      return ChoiceShape.of(type);
    }
    if (type.isAnnotationPresent(Union.class)) {
      return UnionShape.of(type);
    }
    Method parse = parseMethod(type);
    if (parse != null) {
      return new ParsedShape(parse);
    }
    if (type.isRecord()) {
      return new RecordShape(type);
    }
    throw unsupported(type);
  }

  private static @Nullable Method parseMethod(Class<?> type) {
    try {
      Method method = type.getDeclaredMethod("parse", String.class);
      int modifiers = method.getModifiers();
      if (!Modifier.isPublic(modifiers)
          || !Modifier.isStatic(modifiers)
          || method.getReturnType() != type) {
        return null;
      }
      if (!Modifier.isPublic(type.getModifiers())) {
        method.setAccessible(true);
      }
      return method;
    } catch (NoSuchMethodException e) {
      return null;
    } catch (InaccessibleObjectException e) {
      throw new IllegalStateException(
          type.getName() + ".parse (expected: its package open to dev.torc.config)", e);
    }
  }

  private <T extends Comparable<T>> Interval<T> bounds(
      Function<Double, T> min, Function<Double, T> max) {
    if (range == null) {
      return Interval.all();
    }
    return new Interval<>(
        Double.isInfinite(range.min()) ? null : min.apply(range.min()),
        Double.isInfinite(range.max()) ? null : max.apply(range.max()));
  }

  private static BigInteger up(double bound) {
    return new BigDecimal(bound).setScale(0, RoundingMode.CEILING).toBigInteger();
  }

  private static BigInteger down(double bound) {
    return new BigDecimal(bound).setScale(0, RoundingMode.FLOOR).toBigInteger();
  }

  private Interval<Duration> durations() {
    if (durationRange == null) {
      return Interval.all();
    }
    Duration min = DurationText.parse(durationRange.min());
    return new Interval<>(
        min.isZero() ? null : min,
        durationRange.max().isEmpty() ? null : DurationText.parse(durationRange.max()));
  }

  private void refuse(@Nullable Object annotation) {
    if (annotation != null) {
      throw new IllegalStateException(
          Field.describe(component) + ": " + annotation + " does not apply to its type");
    }
  }

  private IllegalStateException unsupported(Type type) {
    return new IllegalStateException(
        Field.describe(component)
            + ": "
            + type.getTypeName()
            + " (expected: a type Configuration's documentation lists)");
  }
}

package dev.torc.config;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The values a number or a {@link ByteSize}, then in bytes, may have; in a list or a map, each
 * element. Bounds are exact up to 2<sup>53</sup>.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface Range {
  /** The least value; without it, that of the type. */
  double min() default Double.NEGATIVE_INFINITY;

  /** The greatest value; without it, that of the type. */
  double max() default Double.POSITIVE_INFINITY;
}

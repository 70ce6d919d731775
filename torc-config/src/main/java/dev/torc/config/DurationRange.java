package dev.torc.config;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The values a {@link java.time.Duration} may have, written as in the file; in a list or a map,
 * each element.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface DurationRange {
  /** The least value, such as {@code "1ms"}. */
  String min() default "0s";

  /** The greatest value, such as {@code "1h"}; empty for none. */
  String max() default "";
}

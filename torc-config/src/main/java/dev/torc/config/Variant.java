package dev.torc.config;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The name of a record among the records of its {@link Union}. Upper and lower case, hyphens and
 * underscores make no difference: {@code RingHash} is also {@code ring_hash}.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface Variant {
  /** The name, as the schema, the reference and written files have it. */
  String value();

  /** Other names for the same, such as those of another program. */
  String[] aliases() default {};
}

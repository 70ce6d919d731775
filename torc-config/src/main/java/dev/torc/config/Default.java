package dev.torc.config;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The value of a component that the file leaves out, as the file would give it: {@code "160"},
 * {@code "256MiB"}, {@code "[]"}, or {@code "{}"} for a record of defaults.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface Default {
  /** The YAML text; the empty string is {@code "''"}. */
  String value();
}

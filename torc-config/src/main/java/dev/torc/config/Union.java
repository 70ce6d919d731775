package dev.torc.config;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Makes a sealed interface a choice between its permitted records, and those of sealed interfaces
 * among these, each a {@link Variant}. In the file it is a mapping: one field names the variant,
 * the others are the components of that record.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface Union {
  /** The field that names the variant, in camelCase if it has several words. */
  String value() default "type";

  /** The name of the variant a mapping without that field is; empty if the field is required. */
  String otherwise() default "";
}

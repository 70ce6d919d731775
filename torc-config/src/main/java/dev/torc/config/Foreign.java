package dev.torc.config;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Fields of a record that another program reads from the same file: accepted and ignored, whatever
 * their values. Where the record is {@link Flat}, they may be fields of the record that has it.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface Foreign {
  /** The names, in camelCase if they have several words. */
  String[] value();
}

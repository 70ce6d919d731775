/**
 * Strict configuration files: YAML, or JSON, into a tree of records.
 *
 * <p>{@link dev.torc.config.Configuration} loads a file and reports everything that is wrong with
 * it, each with its line and column. {@link dev.torc.config.JsonSchema} and {@link
 * dev.torc.config.Reference} describe the same records for editors and for people, and {@link
 * dev.torc.config.ConfigurationWriter} writes such files. {@link dev.torc.config.FileWatch} tells
 * what a file says after every change.
 */
@NullMarked
package dev.torc.config;

import org.jspecify.annotations.NullMarked;

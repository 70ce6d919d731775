package dev.torc.config;

import java.nio.file.Path;

/**
 * Loads a configuration file into a record and the records in it.
 *
 * <p>The file is one document of YAML 1.2 (core schema) in UTF-8, at most 1 MiB unless told; JSON
 * is a part of YAML. Its root is a mapping whose fields are the record's components, in camelCase
 * or snake_case, or by their {@link Key}. Nothing is guessed and nothing ignored: an unknown field,
 * a value of another type, a field given twice or left out are problems, and all problems are
 * reported together. Aliases are resolved; tags and merge keys ({@code <<}) are refused.
 *
 * <p>A component is one of:
 *
 * <ul>
 *   <li>{@code int}, {@code long}: a whole number, also {@code 0x10} or {@code 0o17}, within {@link
 *       Range}; {@code double}: any finite number; {@code boolean}: {@code true} or {@code false}.
 *       Quoted, these are text, and refused
 *   <li>{@code String}: any scalar but null, its text as written, so that {@code version: 1.10} is
 *       "1.10"
 *   <li>an enum: its constant in lower-case with hyphens ({@code least-request}), or in any case
 *       with underscores
 *   <li>{@link java.time.Duration}: seconds as a number, or {@code 100ms}, {@code 1.5s}, {@code
 *       1h30m}; units ns, us, ms, s, m, h; not negative; within {@link DurationRange}
 *   <li>{@link ByteSize}, {@link HostPort}, or any type with a method {@code public static T
 *       parse(String)}, whose {@link IllegalArgumentException} becomes the problem
 *   <li>a record: a mapping, or a scalar where it has a {@link Shorthand}
 *   <li>a sealed interface that is a {@link Union} of records: a mapping in which the field {@code
 *       type}, or what the union calls it, names the {@link Variant}, and the others are that
 *       record's: {@code {type: RingHash, minRingSize: 64}}
 *   <li>{@code List<T>} or {@code Map<String, T>} of these; unmodifiable, in the file's order
 * </ul>
 *
 * <p>A component is required unless it has a {@link Default} or is {@link
 * org.jspecify.annotations.Nullable @Nullable}; only the latter may be null. The fields of a record
 * or a union that is {@link Flat} are in the mapping of the record that has it. Fields that are
 * {@link Foreign} are for another program, and the only ones ignored.
 *
 * <p>A record's constructor may check further: its {@link IllegalArgumentException} is reported at
 * the component whose name and a colon its message begins with, or at the record, and its {@link
 * FieldErrors} each where the file has what they are about. In a named module, the records' package
 * must be open to {@code dev.torc.config}.
 *
 * <p>A record this class cannot load (a component of another type, a default that does not bind,
 * two fields of one name) is a mistake in the program: {@link IllegalStateException}. Stateless,
 * and safe for use by any number of threads.
 */
public final class Configuration {
  private Configuration() {}

  /**
   * Loads a file.
   *
   * @param file its path, which is also its name in messages
   * @throws ConfigurationException with every problem found, also if the file cannot be read
   */
  public static <T extends Record> T load(Path file, Class<T> type) {
    return load(file, type, SourceText.MAX_SIZE);
  }

  /**
   * Loads a file that a program wrote, with as many values as fit into its size.
   *
   * @param max the largest size that is read, less than 2GiB
   * @throws ConfigurationException with every problem found, also if the file cannot be read
   */
  public static <T extends Record> T load(Path file, Class<T> type, ByteSize max) {
    return Document.parse(SourceText.read(file, max), file.toString(), type, max).value();
  }

  /**
   * Reads a file without looking at what it says.
   *
   * @throws ConfigurationException if it cannot be read, is larger than 1 MiB, or is not UTF-8
   */
  public static String read(Path file) {
    return SourceText.read(file, SourceText.MAX_SIZE);
  }

  /**
   * Loads a text.
   *
   * @param source where the text is from, for messages
   * @throws ConfigurationException with every problem found
   */
  public static <T extends Record> T parse(String text, String source, Class<T> type) {
    return Document.parse(text, source, type, SourceText.MAX_SIZE).value();
  }
}

package dev.torc.config;

import java.util.Map;
import org.snakeyaml.engine.v2.api.Dump;
import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.common.FlowStyle;
import org.snakeyaml.engine.v2.common.NonPrintableStyle;
import org.snakeyaml.engine.v2.schema.CoreSchema;

/**
 * Writes records so that {@link Configuration} reads them back.
 *
 * <p>Fields are in the order of the components, in camelCase or by their {@link Key}; what names
 * the {@link Variant} of a {@link Union} is before its fields. Components that are null or equal to
 * their {@link Default} are left out; only one that has a default and is null is written as null.
 *
 * <p>It is taken for granted that the records are such as a file can give: no null elements, no
 * negative durations, no infinite numbers, no unpaired surrogates in texts, and {@code toString} of
 * a type with a method {@code parse} writes what that reads. A record that cannot be loaded is an
 * {@link IllegalStateException}. Stateless, and safe for use by any number of threads.
 */
public final class ConfigurationWriter {

  /** No line is folded: what is read back from folded lines depends on the spaces in them. */
  private static final DumpSettings SETTINGS =
      DumpSettings.builder()
          .setDefaultFlowStyle(FlowStyle.BLOCK)
          .setSchema(new CoreSchema())
          .setNonPrintableStyle(NonPrintableStyle.ESCAPE)
          .setDereferenceAliases(true)
          .setSplitLines(false)
          .setWidth(Integer.MAX_VALUE)
          .setIndentWithIndicator(true)
          .setIndicatorIndent(2)
          .build();

  private ConfigurationWriter() {}

  /**
   * The record as nested maps, lists, strings, numbers and booleans, all of them modifiable and in
   * order.
   */
  @SuppressWarnings("unchecked") // A record is written as a mapping.
  public static Map<String, Object> toMap(Record configuration) {
    return (Map<String, Object>) new RecordShape(configuration.getClass()).write(configuration);
  }

  /**
   * The record as one line of JSON, without spaces: a third shorter than {@link #yaml}, and forty
   * times as fast. Keys of maps must not be longer than 1000 characters.
   */
  public static String json(Record configuration) {
    StringBuilder json = new StringBuilder();
    JsonText.append(toMap(configuration), json);
    return json.toString();
  }

  /** The record as one document of YAML 1.2 in block style, without document markers. */
  public static String yaml(Record configuration) {
    return new Dump(SETTINGS, new PlainRepresenter(SETTINGS)).dumpToString(toMap(configuration));
  }
}

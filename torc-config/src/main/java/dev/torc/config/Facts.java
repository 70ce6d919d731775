package dev.torc.config;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The facts of a log line: {@code key=value} pairs in text, fields where lines are JSON. Given to
 * {@link System.Logger} as an argument, so that whoever writes the lines sees both:
 *
 * <pre>{@code
 * LOG.log(Level.INFO, "node 3 is up: {0}", Facts.of("node", 3).and("address", address));
 * }</pre>
 *
 * <p>Numbers are written without grouping, and a text in quotes if it is empty, looks like a
 * number, or has spaces, quotes, an equals sign or control characters: a line stays one line, and
 * can be taken apart. Immutable.
 *
 * @param values by key, in the order in which they are written
 */
public record Facts(Map<String, Object> values) {
  private static final Pattern KEY = Pattern.compile("[a-z][A-Za-z0-9]*");
  private static final Pattern BARE =
      Pattern.compile("(?!-?[0-9.]+$|true$|false$)[^\\s\"=\\p{C}]+");

  /**
   * Copies the map.
   *
   * @throws IllegalArgumentException if a key is not letters and digits, a small letter first
   */
  public Facts {
    for (String key : values.keySet()) {
      if (!KEY.matcher(key).matches()) {
        throw new IllegalArgumentException("key: " + key + " (expected: " + KEY + ")");
      }
    }
    values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
  }

  /** One fact; none if there is no value. */
  public static Facts of(String key, @Nullable Object value) {
    return new Facts(Map.of()).and(key, value);
  }

  /** One more; the same if there is no value. */
  public Facts and(String key, @Nullable Object value) {
    if (value == null) {
      return this;
    }
    Map<String, Object> more = new LinkedHashMap<>(values);
    more.put(key, value);
    return new Facts(more);
  }

  /** {@code key=value} pairs with spaces between them. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    values.forEach((key, value) -> {
      text.append(text.isEmpty() ? "" : " ").append(key).append('=');
      boolean plain =
          value instanceof Number
              || value instanceof Boolean
              || BARE.matcher(value.toString()).matches();
      if (plain) {
        text.append(value);
      } else {
        JsonText.append(value.toString(), text);
      }
    });
    return text.toString();
  }
}

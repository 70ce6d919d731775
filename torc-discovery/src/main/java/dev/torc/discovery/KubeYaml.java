package dev.torc.discovery;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Maps and lists as YAML that every version of YAML reads the same: {@code kubectl} has 1.1, where
 * {@code on} is a boolean and {@code 1_000} a number. What might be anything but text is quoted.
 */
final class KubeYaml {
  private static final Pattern PLAIN = Pattern.compile("[A-Za-z/][A-Za-z0-9./_-]*");
  private static final Set<String> WORDS =
      Set.of("y", "n", "yes", "no", "on", "off", "true", "false", "null");

  private final StringBuilder text = new StringBuilder();

  private KubeYaml() {}

  /** One document in block style. */
  static String write(Map<String, ?> map) {
    KubeYaml yaml = new KubeYaml();
    yaml.mapping(map, 0);
    return yaml.text.toString();
  }

  /** Its first entry goes where the text is: at the beginning of a line, or behind a dash. */
  private void mapping(Map<?, ?> map, int indent) {
    String before = "";
    for (Map.Entry<?, ?> entry : map.entrySet()) {
      text.append(before).append(scalar(entry.getKey())).append(':');
      value(entry.getValue(), indent);
      before = " ".repeat(indent);
    }
  }

  private void value(Object value, int indent) {
    if (value instanceof Map<?, ?> map && !map.isEmpty()) {
      text.append('\n').append(" ".repeat(indent + 2));
      mapping(map, indent + 2);
    } else if (value instanceof List<?> list && !list.isEmpty()) {
      text.append('\n');
      list.forEach(item -> item(item, indent));
    } else {
      text.append(' ').append(scalar(value)).append('\n');
    }
  }

  private void item(Object item, int indent) {
    text.append(" ".repeat(indent)).append("- ");
    if (item instanceof Map<?, ?> map && !map.isEmpty()) {
      mapping(map, indent + 2);
    } else {
      text.append(scalar(item)).append('\n');
    }
  }

  private static String scalar(Object value) {
    if (!(value instanceof String string)) {
      return json(value);
    }
    if (PLAIN.matcher(string).matches() && !WORDS.contains(string.toLowerCase(Locale.ROOT))) {
      return string;
    }
    // JSON in a text reads better so.
    return string.contains("\"") && string.chars().allMatch(c -> c >= ' ' && c < 0x7f)
        ? "'" + string.replace("'", "''") + "'"
        : json(string);
  }

  /** A value as JSON on one line, which is also YAML. */
  static String json(Object value) {
    if (value instanceof Map<?, ?> map) {
      return map.entrySet().stream()
          .map(entry -> json(entry.getKey()) + ":" + json(entry.getValue()))
          .collect(Collectors.joining(",", "{", "}"));
    }
    if (value instanceof List<?> list) {
      return list.stream().map(KubeYaml::json).collect(Collectors.joining(",", "[", "]"));
    }
    return value instanceof String string ? quoted(string) : String.valueOf(value);
  }

  private static String quoted(String string) {
    StringBuilder quoted = new StringBuilder("\"");
    string
        .chars()
        .forEach(c -> {
          if (c == '"' || c == '\\') {
            quoted.append('\\').append((char) c);
          } else if (c < ' ' || c >= 0x7f) {
            quoted.append(String.format("\\u%04x", c));
          } else {
            quoted.append((char) c);
          }
        });
    return quoted.append('"').toString();
  }
}

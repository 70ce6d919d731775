package dev.torc.config;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.scanner.StreamReader;

/** Values as JSON that is YAML too, character by character. */
final class JsonText {
  private static final int BYTE_ORDER_MARK = 0xfeff;
  private static final char[] HEX = "0123456789abcdef".toCharArray();

  private JsonText() {}

  /** Appends maps, lists, texts, numbers, booleans and null. */
  static void append(@Nullable Object value, StringBuilder json) {
    if (value instanceof Map<?, ?> map) {
      String before = "{";
      for (Map.Entry<?, ?> entry : map.entrySet()) {
        json.append(before);
        quote((String) entry.getKey(), json);
        json.append(':');
        append(entry.getValue(), json);
        before = ",";
      }
      json.append(map.isEmpty() ? "{}" : "}");
    } else if (value instanceof List<?> list) {
      String before = "[";
      for (Object item : list) {
        json.append(before);
        append(item, json);
        before = ",";
      }
      json.append(list.isEmpty() ? "[]" : "]");
    } else if (value instanceof String text) {
      quote(text, json);
    } else {
      json.append(value);
    }
  }

  private static void quote(String text, StringBuilder json) {
    json.append('"');
    for (int i = 0; i < text.length(); ) {
      int codePoint = text.codePointAt(i);
      i += Character.charCount(codePoint);
      if (codePoint == '"' || codePoint == '\\') {
        json.append('\\').append((char) codePoint);
      } else if (isPlain(codePoint)) {
        json.appendCodePoint(codePoint);
      } else {
        escape((char) codePoint, json);
      }
    }
    json.append('"');
  }

  /** What YAML takes for a space or a line's end at some places is escaped at all of them. */
  private static boolean isPlain(int codePoint) {
    return codePoint == ' '
        || (!Character.isSpaceChar(codePoint)
            && !Character.isISOControl(codePoint)
            && codePoint != BYTE_ORDER_MARK
            && StreamReader.isPrintable(codePoint));
  }

  /** All that needs it lies in the basic plane. */
  private static void escape(char character, StringBuilder json) {
    json.append("\\u");
    for (int shift = 12; shift >= 0; shift -= 4) {
      json.append(HEX[character >> shift & 0xf]);
    }
  }
}

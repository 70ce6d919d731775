package dev.torc.routing;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** The cookies of a request (RFC 6265, 4.2.1). */
final class Cookies {
  private Cookies() {}

  /** The value of the first cookie of a name, null if there is none. */
  static @Nullable String first(List<String> headers, String name) {
    for (String header : headers) {
      for (int start = 0; start < header.length(); ) {
        int semicolon = header.indexOf(';', start);
        int end = semicolon < 0 ? header.length() : semicolon;
        String pair = header.substring(start, end).strip();
        if (pair.startsWith(name) && pair.startsWith("=", name.length())) {
          return unquoted(pair.substring(name.length() + 1));
        }
        start = end + 1;
      }
    }
    return null;
  }

  private static String unquoted(String value) {
    boolean quoted = value.length() >= 2 && value.startsWith("\"") && value.endsWith("\"");
    return quoted ? value.substring(1, value.length() - 1) : value;
  }
}

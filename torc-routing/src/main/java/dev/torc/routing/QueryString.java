package dev.torc.routing;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URLDecoder;
import org.jspecify.annotations.Nullable;

/** The query of a URL as forms write it: {@code a=1&b=2}. */
final class QueryString {
  private QueryString() {}

  /**
   * The first value of a parameter, as it stands in the query: empty if it has none, null if there
   * is no such parameter.
   *
   * @param name decoded
   */
  static @Nullable String first(@Nullable String query, String name) {
    if (query == null) {
      return null;
    }
    int start = 0;
    while (start <= query.length()) {
      int end = query.indexOf('&', start);
      if (end < 0) {
        end = query.length();
      }
      int nameEnd = start;
      while (nameEnd < end && query.charAt(nameEnd) != '=') {
        nameEnd++;
      }
      if (isNamed(query, start, nameEnd, name)) {
        return nameEnd == end ? "" : query.substring(nameEnd + 1, end);
      }
      start = end + 1;
    }
    return null;
  }

  private static boolean isNamed(String query, int start, int end, String name) {
    if (end - start == name.length() && query.startsWith(name, start)) {
      return true;
    }
    // Only a name with an escape can mean something other than what it says.
    for (int i = start; i < end; i++) {
      char c = query.charAt(i);
      if (c == '%' || c == '+') {
        return decode(query.substring(start, end)).equals(name);
      }
    }
    return false;
  }

  /** The text meant; itself if it is not well encoded. */
  static String decode(String encoded) {
    try {
      return URLDecoder.decode(encoded, UTF_8);
    } catch (IllegalArgumentException e) {
      return encoded;
    }
  }
}

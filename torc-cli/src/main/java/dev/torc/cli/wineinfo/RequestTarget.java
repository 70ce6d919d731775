package dev.torc.cli.wineinfo;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URLDecoder;
import org.jspecify.annotations.Nullable;

/**
 * A path and its query, as they came.
 *
 * @param query without the question mark, empty if there is none
 */
record RequestTarget(String path, String query) {

  static RequestTarget parse(String target) {
    int mark = target.indexOf('?');
    return mark < 0
        ? new RequestTarget(target, "")
        : new RequestTarget(target.substring(0, mark), target.substring(mark + 1));
  }

  /** The first value of a parameter, still percent-encoded; null if it has none. */
  @Nullable String raw(String name) {
    String prefix = name + "=";
    for (String parameter : query.split("&", -1)) {
      if (parameter.startsWith(prefix)) {
        return parameter.substring(prefix.length());
      }
    }
    return null;
  }

  /**
   * The text meant.
   *
   * @throws IllegalArgumentException if it is not well encoded
   */
  static String decode(String raw) {
    return URLDecoder.decode(raw, UTF_8);
  }
}

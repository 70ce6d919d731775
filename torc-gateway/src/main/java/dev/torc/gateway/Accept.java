package dev.torc.gateway;

import java.util.List;
import java.util.Locale;

/**
 * What a client accepts, by its {@code Accept} header. RFC 9110, 12.5.1: the most specific range
 * that matches a type decides, and {@code q=0} excludes it. Malformed ranges are passed over.
 * Parameters are not compared: of ranges that differ in nothing else, one that admits is enough.
 */
record Accept(List<String> fields) {

  /**
   * Whether a type, such as {@code text/plain}, is acceptable; without the header everything is.
   */
  boolean admits(String mediaType) {
    if (fields.isEmpty()) {
      return true;
    }
    String type = essence(mediaType);
    String family = type.substring(0, Math.max(0, type.indexOf('/'))) + "/*";
    int bestSpecificity = -1;
    boolean admitted = false;
    for (String field : fields) {
      for (String range : field.split(",", -1)) {
        int specificity = specificity(essence(range), type, family);
        if (specificity > bestSpecificity) {
          bestSpecificity = specificity;
          admitted = !isExcluded(range);
        } else if (specificity == bestSpecificity && specificity >= 0) {
          admitted |= !isExcluded(range);
        }
      }
    }
    return admitted;
  }

  private static int specificity(String range, String type, String family) {
    if (range.equals(type)) {
      return 2;
    }
    if (range.equals(family)) {
      return 1;
    }
    return range.equals("*/*") ? 0 : -1;
  }

  private static boolean isExcluded(String range) {
    for (String parameter : range.toLowerCase(Locale.ROOT).split(";", -1)) {
      if (parameter.strip().matches("q=0(\\.0*)?")) {
        return true;
      }
    }
    return false;
  }

  /** A type without its parameters, in lower case. */
  private static String essence(String mediaType) {
    int semicolon = mediaType.indexOf(';');
    return (semicolon < 0 ? mediaType : mediaType.substring(0, semicolon))
        .strip()
        .toLowerCase(Locale.ROOT);
  }
}

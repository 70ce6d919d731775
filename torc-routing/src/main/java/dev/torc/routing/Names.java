package dev.torc.routing;

import java.time.Duration;
import java.util.regex.Pattern;

/** Checks the names of things and of hosts. The messages name the value and what was expected. */
final class Names {
  static final int MAX_HOSTNAME = 253;

  private static final Pattern NAME = Pattern.compile("[a-z]([a-z0-9-]{0,61}[a-z0-9])?");
  private static final Pattern LABEL = Pattern.compile("[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?");

  /** A token of RFC 9110: methods, names of headers and cookies. */
  private static final Pattern TOKEN = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+");

  private Names() {}

  /** A name as Kubernetes has them. */
  static String checkName(String field, String value) {
    if (!NAME.matcher(value).matches()) {
      throw invalid(
          field, value, "1 to 63 of a-z, 0-9 and -, beginning with a letter and not ending with -");
    }
    return value;
  }

  /** A host's name or address, in lower case. */
  static String checkHostname(String field, String value) {
    if (value.length() > MAX_HOSTNAME) {
      throw invalid(field, value, "at most " + MAX_HOSTNAME + " characters");
    }
    for (String label : value.split("\\.", -1)) {
      if (!LABEL.matcher(label).matches()) {
        throw invalid(
            field, value, "a host name in lower case, labels of a-z, 0-9 and - joined by dots");
      }
    }
    return value;
  }

  /** A method, or the name of a header or a cookie. */
  static String checkToken(String field, String value) {
    if (!TOKEN.matcher(value).matches()) {
      throw invalid(field, value, "a token of HTTP: letters, digits and !#$%&'*+-.^_`|~");
    }
    return value;
  }

  /** Text that may not be empty. */
  static String checkNotEmpty(String field, String value) {
    if (value.isEmpty()) {
      throw invalid(field, value, "at least one character");
    }
    return value;
  }

  /** Where a request enters a service. */
  static int checkPort(String field, int value) {
    checkRange(field, value, 1, 65_535);
    return value;
  }

  static void checkRange(String field, long value, long least, long most) {
    if (value < least || value > most) {
      throw new IllegalArgumentException(
          field + ": " + value + " (expected: " + least + " to " + most + ")");
    }
  }

  static void checkRange(String field, Duration value, Duration least, Duration most) {
    if (value.compareTo(least) < 0 || value.compareTo(most) > 0) {
      throw new IllegalArgumentException(
          field + ": " + value + " (expected: " + least + " to " + most + ")");
    }
  }

  static IllegalArgumentException invalid(String field, String value, String expected) {
    return new IllegalArgumentException(
        field + ": \"" + shortened(value) + "\" (expected: " + expected + ")");
  }

  private static String shortened(String value) {
    String line = value.replaceAll("\\p{Cntrl}", "?");
    return line.length() <= 80 ? line : line.substring(0, 80) + "…";
  }
}

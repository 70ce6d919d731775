package dev.torc.config;

/** Text from a file made fit for a message: on one line, not too long. */
final class Quotation {
  private static final int MAX_LENGTH = 60;

  private Quotation() {}

  /** The text in double quotes. */
  static String of(String text) {
    return '"' + plain(text) + '"';
  }

  /** The text without quotes. */
  static String plain(String text) {
    StringBuilder result = new StringBuilder();
    for (int i = 0, count = 0; i < text.length(); count++) {
      if (count == MAX_LENGTH) {
        return result.append("...").toString();
      }
      int codePoint = text.codePointAt(i);
      append(result, codePoint);
      i += Character.charCount(codePoint);
    }
    return result.toString();
  }

  private static void append(StringBuilder result, int codePoint) {
    if (codePoint == '\n') {
      result.append("\\n");
    } else if (Character.isISOControl(codePoint)
        || codePoint == 0x2028
        || codePoint == 0x2029
        || Character.getType(codePoint) == Character.SURROGATE) {
      result.append(String.format("\\u%04x", codePoint));
    } else {
      result.appendCodePoint(codePoint);
    }
  }
}

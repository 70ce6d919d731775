package dev.torc.config;

/** A place in a text: line and column from 1, the column in code points. */
record Position(int line, int column) {
  static final Position NONE = new Position(0, 0);

  /** The place just after a text. */
  static Position after(CharSequence text) {
    int line = 1;
    int lineStart = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean crLf = c == '\r' && i + 1 < text.length() && text.charAt(i + 1) == '\n';
      if (c == '\n' || (c == '\r' && !crLf)) {
        line++;
        lineStart = i + 1;
      }
    }
    return new Position(line, Character.codePointCount(text, lineStart, text.length()) + 1);
  }

  @Override
  public String toString() {
    return line + ":" + column;
  }
}

package dev.torc.routing;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import dev.torc.config.Doc;
import org.jspecify.annotations.Nullable;

/**
 * A regular expression of RE2, the syntax of Envoy and Go. Matching takes time linear in the text,
 * so that no expression in a file can be brought to a standstill by a request.
 */
@Doc("regular expression")
public final class Regex {
  /** The Gateway API's limit for paths; more, deeply nested, could need too much stack. */
  private static final int MAX_LENGTH = 1024;

  private final Pattern pattern;

  private Regex(Pattern pattern) {
    this.pattern = pattern;
  }

  /**
   * Compiles an expression.
   *
   * @param text at most 1024 characters
   * @throws IllegalArgumentException if it is none
   */
  public static Regex parse(String text) {
    if (text.length() > MAX_LENGTH) {
      throw new IllegalArgumentException(
          text.length() + " characters (expected: at most " + MAX_LENGTH + ")");
    }
    try {
      return new Regex(Pattern.compile(text));
    } catch (PatternSyntaxException e) {
      throw new IllegalArgumentException(
          "\"" + text + "\" (expected: a regular expression of RE2; " + e.getDescription() + ")",
          e);
    }
  }

  /** Whether all of a text matches. */
  boolean matches(String text) {
    return pattern.matches(text);
  }

  /** What the first group finds in a text, null if nothing. */
  @Nullable String group(String text) {
    Matcher matcher = pattern.matcher(text);
    return matcher.find() ? matcher.group(1) : null;
  }

  int groups() {
    return pattern.groupCount();
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Regex regex && toString().equals(regex.toString());
  }

  @Override
  public int hashCode() {
    return toString().hashCode();
  }

  /** The expression; {@link #parse} reads it. */
  @Override
  public String toString() {
    return pattern.pattern();
  }
}

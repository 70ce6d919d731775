package dev.torc.routing;

import dev.torc.config.Doc;
import org.jspecify.annotations.Nullable;

/**
 * The host names of a route: one, or {@code *.} and a suffix of whole labels.
 *
 * <p>As in the Gateway API, {@code *.example.com} is {@code a.example.com} and {@code
 * a.b.example.com}, not {@code example.com}.
 */
@Doc("host name or wildcard")
public final class HostnamePattern {
  private static final String WILDCARD = "*.";

  private final String text;

  private HostnamePattern(String text) {
    this.text = text;
  }

  /**
   * Reads a pattern.
   *
   * @param text in lower case
   * @throws IllegalArgumentException if it is none
   */
  public static HostnamePattern parse(String text) {
    String name = text.startsWith(WILDCARD) ? text.substring(WILDCARD.length()) : text;
    if (name.contains("*")) {
      throw new IllegalArgumentException(
          "\"" + text + "\" (expected: a host name, or *. and the end of one)");
    }
    Names.checkHostname("hostname", name);
    return new HostnamePattern(text);
  }

  /** Whether it stands for many. */
  public boolean isWildcard() {
    return text.startsWith(WILDCARD);
  }

  /** Of a wildcard, what a name has to end with: a dot and the suffix. */
  String suffix() {
    return text.substring(1);
  }

  /** Whether it stands for a host name, which is in lower case. */
  public boolean matches(String hostname) {
    return isWildcard()
        ? hostname.length() > suffix().length() && hostname.endsWith(suffix())
        : hostname.equals(text);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof HostnamePattern pattern && text.equals(pattern.text);
  }

  @Override
  public int hashCode() {
    return text.hashCode();
  }

  /** The text that {@link #parse} reads. */
  @Override
  public String toString() {
    return text;
  }
}

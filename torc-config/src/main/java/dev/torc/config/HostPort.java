package dev.torc.config;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A network address: {@code cache-1.example:6379}, {@code 10.0.0.1:6379}, {@code [::1]:6379}. The
 * host is not resolved. In YAML, the form in brackets needs quotes.
 *
 * @param host a name or an IP address, an IPv6 address without brackets
 * @param port 1 to 65535
 */
public record HostPort(String host, int port) {
  static final String EXPECTED = "host:port, such as localhost:6379 or [::1]:6379";

  private static final String NAME = "[^\\s:/?#@%\\[\\]\"']+";

  /** An address has two colons at least; the zone is RFC 6874's. */
  private static final String IPV6 =
      "[0-9A-Fa-f.]*:[0-9A-Fa-f.]*:[0-9A-Fa-f:.]*(%[0-9A-Za-z._~-]+)?";

  /** The accepted texts, but for the port's range; also a pattern of ECMA 262, for the schema. */
  static final Pattern PATTERN =
      Pattern.compile("^(\\[" + IPV6 + "\\]|" + NAME + "):([0-9]{1,5})$");

  private static final Pattern HOST = Pattern.compile(NAME + "|" + IPV6);

  /**
   * Checks both components.
   *
   * @throws IllegalArgumentException if the host is empty or has characters no host has, or the
   *     port is out of range
   */
  public HostPort {
    if (!HOST.matcher(host).matches()) {
      throw new IllegalArgumentException(
          "host: " + Quotation.of(host) + " (expected: a host name or an IP address)");
    }
    if (port < 1 || port > 65535) {
      throw new IllegalArgumentException("port: " + port + " (expected: 1 to 65535)");
    }
  }

  /**
   * Reads {@code host:port}.
   *
   * @throws IllegalArgumentException if the text is not of that form, or has a port out of range
   */
  public static HostPort parse(String text) {
    Matcher matcher = PATTERN.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException(Quotation.of(text) + " (expected: " + EXPECTED + ")");
    }
    String host = matcher.group(1);
    boolean bracketed = host.startsWith("[");
    return new HostPort(
        bracketed ? host.substring(1, host.length() - 1) : host,
        Integer.parseInt(matcher.group(3)));
  }

  /** The text that {@link #parse} reads. */
  @Override
  public String toString() {
    return (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + port;
  }
}

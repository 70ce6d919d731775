package dev.torc.client;

import java.net.URI;
import java.net.http.HttpRequest;
import java.util.Arrays;

/**
 * Gets the JDK's client to take a Host header that is not that of the URL. It reads the property
 * once, when its first class is loaded.
 */
final class RestrictedHeaders {
  private static final String PROPERTY = "jdk.httpclient.allowRestrictedHeaders";
  private static final String HOST = "host";

  private RestrictedHeaders() {}

  /** Sets the property, or adds to it. */
  static void allowHost() {
    String allowed = System.getProperty(PROPERTY);
    if (allowed == null || allowed.isBlank()) {
      System.setProperty(PROPERTY, HOST);
    } else if (Arrays.stream(allowed.trim().split(",")).noneMatch(HOST::equalsIgnoreCase)) {
      // Without a space: the JDK would take it for a part of the name.
      System.setProperty(PROPERTY, allowed.trim() + "," + HOST);
    }
  }

  /**
   * Checks that it took effect.
   *
   * @throws IllegalStateException if not
   */
  static void requireHost() {
    try {
      HttpRequest.newBuilder(URI.create("http://localhost")).header("Host", "localhost");
    } catch (IllegalArgumentException e) {
      throw new IllegalStateException(
          "the JDK's HTTP client does not let Host be set: its classes were loaded before"
              + " TorcClient (expected: java -D"
              + PROPERTY
              + "=host, or System.setProperty before the first use of java.net.http)",
          e);
    }
  }
}

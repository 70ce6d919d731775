package dev.torc.discovery;

/** What is written to watched files. */
final class RoutingFiles {
  /** One with a field that there is not. */
  static final String BAD = "routes:\n  - id: a\n    port: [80]\n";

  private RoutingFiles() {}

  /** Routes with these ids. */
  static String routes(String... ids) {
    StringBuilder text = new StringBuilder("routes:\n");
    for (String id : ids) {
      text.append("  - id: ").append(id).append('\n');
    }
    return text.toString();
  }
}

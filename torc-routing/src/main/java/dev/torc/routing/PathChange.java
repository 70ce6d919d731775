package dev.torc.routing;

import dev.torc.config.Doc;
import dev.torc.config.Union;
import dev.torc.config.Variant;

/** How a filter changes a path. */
@Union
@Doc("How the path is changed")
public sealed interface PathChange {

  /**
   * The new path.
   *
   * @param path percent-encoded, without a query
   * @param matched what the rule matched the path by
   */
  String apply(String path, String matched);

  /** Another path as a whole. */
  @Variant("ReplaceFullPath")
  @Doc("Another path as a whole")
  record ReplaceFullPath(@Doc("The path") String value) implements PathChange {

    /**
     * Checks the path.
     *
     * @throws IllegalArgumentException if it does not begin with a slash
     */
    public ReplaceFullPath {
      checkPath(value);
    }

    @Override
    public String apply(String path, String matched) {
      return value;
    }
  }

  /** Another beginning, instead of the prefix that the rule matched. */
  @Variant("ReplacePrefixMatch")
  @Doc("Another beginning, instead of the prefix that the rule matched")
  record ReplacePrefixMatch(@Doc("The new beginning") String value) implements PathChange {

    /**
     * Checks the prefix.
     *
     * @throws IllegalArgumentException if it does not begin with a slash
     */
    public ReplacePrefixMatch {
      checkPath(value);
    }

    @Override
    public String apply(String path, String matched) {
      String rest = path.substring(withoutEnd(matched).length());
      String joined = withoutEnd(value) + rest;
      return joined.isEmpty() ? "/" : joined;
    }

    private static String withoutEnd(String prefix) {
      return prefix.endsWith("/") ? prefix.substring(0, prefix.length() - 1) : prefix;
    }
  }

  private static void checkPath(String value) {
    if (!value.startsWith("/")) {
      throw Names.invalid("value", value, "a path that begins with /");
    }
  }
}

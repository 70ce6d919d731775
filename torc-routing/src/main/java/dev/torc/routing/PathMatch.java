package dev.torc.routing;

import dev.torc.config.Doc;
import dev.torc.config.Union;
import dev.torc.config.Variant;

/** What the path of a request has to be, percent-encoded as it stands in the URL. */
@Union(otherwise = "Exact")
@Doc("What the path has to be, as it stands in the URL; `{value: /x}` alone is an exact one")
public sealed interface PathMatch {

  /** Whether a path matches. */
  boolean matches(String path);

  /** Exactly this path. */
  @Variant("Exact")
  @Doc("Exactly this path")
  record Exact(@Doc("The path") String value) implements PathMatch {

    /**
     * Checks the path.
     *
     * @throws IllegalArgumentException if it does not begin with a slash
     */
    public Exact {
      checkPath(value);
    }

    @Override
    public boolean matches(String path) {
      return path.equals(value);
    }
  }

  /** This path and all below it: whole elements, as in the Gateway API. */
  @Variant(value = "Prefix", aliases = "PathPrefix")
  @Doc("This path and all below it: `/foo` matches `/foo` and `/foo/bar`, not `/foobar`")
  record Prefix(@Doc("The path") String value) implements PathMatch {

    /**
     * Checks the path.
     *
     * @throws IllegalArgumentException if it does not begin with a slash
     */
    public Prefix {
      checkPath(value);
    }

    @Override
    public boolean matches(String path) {
      int length = value.endsWith("/") ? value.length() - 1 : value.length();
      return path.regionMatches(0, value, 0, length)
          && (path.length() == length || path.charAt(length) == '/');
    }
  }

  /** A path that an expression matches as a whole. */
  @Variant(value = "RegularExpression", aliases = "regex")
  @Doc("A path that the expression matches as a whole")
  record RegularExpression(@Doc("An expression of RE2") Regex value) implements PathMatch {

    @Override
    public boolean matches(String path) {
      return value.matches(path);
    }
  }

  private static void checkPath(String value) {
    if (!value.startsWith("/")) {
      throw Names.invalid("value", value, "a path that begins with /");
    }
  }
}

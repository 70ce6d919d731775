package dev.torc.routing;

import dev.torc.config.Default;
import dev.torc.config.Doc;
import dev.torc.config.Union;
import dev.torc.config.Variant;
import org.jspecify.annotations.Nullable;

/** A part of a request that its hash is made of. */
@Union
@Doc("A part of a request that its hash is made of; one without a value is skipped")
public sealed interface HashParam {

  /** Whether the parameters after it do not count once there is a hash. */
  boolean terminal();

  /**
   * All values of a header, sorted.
   *
   * @param name in any case
   */
  @Variant("Header")
  @Doc("A header: all its values, sorted")
  record Header(
      @Doc("Its name") String name,
      @Doc("Whether the parameters after it do not count once there is a hash") @Default("false")
          boolean terminal)
      implements HashParam {

    /**
     * Checks the name.
     *
     * @throws IllegalArgumentException if it is no token of HTTP
     */
    public Header {
      Names.checkToken("name", name);
    }
  }

  /**
   * The first value of a query parameter.
   *
   * @param decode whether to hash the decoded value; else as it stands in the URL, as Envoy does
   */
  @Variant(value = "QueryParam", aliases = "query")
  @Doc("A query parameter: its first value")
  record QueryParam(
      @Doc("Its name") String name,
      @Doc("Whether the parameters after it do not count once there is a hash") @Default("false")
          boolean terminal,
      @Doc("Whether to hash the percent-decoded value; as it stands in the URL if not")
          @Default("false")
          boolean decode)
      implements HashParam {

    /**
     * Checks the name.
     *
     * @throws IllegalArgumentException if it is empty
     */
    public QueryParam {
      Names.checkNotEmpty("name", name);
    }
  }

  /** The value of a cookie. */
  @Variant("Cookie")
  @Doc("A cookie")
  record Cookie(
      @Doc("Its name") String name,
      @Doc("Whether the parameters after it do not count once there is a hash") @Default("false")
          boolean terminal)
      implements HashParam {

    /**
     * Checks the name.
     *
     * @throws IllegalArgumentException if it is no token of HTTP
     */
    public Cookie {
      Names.checkToken("name", name);
    }
  }

  /**
   * The path, without the query.
   *
   * @param regex found anywhere in the path, with one group, of which the text counts; null for the
   *     whole path
   */
  @Variant("Path")
  @Doc("The path, without the query")
  record Path(
      @Doc("An RE2 expression, found anywhere, with one group; only what that matches counts")
          @Nullable Regex regex,
      @Doc("Whether the parameters after it do not count once there is a hash") @Default("false")
          boolean terminal)
      implements HashParam {

    /**
     * Checks the expression.
     *
     * @throws IllegalArgumentException if it does not have exactly one group
     */
    public Path {
      if (regex != null && regex.groups() != 1) {
        throw Names.invalid("regex", regex.toString(), "an expression with exactly one group");
      }
    }
  }

  /** The address of the caller, as text. */
  @Variant("SourceIp")
  @Doc("The address of the caller, as text")
  record SourceIp(
      @Doc("Whether the parameters after it do not count once there is a hash") @Default("false")
          boolean terminal)
      implements HashParam {}

  /** The method. */
  @Variant("Method")
  @Doc("The method")
  record Method(
      @Doc("Whether the parameters after it do not count once there is a hash") @Default("false")
          boolean terminal)
      implements HashParam {}
}

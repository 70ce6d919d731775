package dev.torc.routing;

import dev.torc.config.Doc;
import dev.torc.config.Flat;

/**
 * A query parameter that a request has to have.
 *
 * @param value what its first value has to be, after percent-decoding
 */
@Doc("A query parameter that a request has to have; its first value counts, percent-decoded")
public record QueryMatch(@Doc("Its name") String name, @Flat ValueMatch value) {

  /**
   * Checks the name.
   *
   * @throws IllegalArgumentException if it is empty
   */
  public QueryMatch {
    Names.checkNotEmpty("name", name);
  }

  boolean matches(RequestView request) {
    String found = QueryString.first(request.query(), name);
    return found != null && value.matches(QueryString.decode(found));
  }
}

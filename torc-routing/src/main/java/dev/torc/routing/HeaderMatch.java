package dev.torc.routing;

import dev.torc.config.Doc;
import dev.torc.config.Flat;
import java.util.List;

/**
 * A header that a request has to have.
 *
 * @param name in any case
 * @param value what it has to be; several values count as one, joined by commas (RFC 9110, 5.3)
 */
@Doc("A header that a request has to have; several values count as one, joined by commas")
public record HeaderMatch(@Doc("Its name, in any case") String name, @Flat ValueMatch value) {

  /**
   * Checks the name.
   *
   * @throws IllegalArgumentException if it is no token of HTTP
   */
  public HeaderMatch {
    Names.checkToken("name", name);
  }

  boolean matches(RequestView request) {
    List<String> values = request.header(name);
    return switch (values.size()) {
      case 0 -> false;
      case 1 -> value.matches(values.get(0));
      default -> value.matches(String.join(",", values));
    };
  }
}

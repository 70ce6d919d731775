package dev.torc.routing;

import dev.torc.config.Default;
import dev.torc.config.Doc;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What a request has to be like; every part that is given has to match. */
@Doc("What a request has to be like; every part that is given has to match")
public record RouteMatch(
    @Doc("The path") @Nullable PathMatch path,
    @Doc("Headers it has to have") @Default("[]") List<HeaderMatch> headers,
    @Doc("Query parameters it has to have") @Default("[]") List<QueryMatch> queryParams,
    @Doc("The method, in upper case") @Nullable String method) {

  /**
   * Checks the method.
   *
   * @throws IllegalArgumentException if it is no token of HTTP in upper case
   */
  public RouteMatch {
    headers = List.copyOf(headers);
    queryParams = List.copyOf(queryParams);
    if (method != null) {
      Names.checkToken("method", method);
      if (!method.equals(method.toUpperCase(Locale.ROOT))) {
        throw Names.invalid("method", method, "upper case, as methods are compared by case");
      }
    }
  }

  /** A match of paths alone. */
  public static RouteMatch path(PathMatch path) {
    return new RouteMatch(path, List.of(), List.of(), null);
  }

  /** Whether a request matches. */
  public boolean matches(RequestView request) {
    return mismatch(request) == null;
  }

  /** What does not match first: the word, or the name of a header or parameter; null if all do. */
  @Nullable String mismatch(RequestView request) {
    if (method != null && !method.equals(request.method())) {
      return "method";
    }
    if (path != null && !path.matches(request.path())) {
      return "path";
    }
    for (int i = 0; i < headers.size(); i++) {
      if (!headers.get(i).matches(request)) {
        return headers.get(i).name();
      }
    }
    for (int i = 0; i < queryParams.size(); i++) {
      if (!queryParams.get(i).matches(request)) {
        return queryParams.get(i).name();
      }
    }
    return null;
  }
}

package dev.torc.routing;

import dev.torc.config.Default;
import dev.torc.config.Doc;
import dev.torc.config.FieldErrors;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What happens to the requests that one of its matches describes.
 *
 * @param name for people, null if it has none
 * @param matches of which one has to match; none matches every request
 * @param filters what is changed before a request is sent, in order
 * @param retry null for one attempt
 * @param backends where requests go, by weight; without one they go nowhere, which is an error
 *     unless a filter redirects them
 */
@Doc(
    "What happens to the requests that one of its matches describes; the first rule that matches"
        + " counts")
public record RouteRule(
    @Doc("A name for people") @Nullable String name,
    @Doc("Of which one has to match; none of them: every request does") @Default("[]")
        List<RouteMatch> matches,
    @Doc("What is changed before a request is sent, in order") @Default("[]")
        List<RouteFilter> filters,
    @Doc("How long a request may take") @Default("{}") Timeouts timeouts,
    @Doc("When a request is tried again; never if not given") @Nullable Retry retry,
    @Doc("Where requests go, by weight; without one, nowhere: an error at once") @Default("[]")
        List<BackendRef> backends) {

  /**
   * Checks the components together.
   *
   * @throws IllegalArgumentException if the name is none, or there are backends and all weights are
   *     0
   */
  public RouteRule {
    matches = List.copyOf(matches);
    filters = List.copyOf(filters);
    backends = List.copyOf(backends);
    FieldErrors errors = new FieldErrors();
    if (name != null) {
      Names.checkName("name", name);
    }
    if (!backends.isEmpty() && backends.stream().allMatch(ref -> ref.weight() == 0)) {
      errors.add("all weights are 0 (expected: at least one above 0)", "backends");
    }
    errors.throwIfAny();
  }

  /** A rule for every request, without time-outs and repetitions. */
  public static RouteRule to(BackendRef... backends) {
    return new RouteRule(null, List.of(), List.of(), Timeouts.NONE, null, List.of(backends));
  }

  /** The first filter that redirects: then no endpoint is asked. Null if none does. */
  public RouteFilter.@Nullable RequestRedirect redirect() {
    for (int i = 0; i < filters.size(); i++) {
      if (filters.get(i) instanceof RouteFilter.RequestRedirect redirect) {
        return redirect;
      }
    }
    return null;
  }

  /** The first match that a request fits, null if none does or there are none. */
  @Nullable RouteMatch matching(RequestView request) {
    for (int i = 0; i < matches.size(); i++) {
      if (matches.get(i).matches(request)) {
        return matches.get(i);
      }
    }
    return null;
  }
}

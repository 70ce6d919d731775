package dev.torc.routing;

import dev.torc.config.Default;
import dev.torc.config.Doc;
import dev.torc.config.FieldErrors;
import dev.torc.config.Foreign;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Everything that requests are routed by. Other sections of {@code torc.yaml} are not looked at.
 *
 * @param routes each id once
 * @param backends each id once; if there are none, the routes' backends are defined elsewhere
 * @param search how short host names are completed
 */
@Foreign({"cache", "admin"})
@Doc("Routes, and the backends they lead to")
public record RoutingConfig(
    @Doc("What happens to requests, by host") @Default("[]") List<Route> routes,
    @Doc("The services that requests go to, and how one of their endpoints is chosen")
        @Default("[]")
        List<Backend> backends,
    @Doc("How short host names are completed") @Default("{}") SearchConfig search) {

  /** Nothing. */
  public static final RoutingConfig EMPTY =
      new RoutingConfig(List.of(), List.of(), SearchConfig.NONE);

  /**
   * Checks the components together.
   *
   * @throws IllegalArgumentException if an id occurs twice, or there are backends and a rule refers
   *     to a static service that has none
   */
  public RoutingConfig {
    routes = List.copyOf(routes);
    backends = List.copyOf(backends);
    FieldErrors errors = new FieldErrors();
    addDuplicates(routes, backends, errors);
    if (!backends.isEmpty()) {
      addUndefined(routes, backends, errors);
    }
    errors.throwIfAny();
  }

  /** Without completion of host names. */
  public static RoutingConfig of(List<Route> routes, List<Backend> backends) {
    return new RoutingConfig(routes, backends, SearchConfig.NONE);
  }

  private static void addDuplicates(
      List<Route> routes, List<Backend> backends, FieldErrors errors) {
    Set<String> ids = new HashSet<>();
    for (int i = 0; i < routes.size(); i++) {
      if (!ids.add(routes.get(i).id())) {
        errors.add(
            "\"" + routes.get(i).id() + "\" twice (expected: each id once)", "routes", i, "id");
      }
    }
    // By what they are called: a URL can tell no more.
    Map<String, Integer> names = new HashMap<>();
    for (int i = 0; i < backends.size(); i++) {
      String name = backends.get(i).id().toString();
      if (names.putIfAbsent(name, i) != null) {
        errors.add(name + " twice (expected: each backend once)", "backends", i, "id");
      }
    }
  }

  private static void addUndefined(List<Route> routes, List<Backend> backends, FieldErrors errors) {
    Set<BackendId> defined = new HashSet<>();
    Set<Service> services = new HashSet<>();
    for (Backend backend : backends) {
      defined.add(backend.id());
      services.add(backend.id().service());
    }
    for (int r = 0; r < routes.size(); r++) {
      List<RouteRule> rules = routes.get(r).rules();
      for (int i = 0; i < rules.size(); i++) {
        List<BackendRef> refs = rules.get(i).backends();
        for (int b = 0; b < refs.size(); b++) {
          BackendRef ref = refs.get(b);
          if (ref.service() instanceof Service.Static && !isDefined(ref, defined, services)) {
            errors.add(
                undefined(ref) + " (expected: one of backends)",
                "routes",
                r,
                "rules",
                i,
                "backends",
                b);
          }
        }
      }
    }
  }

  private static boolean isDefined(BackendRef ref, Set<BackendId> defined, Set<Service> services) {
    return ref.port() == null
        ? services.contains(ref.service())
        : defined.contains(ref.backend(ref.port()));
  }

  private static String undefined(BackendRef ref) {
    String name = ref.service().hostname();
    return "no backend " + (ref.port() == null ? name : name + ":" + ref.port());
  }
}

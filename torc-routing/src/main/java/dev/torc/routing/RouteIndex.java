package dev.torc.routing;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Finds the route of a host: an exact name goes before a wildcard, a longer wildcard before a
 * shorter one, both before routes for every host; among equals the first listed.
 */
final class RouteIndex {
  private final Map<String, List<Route>> exact = new HashMap<>();

  /** By the suffix, which begins with a dot. */
  private final Map<String, List<Route>> wildcards = new HashMap<>();

  private final List<Route> everyHost = new ArrayList<>();

  RouteIndex(List<Route> routes) {
    for (Route route : routes) {
      if (route.hostnames().isEmpty()) {
        everyHost.add(route);
      }
      for (HostnamePattern hostname : route.hostnames()) {
        if (hostname.isWildcard()) {
          wildcards.computeIfAbsent(hostname.suffix(), s -> new ArrayList<>()).add(route);
        } else {
          exact.computeIfAbsent(hostname.toString(), s -> new ArrayList<>()).add(route);
        }
      }
    }
  }

  /** The route that names a host, in lower case, for a port; null if there is none. */
  @Nullable Route named(String host, int port) {
    Route route = withPort(exact.get(host), port);
    return route == null && !wildcards.isEmpty() ? byWildcard(host, port) : route;
  }

  /** The route for every host on a port, null if there is none. */
  @Nullable Route everyHost(int port) {
    return withPort(everyHost, port);
  }

  private @Nullable Route byWildcard(String host, int port) {
    // From the first dot on, the suffixes become shorter. A dot in front has no label before it.
    for (int dot = host.indexOf('.', 1); dot > 0; dot = host.indexOf('.', dot + 1)) {
      Route route = withPort(wildcards.get(host.substring(dot)), port);
      if (route != null) {
        return route;
      }
    }
    return null;
  }

  private static @Nullable Route withPort(@Nullable List<Route> routes, int port) {
    if (routes == null) {
      return null;
    }
    for (int i = 0; i < routes.size(); i++) {
      if (routes.get(i).hasPort(port)) {
        return routes.get(i);
      }
    }
    return null;
  }
}

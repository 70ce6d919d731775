package dev.torc.routing;

import dev.torc.config.Default;
import dev.torc.config.Doc;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What happens to requests for some hosts.
 *
 * @param id known by it
 * @param tags for people and programs; routing does not look at them
 * @param hostnames the hosts; none of them: every host, after all routes that name theirs
 * @param ports the ports; none of them: every port
 * @param rules of which the first that matches counts
 */
@Doc(
    "What happens to requests for some hosts: an exact name goes before a wildcard, a longer"
        + " wildcard before a shorter one, then the first listed")
public record Route(
    @Doc("What it is known by") String id,
    @Doc("Notes for people and programs; routing does not look at them") @Default("{}")
        Map<String, String> tags,
    @Doc("Host names, or *. and the end of one; without any, every host") @Default("[]")
        List<HostnamePattern> hostnames,
    @Doc("Ports; without any, every port") @Default("[]") List<Integer> ports,
    @Doc("Of which the first that matches counts") @Default("[]") List<RouteRule> rules) {

  /**
   * Checks the components.
   *
   * @throws IllegalArgumentException if the id is none, or a port is out of range
   */
  public Route {
    Names.checkName("id", id);
    // Not Map.copyOf: what is written of it is always in the same order.
    tags = Collections.unmodifiableMap(new LinkedHashMap<>(tags));
    hostnames = List.copyOf(hostnames);
    ports = List.copyOf(ports);
    rules = List.copyOf(rules);
    for (int port : ports) {
      Names.checkPort("ports", port);
    }
  }

  /** A route for the hosts of these names. */
  public static Route of(String id, String hostname, RouteRule... rules) {
    return new Route(
        id, Map.of(), List.of(HostnamePattern.parse(hostname)), List.of(), List.of(rules));
  }

  boolean hasPort(int port) {
    return ports.isEmpty() || ports.contains(port);
  }
}

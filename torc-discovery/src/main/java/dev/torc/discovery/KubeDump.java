package dev.torc.discovery;

import dev.torc.routing.Backend;
import dev.torc.routing.Route;

/**
 * Writes routes and backends as resources of Kubernetes.
 *
 * <p>Only what both sides know can be written: what else a route says is an error, never left out.
 * The limits that the Gateway API sets to lengths and numbers are not checked; {@code kubectl}
 * tells them. Stateless, and safe for use by any number of threads.
 */
public final class KubeDump {
  private KubeDump() {}

  /**
   * A route as an {@code HTTPRoute} (gateway.networking.k8s.io/v1), for {@code kubectl apply}.
   *
   * <ul>
   *   <li>Host names of Kubernetes services are its {@code parentRefs}, once for each port of the
   *       route; others are its {@code hostnames}, which have no ports there.
   *   <li>Backends are services of Kubernetes; one without a port has that of the route, if it is
   *       the only one. Those of another namespace need a {@code ReferenceGrant} there.
   *   <li>{@code attempts} of {@code retry} is one less: there it counts repetitions (GEP-1731),
   *       here the first attempt too. A rule without {@code retry} has none either, which leaves it
   *       to the implementation whether to try again.
   *   <li>Durations are rounded up to whole milliseconds, the finest that GEP-2257 has.
   *   <li>Tags are annotations {@code junctionlabs.io.route.tags/…}, as those of Junction.
   * </ul>
   *
   * @param namespace of the route
   * @return one YAML document without markers
   * @throws IllegalArgumentException if the route has something that the Gateway API does not; one
   *     line for each
   */
  public static String route(Route route, String namespace) {
    return KubeYaml.write(new KubeRoute(route, namespace).resource());
  }

  /**
   * A backend as a patch of its {@code Service}, for {@code kubectl patch --patch-file}: an
   * annotation with how an endpoint is chosen. It is {@code junctionlabs.io/backend.lb.PORT} if
   * Junction knows the policy, else {@code torc.dev/backend.lb.PORT}.
   *
   * <p>Endpoints are not in it, for Kubernetes has its own, nor is outlier detection.
   *
   * @return one YAML document without markers
   * @throws IllegalArgumentException if it is not a service of Kubernetes
   */
  public static String backend(Backend backend) {
    return KubeYaml.write(KubeBackend.patch(backend));
  }
}

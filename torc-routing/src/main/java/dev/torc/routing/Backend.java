package dev.torc.routing;

import dev.torc.config.Default;
import dev.torc.config.Doc;
import dev.torc.config.FieldErrors;
import dev.torc.config.HostPort;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A service on one port, with what chooses among its endpoints.
 *
 * @param lb how an endpoint is chosen
 * @param outlier when a failing endpoint is left out for a while, null for never
 * @param endpoints its servers; each address and each hash key once
 */
@Doc("A service on one port, and how one of its endpoints is chosen")
public record Backend(
    @Doc("The service and its port") BackendId id,
    @Doc("How an endpoint is chosen") @Default("{type: RoundRobin}") LoadBalancer lb,
    @Doc("When an endpoint that keeps failing is left out for a while; never if not given")
        @Nullable OutlierDetection outlier,
    @Doc("The servers, if they are known beforehand") @Default("[]") List<Endpoint> endpoints) {

  /**
   * Checks the endpoints together.
   *
   * @throws IllegalArgumentException if two have the same address or hash key
   */
  public Backend {
    endpoints = List.copyOf(endpoints);
    FieldErrors errors = new FieldErrors();
    Map<HostPort, Integer> addresses = new HashMap<>();
    Set<String> keys = new HashSet<>();
    for (int i = 0; i < endpoints.size(); i++) {
      Endpoint endpoint = endpoints.get(i);
      if (addresses.putIfAbsent(endpoint.address(), i) != null) {
        errors.add(endpoint.address() + " twice (expected: each address once)", "endpoints", i);
      } else if (!keys.add(endpoint.key())) {
        errors.add(
            "hashKey: \"" + endpoint.key() + "\" twice (expected: each key once)", "endpoints", i);
      }
    }
    errors.throwIfAny();
  }

  /** A backend without outlier detection. */
  public static Backend of(BackendId id, LoadBalancer lb, Endpoint... endpoints) {
    return new Backend(id, lb, null, List.of(endpoints));
  }

  /** The same backend with other endpoints. */
  public Backend withEndpoints(List<Endpoint> others) {
    return new Backend(id, lb, outlier, others);
  }
}

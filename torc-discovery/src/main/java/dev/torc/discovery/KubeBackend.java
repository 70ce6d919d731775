package dev.torc.discovery;

import dev.torc.config.ConfigurationWriter;
import dev.torc.routing.Backend;
import dev.torc.routing.HashParam;
import dev.torc.routing.LoadBalancer;
import dev.torc.routing.Service;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A backend on its way to a patch of its {@code Service}. */
final class KubeBackend {
  private KubeBackend() {}

  static Map<String, Object> patch(Backend backend) {
    if (!(backend.id().service() instanceof Service.Kube kube)) {
      throw new IllegalArgumentException(
          "backend "
              + backend.id()
              + ": no service of Kubernetes (expected: a kube service; Kubernetes has no"
              + " counterpart of others)");
    }
    String owner = isKnownToJunction(backend.lb()) ? "junctionlabs.io" : "torc.dev";
    Map<String, Object> metadata = new LinkedHashMap<>();
    metadata.put("name", kube.name());
    metadata.put("namespace", kube.namespace());
    metadata.put(
        "annotations",
        Map.of(owner + "/backend.lb." + backend.id().port(), KubeYaml.json(policy(backend))));
    Map<String, Object> patch = new LinkedHashMap<>();
    patch.put("apiVersion", "v1");
    patch.put("kind", "Service");
    patch.put("metadata", metadata);
    return patch;
  }

  /** As a file has it. */
  private static Object policy(Backend backend) {
    Backend alone = Backend.of(backend.id(), backend.lb());
    return ConfigurationWriter.toMap(alone).getOrDefault("lb", Map.of("type", "RoundRobin"));
  }

  /**
   * Whether Junction can read it: it refuses fields that it does not know, and its ring is Envoy's.
   */
  private static boolean isKnownToJunction(LoadBalancer lb) {
    if (lb instanceof LoadBalancer.RingHash ring) {
      return ring.equals(envoyRing(ring))
          && ring.hashParams().stream().allMatch(KubeBackend::isKnownToJunction);
    }
    return lb instanceof LoadBalancer.RoundRobin || lb instanceof LoadBalancer.Unspecified;
  }

  private static LoadBalancer.RingHash envoyRing(LoadBalancer.RingHash ring) {
    int size = ring.minRingSize() == null ? 1024 : ring.minRingSize();
    return LoadBalancer.RingHash.envoy(
        size, List.copyOf(ring.hashParams()).toArray(HashParam[]::new));
  }

  private static boolean isKnownToJunction(HashParam param) {
    return param instanceof HashParam.Header
        || (param instanceof HashParam.QueryParam query && !query.decode());
  }
}

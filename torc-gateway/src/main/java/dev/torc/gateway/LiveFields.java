package dev.torc.gateway;

import dev.torc.config.FieldErrors;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Which fields of a configuration can change while the gateway runs, and which need a restart. */
final class LiveFields {
  private static final String CACHE = "cache";

  private LiveFields() {}

  /**
   * Checks that only fields differ that can change.
   *
   * @throws dev.torc.config.FieldErrorsException of those that cannot
   */
  static void check(CacheConfig former, CacheConfig next) {
    FieldErrors errors = new FieldErrors();
    fixed(errors, former.host(), next.host(), CACHE, "host");
    fixed(errors, former.port(), next.port(), CACHE, "port");
    fixed(errors, former.stateDir(), next.stateDir(), CACHE, "stateDir");
    fixed(errors, former.timeouts(), next.timeouts(), CACHE, "timeouts");
    fixed(errors, former.resharding(), next.resharding(), CACHE, "resharding");
    fixed(errors, former.observer(), next.observer(), CACHE, "observer");
    fixed(errors, former.restartedNodes(), next.restartedNodes(), CACHE, "restartedNodes");
    fixed(errors, former.autoscale(), next.autoscale(), CACHE, "autoscale");
    fixed(errors, former.nodes().kind(), next.nodes().kind(), CACHE, "nodes");
    NodesConfig.Embedded before = former.nodes().embedded();
    NodesConfig.Embedded after = next.nodes().embedded();
    if (before != null && after != null) {
      fixed(errors, before.memory(), after.memory(), CACHE, "nodes", "embedded", "memory");
    }
    fixedWithin(errors, former.nodes().dns(), next.nodes().dns(), "dns");
    fixedWithin(errors, former.nodes().sentinel(), next.nodes().sentinel(), "sentinel");
    errors.throwIfAny();
  }

  /** Where nodes are looked for; another kind of nodes is an error of its own. */
  private static void fixedWithin(
      FieldErrors errors, @Nullable Object former, @Nullable Object next, String kind) {
    if (former != null && next != null && !former.equals(next)) {
      errors.add(
          "cannot change while the gateway runs (expected: as it was, or a restart)",
          CACHE,
          "nodes",
          kind);
    }
  }

  private static void fixed(
      FieldErrors errors, @Nullable Object former, @Nullable Object next, Object... path) {
    if (!Objects.equals(former, next)) {
      errors.add(
          "cannot change while the gateway runs (expected: " + former + ", or a restart)", path);
    }
  }
}

package dev.torc.routing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** What holds for any configuration and any request. */
final class RandomConfigsTest {

  @Provide
  Arbitrary<RoutingConfig> configs() {
    return RandomConfigs.configs();
  }

  @Provide
  Arbitrary<RequestView> requests() {
    return RandomConfigs.requests();
  }

  /** Each request is routed or refused by an error of its own kind, and ends in nothing counted. */
  @Property(tries = 300)
  void everyRequestIsServedOrRefused(
      @ForAll("configs") RoutingConfig config,
      @ForAll("requests") RequestView request,
      @ForAll long seed) {
    Lab lab = new Lab(config, seed);
    for (Backend backend : config.backends()) {
      BackendId id = backend.id();
      RequestView own =
          Lab.get("http://" + id.service().hostname() + ".:" + id.port() + "/users/7?a=1");
      for (RequestView one : List.of(own, request)) {
        Explanation explanation = lab.router.explain(one);
        assertThat(explanation.steps()).isNotEmpty();
        walk(lab, one);
      }
      assertThat(lab.router.endpoints(id)).allMatch(status -> status.active() == 0);
    }
  }

  private static void walk(Lab lab, RequestView request) {
    try {
      Selection selection = lab.router.select(request);
      if (selection.decision().rule().redirect() != null) {
        return;
      }
      Set<Endpoint> tried = new HashSet<>();
      Attempt attempt = Lab.next(selection);
      while (attempt != null && tried.add(attempt.endpoint())) {
        assertThat(attempt.endpoint().drain()).isFalse();
        assertThat(attempt.endpoint().weight()).isPositive();
        attempt.report(Outcome.responded(503));
        selection.retry(Outcome.responded(503), true, null);
        attempt = selection.next();
      }
      selection.end();
      if (attempt != null) {
        // Only policies that do not hash start over.
        assertThat(selection.pool().balancer().requestHash()).isNull();
        attempt.report(Outcome.CANCELLED);
      }
    } catch (RoutingException e) {
      assertThat(e.getMessage()).isNotEmpty();
    }
  }

  /** A configuration of before does not matter for where keys go. */
  @Property(tries = 100)
  void anUpdateIsAsGoodAsANewRouter(
      @ForAll("configs") RoutingConfig before,
      @ForAll("configs") RoutingConfig config,
      @ForAll long seed) {
    Lab updated = new Lab(before, seed);
    updated.router.update(config);
    Lab fresh = new Lab(config, seed);
    assertThat(updated.router.config()).isEqualTo(config);
    for (Backend backend : config.backends()) {
      BackendId id = backend.id();
      assertThat(updated.router.endpoints(id)).isEqualTo(fresh.router.endpoints(id));
      RequestView request =
          Lab.get(
              "http://" + id.service().hostname() + ".:" + id.port() + "/users/7?a=1&b=2",
              "x-user",
              "ann");
      Explanation one = updated.router.explain(request);
      Explanation other = fresh.router.explain(request);
      if (one.decision() != null && one.decision().rule().backends().size() > 1) {
        // Each may draw another backend.
        continue;
      }
      boolean hashed = one.steps().stream().noneMatch(step -> step.finding().contains("random"));
      if (backend.lb() instanceof LoadBalancer.Hashing && hashed) {
        assertThat(one.endpoint()).isEqualTo(other.endpoint());
      }
      assertThat(Objects.toString(one.failure())).isEqualTo(Objects.toString(other.failure()));
    }
  }
}

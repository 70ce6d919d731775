package dev.torc.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.torc.config.HostPort;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What records say, what they keep, and when they are equal. */
final class RecordValueTest {
  @Test
  void namesOfServicesAndBackends() {
    assertThat(new BackendId(new Service.Kube("a", "b"), 80))
        .hasToString("a.b.svc.cluster.local:80");
    assertThat(new BackendId(new Service.Dns("x.test"), 81)).hasToString("x.test:81");
    assertThat(Lab.WEB).hasToString("web:80");
    assertThat(Lab.endpoint(0).key()).isEqualTo("10.0.0.1:80");
    assertThat(new Endpoint(new HostPort("a", 1), 1, "k", false).key()).isEqualTo("k");
    assertThat(Endpoint.of("[::1]:80").key()).isEqualTo("[::1]:80");
  }

  @Test
  void whatIsHandedOverMayChangeAfterwards() {
    Map<String, String> tags = new LinkedHashMap<>(Map.of("a", "1"));
    List<Integer> ports = new ArrayList<>(List.of(80));
    List<Endpoint> endpoints = new ArrayList<>(List.of(Lab.endpoint(0)));
    Route route = new Route("r", tags, List.of(), ports, List.of());
    Backend backend = new Backend(Lab.WEB, new LoadBalancer.Random(), null, endpoints);
    tags.put("b", "2");
    ports.add(81);
    endpoints.clear();
    assertThat(route.tags()).containsOnlyKeys("a");
    assertThat(route.ports()).containsExactly(80);
    assertThat(backend.endpoints()).hasSize(1);
    assertThatThrownBy(() -> route.tags().put("c", "3"))
        .isInstanceOf(UnsupportedOperationException.class);
  }

  @Test
  void expressionsAndPatternsAreEqualByTheirText() {
    assertThat(Regex.parse("a+")).isEqualTo(Regex.parse("a+")).hasSameHashCodeAs("a+");
    assertThat(Regex.parse("a+")).isNotEqualTo(Regex.parse("a*")).hasToString("a+");
    assertThat(HostnamePattern.parse("*.a"))
        .isEqualTo(HostnamePattern.parse("*.a"))
        .isNotEqualTo(HostnamePattern.parse("a"))
        .hasToString("*.a");
  }
}

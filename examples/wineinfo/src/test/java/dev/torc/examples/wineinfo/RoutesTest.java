package dev.torc.examples.wineinfo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.torc.client.TorcClient;
import dev.torc.config.Configuration;
import dev.torc.routing.RouteDecision;
import dev.torc.routing.RoutingConfig;
import dev.torc.routing.RoutingException;
import dev.torc.routing.SearchConfig;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** How a team tests its routes: by the file alone, without servers and a network. */
final class RoutesTest {
  private static final RoutingConfig CONFIG =
      Configuration.load(Path.of("torc.yaml"), RoutingConfig.class);

  private static RouteDecision check(String method, String url, Map<String, List<String>> headers) {
    return TorcClient.checkRoute(CONFIG.routes(), method, url, headers, SearchConfig.NONE);
  }

  @Test
  void testersGetTheNextVersion() {
    String url = "http://wineinfo-recs.default.svc.cluster.local/recommendations/?query=red";
    assertThat(check("GET", url, Map.of()).rule().name()).isEqualTo("everyone");
    assertThat(check("GET", url, Map.of("baggage", List.of("canary=true"))).backend())
        .hasToString("wineinfo-recs-next.default.svc.cluster.local:80");
  }

  @Test
  void onlyReadingIsTriedAgain() {
    String url = "http://wineinfo-catalog.default.svc.cluster.local/wines";
    assertThat(check("GET", url, Map.of()).rule().retry()).isNotNull();
    assertThat(check("POST", url, Map.of()).rule().retry()).isNull();
  }

  @Test
  void nothingElseIsRouted() {
    assertThatThrownBy(
            () -> check("GET", "http://wineinfo-search.default.svc.cluster.local/", Map.of()))
        .isInstanceOf(RoutingException.NoRouteMatched.class);
  }
}

package dev.torc.discovery;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.torc.config.Configuration;
import dev.torc.config.ConfigurationException;
import dev.torc.routing.Backend;
import dev.torc.routing.LoadBalancer;
import dev.torc.routing.Route;
import dev.torc.routing.RoutingConfig;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class KubeDumpTest {

  private static String golden(String name) throws IOException {
    try (InputStream in = KubeDumpTest.class.getResourceAsStream("golden/" + name)) {
      String text = new String(Objects.requireNonNull(in).readAllBytes(), UTF_8);
      return text.lines()
          .filter(line -> !line.startsWith("#"))
          .map(line -> line + "\n")
          .collect(Collectors.joining());
    }
  }

  private static RoutingConfig config() throws IOException {
    return Configuration.parse(golden("routes.yaml"), "routes.yaml", RoutingConfig.class);
  }

  /** kubectl does not mind whether lists are indented; the goldens are as people write them. */
  private static String normalized(String yaml) {
    return yaml.lines().map(String::stripTrailing).collect(Collectors.joining("\n"));
  }

  @Test
  void routesAreHttpRoutes() throws IOException {
    List<String> documents = new ArrayList<>();
    for (Route route : config().routes()) {
      documents.add(KubeDump.route(route, "web"));
    }
    assertThat(normalized(String.join("---\n", documents)))
        .isEqualTo(normalized(golden("httproutes.yaml")));
  }

  @Test
  void backendsArePatchesOfServices() throws IOException {
    List<String> documents = config().backends().stream().map(KubeDump::backend).toList();
    assertThat(normalized(String.join("---\n", documents)))
        .isEqualTo(normalized(golden("services.yaml")));
  }

  /** The annotation is what a file has as {@code lb}: put back there, it is the same policy. */
  @Test
  void theAnnotationIsThePolicy() throws IOException {
    for (Backend backend : config().backends()) {
      String json =
          KubeDump.backend(backend)
              .lines()
              .filter(line -> line.contains("backend.lb."))
              .map(line -> line.substring(line.indexOf('\'') + 1, line.length() - 1))
              .collect(Collectors.joining())
              .replace("''", "'");
      String text = "backends: [{id: {type: static, name: a, port: 1}, lb: " + json + "}]";
      LoadBalancer read =
          Configuration.parse(text, "annotation", RoutingConfig.class).backends().get(0).lb();
      assertThat(read).isEqualTo(backend.lb());
    }
  }

  @Test
  void everyProblemOfARouteIsTold() {
    Route route =
        Configuration.parse(
                """
                routes:
                  - id: shop
                    tags: {"a b": c}
                    hostnames: [shop.example]
                    ports: [80, 81]
                    rules:
                      - matches: [{method: PURGE}]
                        backends:
                          - {type: dns, hostname: a.example, port: 443}
                          - {type: static, name: x, port: 1}
                          - {type: kube, name: a, namespace: b}
                """,
                "test",
                RoutingConfig.class)
            .routes()
            .get(0);
    assertThatThrownBy(() -> KubeDump.route(route, "Not a name"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            """
            route shop: namespace: "Not a name" (expected: a name of Kubernetes)
            route shop: tags: "a b" (expected: what the name of an annotation may be)
            route shop: ports: with shop.example (expected: none; the Gateway API has ports only \
            for services of Kubernetes)
            route shop: rules[0]: method PURGE (expected: one of the Gateway API's)
            route shop: rules[0].backends[0]: a.example (expected: a kube service; Kubernetes has no \
            counterpart of others)
            route shop: rules[0].backends[1]: x (expected: a kube service; Kubernetes has no \
            counterpart of others)
            route shop: rules[0].backends[2]: no port (expected: one, or a route of one port; the \
            Gateway API needs it)\
            """
                .stripIndent());
  }

  @Test
  void aRouteWithoutRulesIsNoneOfKubernetes() {
    assertThatThrownBy(() -> KubeDump.route(Route.of("empty", "a.example"), "web"))
        .hasMessage(
            "route empty: rules: none (expected: at least one; the Gateway API would add one for"
                + " all paths)");
  }

  @Test
  void aBackendOfAnotherKindIsNoneOfKubernetes() {
    Backend backend =
        Configuration.parse(
                "backends: [{id: {type: dns, hostname: a.example, port: 443}}]",
                "test",
                RoutingConfig.class)
            .backends()
            .get(0);
    assertThatThrownBy(() -> KubeDump.backend(backend))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "backend a.example:443: no service of Kubernetes (expected: a kube service; Kubernetes"
                + " has no counterpart of others)");
  }

  @ParameterizedTest
  @CsvSource({
    "1ms, 1ms",
    "999ms, 999ms",
    "1s, 1s",
    "90s, 1m30s",
    "1000001ns, 2ms",
    "59.9999s, 1m",
    "3661.001s, 1h1m1s1ms",
    "24h, 24h"
  })
  void durationsHaveWholeMilliseconds(String given, String expected) {
    String text = "routes: [{id: a, rules: [{timeouts: {request: " + given + "}}]}]";
    Route route = Configuration.parse(text, "test", RoutingConfig.class).routes().get(0);
    assertThat(KubeDump.route(route, "web")).contains("request: \"" + expected + "\"\n");
  }

  /** Words and numbers of YAML 1.1, which kubectl reads, and what no YAML reads as plain text. */
  @ParameterizedTest
  @CsvSource({
    "on",
    "no",
    "Y",
    "true",
    "null",
    "~",
    "1_000",
    "0x1f",
    "017",
    "12:30:45",
    "1e3",
    ".5",
    "-",
    "=",
    "<<",
    "2001-01-01",
    "'a: b'",
    "'a #b'",
    "'[a'",
    "'*a'",
    "' a '",
    "'\"'",
    "'it''s'"
  })
  void textStaysText(String value) {
    String text =
        "routes: [{id: a, rules: [{filters: [{type: RequestHeaderModifier, set: {x: '"
            + value.replace("'", "''")
            + "'}}]}]}]";
    Route route = Configuration.parse(text, "test", RoutingConfig.class).routes().get(0);
    String line =
        KubeDump.route(route, "web")
            .lines()
            .filter(l -> l.contains("value:"))
            .findFirst()
            .orElseThrow();
    assertThat(line.strip()).matches("value: (\".*\"|'.*')");
    assertThat(readBack(line.strip())).isEqualTo(value);
  }

  private record Line(String value) {}

  private static String readBack(String line) {
    return Configuration.parse(line, "line", Line.class).value();
  }

  @Test
  void everyDocumentIsYaml() throws IOException {
    for (Route route : config().routes()) {
      // It is read as a whole before the first field turns out to be unknown.
      assertThatThrownBy(() -> Configuration.parse(KubeDump.route(route, "web"), "t", Line.class))
          .isInstanceOf(ConfigurationException.class)
          .hasMessageStartingWith("t:1:1: unknown field \"apiVersion\"");
    }
  }
}

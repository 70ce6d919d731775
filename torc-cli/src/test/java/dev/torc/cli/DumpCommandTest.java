package dev.torc.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.torc.config.Configuration;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** {@code torc dump}. */
@SuppressWarnings("NullAway.Init") // JUnit sets the folder.
final class DumpCommandTest {
  private static final String FILE =
      """
      search: {ndots: 1, search: [svc.cluster.local]}
      cache: {port: 9000}
      backends:
        - id: {type: K8S, name: a, namespace: b, port: 80}
          lb: {type: ring_hash, min_ring_size: 64, hash_params: [{type: header, name: x}]}
          endpoints: ['10.0.0.1:80']
      routes:
        - id: one
          hostnames: [a.b.svc.cluster.local]
          rules: [{backends: [{type: kube, name: a, namespace: b, port: 80, weight: 1}]}]
      """;

  @TempDir private Path folder;
  private String file;

  @BeforeEach
  void writeTheFile() throws IOException {
    file = Files.writeString(folder.resolve("torc.yaml"), FILE).toString();
  }

  private Cli dump(String... arguments) {
    List<String> all = new ArrayList<>(List.of("dump", "-c", file));
    all.addAll(Arrays.asList(arguments));
    return Cli.run(all.toArray(String[]::new));
  }

  @Test
  void theTokenIsNotPrinted() throws IOException {
    Files.writeString(
        Path.of(file), "cache: {}\nadmin: {port: 9001, token: s3cr3t-s3cr3t-s3cr3t}\n");
    for (String format : List.of("yaml", "json")) {
      Cli dump = dump("--format", format);
      assertThat(dump.exitCode()).isZero();
      assertThat(dump.out()).contains("9001").doesNotContain("s3cr3t", "token");
      assertThat(dump.err().strip()).isEqualTo("torc: admin.token is left out");
    }
    assertThat(Cli.run("validate", file).out()).doesNotContain("s3cr3t");
  }

  @Test
  void printsTheCanonicalFormWithoutDefaults() {
    Cli dump = dump();
    assertThat(dump.exitCode()).isZero();
    assertThat(dump.err()).isEmpty();
    assertThat(dump.out())
        .isEqualTo(
            """
            cache:
              port: 9000
            routes:
              - id: one
                hostnames:
                  - a.b.svc.cluster.local
                rules:
                  - backends:
                      - type: kube
                        name: a
                        namespace: b
                        port: 80
            backends:
              - id:
                  type: kube
                  name: a
                  namespace: b
                  port: 80
                lb:
                  type: RingHash
                  minRingSize: 64
                  hashParams:
                    - type: Header
                      name: x
                endpoints:
                  - address: 10.0.0.1:80
            search:
              search:
                - svc.cluster.local
            """);
    assertThat(Configuration.parse(dump.out(), "dump", TorcConfig.class))
        .isEqualTo(Configuration.parse(FILE, "file", TorcConfig.class));
    assertThat(dump("all").out()).isEqualTo(dump.out());
  }

  @Test
  void printsAPartOfIt() {
    assertThat(dump("routes").out()).startsWith("routes:\n").doesNotContain("lb:", "search:\n");
    assertThat(dump("BACKENDS").out()).startsWith("backends:\n").doesNotContain("rules:");
    JsonNode json = JsonMapper.shared().readTree(dump("backends", "--format", "json").out());
    assertThat(json.get("backends").get(0).get("lb").get("type").asString()).isEqualTo("RingHash");
    assertThat(dump("routes", "--json").out()).isEqualTo(dump("routes", "--format=JSON").out());
  }

  @Test
  void nothingIsAnEmptyMapping() throws IOException {
    Files.writeString(Path.of(file), "{}");
    assertThat(dump().out().strip()).isEqualTo("{}");
    assertThat(dump("--json").out().strip()).isEqualTo("{ }");
    assertThat(dump("--kube").out()).isEmpty();
  }

  @Test
  void printsResourcesOfKubernetes() {
    Cli routes = dump("routes", "--kube", "--namespace", "shop");
    assertThat(routes.exitCode()).isZero();
    assertThat(routes.err()).isEmpty();
    assertThat(routes.out())
        .isEqualTo(
            """
            apiVersion: gateway.networking.k8s.io/v1
            kind: HTTPRoute
            metadata:
              name: one
              namespace: shop
            spec:
              parentRefs:
              - group: ""
                kind: Service
                name: a
                namespace: b
              rules:
              - backendRefs:
                - name: a
                  namespace: b
                  port: 80
                  weight: 1
            """);
    Cli all = dump("--kube");
    assertThat(all.out())
        .contains("  namespace: default\n")
        .endsWith(
            """
            ---
            apiVersion: v1
            kind: Service
            metadata:
              name: a
              namespace: b
              annotations:
                junctionlabs.io/backend.lb.80: '{"type":"RingHash","minRingSize":64,\
            "hashParams":[{"type":"Header","name":"x"}]}'
            """);
    assertThat(all.err())
        .isEqualToNormalizingNewlines(
            "torc: backend a.b.svc.cluster.local:80: left out: endpoints (a Service has no place"
                + " for it)\n");
  }

  @Test
  void whatKubernetesDoesNotKnowIsAFailureThatTellsAll() throws IOException {
    Files.writeString(
        Path.of(file),
        """
        routes:
          - id: one
            hostnames: [shop.example]
            rules: [{backends: [{type: static, name: a, port: 80}]}]
        backends:
          - id: {type: static, name: a, port: 80}
          - id: {type: kube, name: a, namespace: b, port: 80}
        """);
    Cli dump = dump("--kube");
    assertThat(dump.exitCode()).isEqualTo(1);
    assertThat(dump.out()).isEmpty();
    assertThat(dump.err().lines())
        .containsExactly(
            "torc: route one: rules[0].backends[0]: a (expected: a kube service; Kubernetes has no"
                + " counterpart of others)",
            "torc: backend a:80: no service of Kubernetes (expected: a kube service; Kubernetes has"
                + " no counterpart of others)");
    assertThat(dump("routes", "--kube").err()).hasLineCount(1);
    assertThat(dump("routes", "--kube", "--namespace", "A b").err())
        .contains("route one: namespace: \"A b\" (expected: a name of Kubernetes)");
  }

  @Test
  void aRouteWithoutAServiceNeedsAGateway() throws IOException {
    Files.writeString(Path.of(file), "routes: [{id: a, hostnames: [a.example], rules: [{}]}]");
    Cli dump = dump("--kube");
    assertThat(dump.exitCode()).isZero();
    assertThat(dump.out()).contains("  hostnames:\n  - a.example\n  rules:\n  - {}\n");
    assertThat(dump.err())
        .isEqualToNormalizingNewlines(
            "torc: route a: no parentRefs: add the Gateway that has its hosts\n");
  }

  @Test
  void wrongOptionsAreWrongUsage() {
    assertThat(dump("--kube", "--json").err()).contains("--kube: with JSON (expected: YAML");
    assertThat(dump("--namespace", "a").err()).contains("--namespace: without --kube");
    assertThat(dump("--kube", "--json").exitCode()).isEqualTo(2);
    Cli part = dump("everything");
    assertThat(part.exitCode()).isEqualTo(2);
    assertThat(part.err()).contains("everything");
    assertThat(dump("--format", "xml").exitCode()).isEqualTo(2);
    assertThat(Cli.run("dump").exitCode()).isEqualTo(2);
  }
}

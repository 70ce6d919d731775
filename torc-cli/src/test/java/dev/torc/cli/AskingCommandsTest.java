package dev.torc.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** check-route, resolve and explain: what they print, and how they fail. */
@SuppressWarnings("NullAway.Init") // JUnit sets the folder.
final class AskingCommandsTest {
  private static final String FILE =
      """
      routes:
        - id: nginx
          hostnames: [nginx.default.svc.cluster.local]
          rules:
            - name: admins
              matches:
                - headers: [{name: baggage, value: username=admin}]
              backends: [{type: static, name: next, port: 80}]
            - matches:
                - {path: {type: Prefix, value: /foo}}
              timeouts: {request: 10s, backendRequest: 1500ms}
              retry: {codes: [502, 503], attempts: 3}
              backends:
                - {type: static, name: plain, port: 80, weight: 3}
                - {type: static, name: next, weight: 1}
            - name: nowhere
              matches: [{path: {value: /nowhere}}]
            - name: moved
              matches: [{path: {value: /moved}}]
              filters:
                - type: RequestRedirect
                  hostname: new.example
                  path: {type: ReplaceFullPath, value: /}
            - name: undefined
              matches: [{path: {value: /undefined}}]
              backends: [{type: dns, hostname: undefined.example, port: 443}]
            - name: empty
              matches: [{path: {value: /empty}}]
              backends: [{type: static, name: empty, port: 80}]

      backends:
        - id: {type: static, name: plain, port: 80}
          endpoints: [10.0.0.1:80]
        - id: {type: static, name: next, port: 80}
          endpoints: [10.0.0.2:80]
        - id: {type: static, name: empty, port: 80}
        - id: {type: static, name: recs, port: 80}
          lb: {type: RingHash, minRingSize: 1024, hashParams: [{type: QueryParam, name: query}]}
          endpoints: [127.0.0.1:8081, 127.0.0.1:8082, 127.0.0.1:8083, 127.0.0.1:8084]
      search: {search: [default.svc.cluster.local]}
      """;

  private static final String FOO = "http://nginx.default.svc.cluster.local/foo";

  @TempDir private Path folder;
  private String file;

  @BeforeEach
  void writeTheFile() throws IOException {
    file = Files.writeString(folder.resolve("torc.yaml"), FILE).toString();
  }

  private Cli ask(String command, String... arguments) {
    List<String> all =
        new ArrayList<>(List.of(command, command.equals("check-route") ? "-f" : "-c", file));
    all.addAll(Arrays.asList(arguments));
    return Cli.run(all.toArray(String[]::new));
  }

  private static JsonNode json(Cli cli) {
    return JsonMapper.shared().readTree(cli.out());
  }

  private static void assertPrints(Cli cli, String expected) {
    assertThat(cli.err()).isEmpty();
    assertThat(cli.exitCode()).isZero();
    assertThat(cli.out()).isEqualToNormalizingNewlines(expected);
  }

  @Test
  void checkRoutePrintsRouteRuleAndBackend() {
    assertPrints(
        ask("check-route", "GET", FOO, "-H", "baggage: username=admin"),
        """
        route    nginx
        rule     0 (admins)
        backend  next:80
        """);
    assertPrints(
        ask("check-route", FOO),
        """
        route     nginx
        rule      1
        backend   plain:80  75.0%
                  next:80   25.0%
        timeouts  10s in all, 1.5s for an attempt
        retry     3 attempts, also after 502, 503, pauses from 25ms
        """);
    assertPrints(
        ask("check-route", "http://nginx/moved"),
        """
        route     nginx
        rule      3 (moved)
        redirect  status 302, host new.example, path /
        """);
  }

  @Test
  void checkRoutePrintsJson() {
    Cli check = ask("check-route", "POST", FOO, "--json");
    assertThat(check.out())
        .isEqualToNormalizingNewlines(
            "{\"route\":\"nginx\",\"rule\":1,\"ruleName\":null,\"redirect\":null,"
                + "\"backend\":\"plain:80\",\"backends\":[{\"backend\":\"plain:80\",\"weight\":3},"
                + "{\"backend\":\"next:80\",\"weight\":1}],"
                + "\"timeouts\":{\"request\":10,\"backendRequest\":1.5},"
                + "\"retry\":{\"codes\":[502,503],\"attempts\":3,\"backoff\":0.025}}\n");
    JsonNode redirect = json(ask("check-route", "http://nginx/moved", "--json"));
    assertThat(redirect.get("redirect").asInt()).isEqualTo(302);
    assertThat(redirect.get("backend").isNull()).isTrue();
  }

  /** A backend without a port has the request's, whichever backend is drawn. */
  @Test
  void aBackendWithoutAPortHasThatOfTheRequest() {
    String url = "http://nginx.default.svc.cluster.local:8080/foo";
    assertThat(ask("check-route", url).out()).contains("plain:80   75.0%", "next:8080  25.0%");
    JsonNode steps = json(ask("explain", url, "--json")).get("steps");
    assertThat(steps.toString()).contains("\"next:8080\"").contains("\"plain:80\"");
    assertThat(steps.toString()).doesNotContain("\"next:80\"");
  }

  @Test
  void headersMayBeGivenTwiceAndInAnyCase() {
    assertThat(ask("check-route", FOO, "-H", "BAGGAGE:username=admin").out()).contains("(admins)");
    // As RFC 9110 joins them: no longer what the rule wants.
    assertThat(ask("check-route", FOO, "-H", "baggage: username=admin", "-H", "Baggage: x=y").out())
        .doesNotContain("(admins)");
  }

  @Test
  void resolvePrintsTheEndpoint() {
    assertPrints(
        ask("resolve", FOO, "-H", "baggage: username=admin"),
        """
        endpoint  10.0.0.2:80
        route     nginx
        rule      0 (admins)
        backend   next:80
        """);
    assertPrints(
        ask("resolve", "http://recs/?query=red"),
        """
        endpoint  127.0.0.1:8084
        route     implicit
        rule      0
        backend   recs:80
                  (no route is for it, but a backend has its name)
        """);
    assertPrints(
        ask("resolve", "http://nginx/moved"),
        """
        endpoint  none, for the rule redirects
        route     nginx
        rule      3 (moved)
        redirect  status 302, host new.example, path /
        """);
    JsonNode json = json(ask("resolve", "http://recs/?query=red", "--json"));
    assertThat(json.get("endpoint").asString()).isEqualTo("127.0.0.1:8084");
    assertThat(json.get("backend").asString()).isEqualTo("recs:80");
  }

  @Test
  void explainPrintsEveryStep() {
    assertPrints(
        ask("explain", "http://recs/?query=red"),
        """
        route     recs.default.svc.cluster.local:80  no route, no backend
                  recs:80                            no route, but a backend of that name
        rule      rule 0                             matches
        backend   recs:80                            the only one, drawn
        hash      query parameter query              "red"
                  hash                               d1d784bb12e4656a, 82.0% around the circle
        endpoint  127.0.0.1:8084                     chosen by the hash
        """);
    JsonNode json = json(ask("explain", "http://recs/?query=red", "--json"));
    assertThat(json.get("steps")).hasSize(7);
    assertThat(json.get("steps").get(4).toString())
        .isEqualTo(
            "{\"part\":\"hash\",\"subject\":\"query parameter"
                + " query\",\"finding\":\"\\\"red\\\"\"}");
    assertThat(json.get("endpoint").asString()).isEqualTo("127.0.0.1:8084");
    assertThat(json.has("error")).isFalse();
  }

  @Test
  void explainPrintsTheStepsUpToAFailure() {
    Cli explain = ask("explain", "http://nginx/none");
    assertThat(explain.exitCode()).isEqualTo(1);
    assertThat(explain.out()).contains("rule 0 (admins)").contains("does not match: baggage");
    assertThat(explain.err()).startsWith("torc: NoRuleMatched: ").hasLineCount(1);
    Cli json = ask("explain", "http://nginx/none", "--json");
    assertThat(json.exitCode()).isEqualTo(1);
    assertThat(json(json).get("error").asString()).isEqualTo("NoRuleMatched");
    assertThat(json(json).get("steps")).hasSizeGreaterThan(3);
  }

  @ParameterizedTest
  @CsvSource({
    "check-route, http://nginx/nowhere, 1, NoBackend, 'route nginx, rule 2: no backends'",
    "check-route, http://nginx/none, 1, NoRuleMatched, no rule for GET /none (expected: one that",
    "check-route, http://other.example/, 1, NoRouteMatched, no route for other.example:80"
        + " (expected:",
    "check-route, ftp://nginx/, 2, InvalidUrl, ftp://nginx/ (expected: a URL with http or https)",
    "check-route, /foo, 2, InvalidUrl, (expected: an absolute URL",
    "check-route, http://a b/, 2, InvalidUrl, '\"http://a b/\": Illegal character in authority at"
        + " 9'",
    "check-route, http://nginx:0/, 2, InvalidUrl, port 0 (expected: 1 to 65535)",
    "resolve, http://nginx/nowhere, 1, NoBackend, no backends (expected: at least one)",
    "resolve, http://nginx/undefined, 1, NoBackend, no backend undefined.example:443 (expected:",
    "resolve, http://nginx/empty, 1, NoReachableEndpoints, 'backend empty:80: no endpoints'",
    "resolve, http://nginx/none, 1, NoRuleMatched, no rule for GET /none",
    "resolve, http://other.example/, 1, NoRouteMatched, no route for other.example:80",
    "resolve, mailto:a, 2, InvalidUrl, (expected:",
    "explain, http://nginx/nowhere, 1, NoBackend, no backends",
    "explain, http://nginx/undefined, 1, NoBackend, no backend undefined.example:443",
    "explain, http://nginx/empty, 1, NoReachableEndpoints, 'backend empty:80: no endpoints'",
    "explain, http://other.example/, 1, NoRouteMatched, no route for other.example:80",
    "explain, mailto:a, 2, InvalidUrl, (expected:"
  })
  void everyFailureHasItsKindAndExitCode(
      String command, String url, int exitCode, String kind, String message) {
    Cli text = ask(command, url);
    assertThat(text.exitCode()).isEqualTo(exitCode);
    assertThat(text.err()).startsWith("torc: " + kind + ": ").contains(message).hasLineCount(1);
    Cli json = ask(command, url, "--json");
    assertThat(json.exitCode()).isEqualTo(exitCode);
    assertThat(json.err()).isEmpty();
    assertThat(json(json).get("error").asString()).isEqualTo(kind);
    assertThat(json(json).get("message").asString()).contains(message);
  }

  @ParameterizedTest
  @CsvSource({
    "check-route, -H, x, '-H: \"x\" (expected: NAME: VALUE)'",
    "resolve, -H, : x, '-H: \": x\" (expected: NAME: VALUE)'",
    "explain, --more-than, -1, '--more-than: -1 (expected: 0 or more)'",
    "explain, --keys, none.txt, '--keys: no {} in the URL or a header'",
    "explain, --more-than, many, --more-than",
    "resolve, --port, 1, --port"
  })
  void wrongOptionsAreWrongUsage(String command, String option, String value, String message) {
    Cli cli = ask(command, FOO, option, value);
    assertThat(cli.exitCode()).isEqualTo(2);
    assertThat(cli.err()).contains(message);
    assertThat(cli.out()).isEmpty();
  }

  @Test
  void theRequestAndTheFileAreRequired() {
    for (String command : List.of("check-route", "resolve", "explain")) {
      assertThat(ask(command).exitCode()).isEqualTo(2);
      assertThat(ask(command).err()).contains("[METHOD] URL");
      assertThat(ask(command, "GET", FOO, "third").exitCode()).isEqualTo(2);
      Cli without = Cli.run(command, FOO);
      assertThat(without.exitCode()).isEqualTo(2);
      assertThat(without.err()).contains("FILE");
    }
  }

  @Test
  void endpointsThatAPolicyHasNoPlaceForAreAWrongFile() throws IOException {
    Files.writeString(
        Path.of(file),
        """
        backends:
          - id: {type: static, name: a, port: 80}
            lb: {type: Maglev, tableSize: 2, hashParams: [{type: Method}]}
            endpoints: [10.0.0.1:80, 10.0.0.2:80, 10.0.0.3:80]
        """);
    String expected =
        "torc: "
            + file
            + ": backend a:80: tableSize: 2 (expected: at least the number of nodes with a weight,"
            + " 3)\n";
    for (String command : List.of("resolve", "explain")) {
      Cli cli = ask(command, "http://a/");
      assertThat(cli.exitCode()).isEqualTo(2);
      assertThat(cli.err()).isEqualToNormalizingNewlines(expected);
    }
    assertThat(Cli.run("validate", file).err()).isEqualToNormalizingNewlines(expected);
  }
}

package dev.torc.config;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What is said of unions, flat fields and fields of other programs. */
final class UnionProblemTest {

  private static Arguments problem(String kind, String text, String... messages) {
    return Arguments.of(kind, text, String.join("\n", messages));
  }

  /** A problem of the second line, within a backend. */
  private static Arguments backend(String kind, String fields, String... messages) {
    String line = "torc.yaml:2:";
    return problem(
        kind, "backends:\n- {" + fields + "}", line + String.join("\n" + line, messages));
  }

  private static Arguments balancing(String kind, String fields, String... messages) {
    return backend(kind, "type: kube, name: a, lb: {" + fields + "}", messages);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource({"variants", "fields", "foreign"})
  void isReported(String kind, String text, String messages) {
    assertThatThrownBy(() -> Routing.parse(text))
        .as(kind)
        .isInstanceOf(ConfigurationException.class)
        .hasMessage(messages);
  }

  static Stream<Arguments> variants() {
    String missing = "missing field \"type\" in backends[0] (expected: kube, dns or static)";
    return Stream.of(
        backend(
            "near a name",
            "type: kub, name: a",
            "10: backends[0].type: \"kub\" (did you mean \"kube\"?)"),
        backend(
            "near an alias",
            "type: strictdn, host: a",
            "10: backends[0].type: \"strictdn\" (did you mean \"StrictDns\"?)"),
        backend(
            "like none",
            "type: nomad, name: a",
            "10: backends[0].type: \"nomad\" (expected: kube, dns or static)"),
        backend("a number", "type: 5", "10: backends[0].type: 5 (expected: kube, dns or static)"),
        backend(
            "a list",
            "type: [kube]",
            "10: backends[0].type: a list (expected: kube, dns or static)"),
        backend("null", "type: ~", "10: backends[0].type: null (expected: kube, dns or static)"),
        backend(
            "twice",
            "type: kube, name: a, type: dns",
            "25: duplicate field \"type\" in backends[0] (first at 2:4)"),
        backend("missing", "name: a", "3: " + missing),
        backend(
            "missing, with other problems",
            "name: a, weigth: 2, weight: -1",
            "3: " + missing,
            "13: unknown field \"weigth\" in backends[0] (did you mean \"weight\"?)",
            "32: backends[0].weight: -1 (expected: at least 0)"),
        balancing(
            "missing below",
            "tableSize: 3",
            "29: missing field \"type\" in backends[0].lb (expected: RoundRobin, RingHash or"
                + " Maglev)"),
        balancing(
            "wrong, with a field of none",
            "type: Ring, zone: 3",
            "36: backends[0].lb.type: \"Ring\" (expected: RoundRobin, RingHash or Maglev)",
            "42: unknown field \"zone\" in backends[0].lb (expected: type, minRingSize,"
                + " maxRingSize, sources or tableSize)"),
        backend(
            "a scalar",
            "type: kube, name: a, lb: Maglev",
            "29: backends[0].lb: \"Maglev\" (expected: a mapping with \"type\")"),
        problem(
            "a scalar where one variant needs no name",
            "routes:\n  a: {path: /x}",
            "torc.yaml:2:13: routes.a.path: \"/x\" (expected: a mapping)"),
        problem(
            "in snake_case",
            "routes:\n  a: {path: {match_type: glob}}",
            "torc.yaml:2:26: routes.a.path.match_type: \"glob\" (expected: Exact or Prefix)"));
  }

  static Stream<Arguments> fields() {
    return Stream.of(
        balancing(
            "near a field of the variant",
            "type: RingHash, minRingsize: 3",
            "46: unknown field \"minRingsize\" in backends[0].lb (did you mean \"minRingSize\"?)"),
        balancing(
            "of another variant",
            "type: RingHash, table_size: 3",
            "46: unknown field \"table_size\" in backends[0].lb (a field of Maglev, not of"
                + " RingHash)"),
        balancing(
            "of no variant",
            "type: ring_hash, zone: 3",
            "47: unknown field \"zone\" in backends[0].lb (expected for RingHash: type,"
                + " minRingSize, maxRingSize or sources)"),
        balancing(
            "of a variant without fields",
            "type: RoundRobin, zone: 3",
            "48: unknown field \"zone\" in backends[0].lb (expected for RoundRobin: type)"),
        balancing(
            "the range of a variant's field",
            "type: RingHash, min_ring_size: 0",
            "61: backends[0].lb.min_ring_size: 0 (expected: at least 1)"),
        problem(
            "of another variant than the one without a name",
            "routes: {a: {path: {value: /, case_sensitive: true}}}",
            "torc.yaml:1:31: unknown field \"case_sensitive\" in routes.a.path (a field of Prefix,"
                + " not of Exact)"),
        backend(
            "flat, of another variant",
            "type: kube, name: a, host: b",
            "25: unknown field \"host\" in backends[0] (a field of dns, not of kube)"),
        backend(
            "flat, near a variant's",
            "type: kube, name: a, nmespace: b",
            "25: unknown field \"nmespace\" in backends[0] (did you mean \"namespace\"?)"),
        backend(
            "flat, near the record's own",
            "type: kube, name: a, prot: 5",
            "25: unknown field \"prot\" in backends[0] (did you mean \"port\"?)"),
        backend(
            "flat, like none",
            "type: kube, name: a, zone: b",
            "25: unknown field \"zone\" in backends[0] (expected for kube: type, name, namespace,"
                + " port, weight or lb)"),
        backend(
            "flat, missing",
            "type: dns, port: 5",
            "3: missing field \"host\" in backends[0] (expected: text)"),
        backend(
            "the component that is flat",
            "type: kube, name: a, service: {}",
            "25: unknown field \"service\" in backends[0] (expected for kube: type, name,"
                + " namespace, port, weight or lb)"),
        problem(
            "a flat record's value",
            "routes: {a: {request_timeout: -1}}",
            "torc.yaml:1:31: routes.a.request_timeout: \"-1\" (expected: a duration such as 500ms,"
                + " 2s or 1h30m, or seconds as a number)"),
        problem(
            "twice in a flat record, in both spellings",
            "routes: {a: {request_timeout: 1, requestTimeout: 1}}",
            "torc.yaml:1:34: duplicate field \"requestTimeout\" in routes.a (first at 1:14 as"
                + " \"request_timeout\")"));
  }

  static Stream<Arguments> foreign() {
    return Stream.of(
        problem(
            "near another program's field",
            "admin_prot: 1",
            "torc.yaml:1:1: unknown field \"admin_prot\" (did you mean \"adminPort\"?)"),
        problem(
            "like none",
            "listen: 1",
            "torc.yaml:1:1: unknown field \"listen\" (expected: backends or routes)"),
        problem(
            "where the other program's are not",
            "routes: {cache: {cache: 1}}",
            "torc.yaml:1:18: unknown field \"cache\" in routes.cache (expected: path,"
                + " requestTimeout, retries or targets)"));
  }
}

package dev.torc.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every kind of problem, with its position and its words. */
final class ProblemTest {

  static String problems(String text) {
    ConfigurationException thrown =
        catchThrowableOfType(ConfigurationException.class, () -> Samples.parse(text));
    assertThat(thrown).as("accepted: %s", text).isNotNull();
    return String.valueOf(thrown.getMessage());
  }

  private static Arguments problem(String kind, String text, String... messages) {
    return Arguments.of(kind, text, String.join("\n", messages));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource({"fields", "values", "documents"})
  void isReported(String kind, String text, String messages) {
    assertThat(problems(text)).as(kind).isEqualTo(messages);
  }

  static Stream<Arguments> fields() {
    return Stream.of(
        problem(
            "unknown field at the top",
            "cach: {}\ncache: {nodes: {embedded: 3}}",
            "torc.yaml:1:1: unknown field \"cach\" (did you mean \"cache\"?)"),
        problem(
            "unknown field below",
            "cache:\n  nodes: {embedded: 3}\n  vnodePerNode: 3",
            "torc.yaml:3:3: unknown field \"vnodePerNode\" in cache (did you mean"
                + " \"vnodesPerNode\"?)"),
        problem(
            "unknown field near a snake_case name",
            "cache:\n  nodes: {embedded: 3}\n  vnodes_pre_node: 3",
            "torc.yaml:3:3: unknown field \"vnodes_pre_node\" in cache (did you mean"
                + " \"vnodesPerNode\"?)"),
        problem(
            "unknown field like none",
            "cache:\n  nodes:\n    static: [{address: 'a:1'}, {address: 'b:1', zone: x}]",
            "torc.yaml:3:49: unknown field \"zone\" in cache.nodes.static[1] (expected: address or"
                + " weight)"),
        problem(
            "the component's name where there is a key",
            "cache:\n  nodes: {servers: [{address: 'a:1'}], embedded: 3}",
            "torc.yaml:2:11: unknown field \"servers\" in cache.nodes (expected: embedded or"
                + " static)"),
        problem(
            "kebab-case",
            "cache:\n  nodes: {embedded: 3}\n  vnodes-per-node: 3",
            "torc.yaml:3:3: unknown field \"vnodes-per-node\" in cache (did you mean"
                + " \"vnodesPerNode\"?)"),
        problem(
            "duplicate field",
            "cache: {nodes: {embedded: 3}}\nnote: a\nnote: b",
            "torc.yaml:3:1: duplicate field \"note\" (first at 2:1)"),
        problem(
            "duplicate field in both spellings",
            "cache:\n  nodes: {embedded: 3}\n  vnodes_per_node: 3\n  vnodesPerNode: 3",
            "torc.yaml:4:3: duplicate field \"vnodesPerNode\" in cache (first at 3:3 as"
                + " \"vnodes_per_node\")"),
        problem(
            "duplicate name in a map",
            "cache: {nodes: {embedded: 3}}\nlisteners:\n  a: {port: 1}\n  a: {port: 2}",
            "torc.yaml:4:3: duplicate field \"a\" in listeners (first at 3:3)"),
        problem(
            "missing field at the top",
            "note: x",
            "torc.yaml:1:1: missing field \"cache\" (expected: a mapping)"),
        problem(
            "missing field below",
            "cache: {nodes: {embedded: 3}}\nlisteners:\n  a: {}",
            "torc.yaml:3:6: missing field \"port\" in listeners.a (expected: a whole number)"),
        problem(
            "missing field of a record without a default",
            "cache:\n  memory: 1KiB",
            "torc.yaml:2:3: missing field \"nodes\" in cache (expected: a mapping)"),
        problem(
            "refused by the record",
            "cache:\n  nodes:\n    static: []",
            "torc.yaml:3:5: cache.nodes: embedded or static (expected: one of them)"),
        problem(
            "several at once, by position",
            """
            kinds:
              large: x
              lrge: 2
            cache:
              memory: 1
              nodes: {embedded: 0, static: [{}]}
            """,
            "torc.yaml:2:10: kinds.large: \"x\" (expected: a whole number)",
            "torc.yaml:3:3: unknown field \"lrge\" in kinds (did you mean \"large\"?)",
            "torc.yaml:5:11: cache.memory: 1 (expected: 1KiB to 1GiB)",
            "torc.yaml:6:21: cache.nodes.embedded: 0 (expected: 1 to 16)",
            "torc.yaml:6:33: missing field \"address\" in cache.nodes.static[0] (expected:"
                + " host:port, such as localhost:6379 or [::1]:6379)"),
        problem(
            "columns are code points",
            "{note: '\ud83d\ude00', x\ud83d\ude00: 1, cache: {nodes: {embedded: 'e'}}}",
            "torc.yaml:1:13: unknown field \"x\ud83d\ude00\" (expected: cache, listeners, kinds or"
                + " note)",
            "torc.yaml:1:46: cache.nodes.embedded: \"e\" (expected: a whole number)"),
        problem(
            "a path through an odd name",
            "cache: {nodes: {embedded: 3}}\nlisteners: {a b.c: {port: 0}}",
            "torc.yaml:2:27: listeners[\"a b.c\"].port: 0 (expected: 1 to 65535)"),
        problem(
            "in an aliased value, where it is written",
            "listeners:\n  a: &a {port: 0}\n  b: *a\ncache: {nodes: {embedded: 3}}",
            "torc.yaml:2:16: listeners.a.port: 0 (expected: 1 to 65535)",
            "torc.yaml:2:16: listeners.b.port: 0 (expected: 1 to 65535)"));
  }

  private static Arguments value(String kind, String field, String message) {
    String text = "cache: {nodes: {embedded: 3}}\nkinds:\n  " + field;
    return problem(kind, text, "torc.yaml:3:" + message);
  }

  private static Arguments cacheValue(String kind, String field, String message) {
    return problem(kind, "cache:\n  nodes: {embedded: 3}\n  " + field, "torc.yaml:3:" + message);
  }

  static Stream<Arguments> values() {
    String duration = "a duration such as 500ms, 2s or 1h30m, or seconds as a number";
    String size = "a size in whole bytes such as 256MiB, 64KB or 1048576";
    return Stream.of(
        value(
            "text for a number",
            "large: abc",
            "10: kinds.large: \"abc\" (expected: a whole number)"),
        value("quoted number", "large: '5'", "10: kinds.large: \"5\" (expected: a whole number)"),
        value("fraction", "large: 3.5", "10: kinds.large: 3.5 (expected: a whole number)"),
        value("exponent", "large: 1e3", "10: kinds.large: 1e3 (expected: a whole number)"),
        value(
            "underscore", "large: 1_000", "10: kinds.large: \"1_000\" (expected: a whole number)"),
        value("boolean", "large: true", "10: kinds.large: true (expected: a whole number)"),
        value("list", "large: [1]", "10: kinds.large: a list (expected: a whole number)"),
        value("mapping", "large: {a: 1}", "10: kinds.large: a mapping (expected: a whole number)"),
        value("null", "large: null", "10: kinds.large: null (expected: a whole number)"),
        value("nothing", "large:", "9: kinds.large: null (expected: a whole number)"),
        value(
            "beyond a long",
            "large: 9223372036854775808",
            "10: kinds.large: 9223372036854775808 (expected: -9223372036854775808 to"
                + " 9223372036854775807)"),
        value(
            "far beyond a long",
            "large: -" + "1".repeat(100_000),
            "10: kinds.large: -"
                + "1".repeat(59)
                + "... (expected: -9223372036854775808 to"
                + " 9223372036854775807)"),
        value(
            "beyond an int",
            "maybe: 2147483648",
            "10: kinds.maybe: 2147483648 (expected: -2147483648 to 2147483647)"),
        value("element", "digits: [1, 10]", "15: kinds.digits[1]: 10 (expected: at most 9)"),
        value(
            "null element",
            "digits: [1, ~]",
            "15: kinds.digits[1]: null (expected: a whole number)"),
        value("no list", "digits: 1", "11: kinds.digits: 1 (expected: a list)"),
        value("null list", "digits: null", "11: kinds.digits: null (expected: a list)"),
        value("no map", "groups: [1]", "11: kinds.groups: a list (expected: a mapping)"),
        value("null map", "groups: ~", "11: kinds.groups: null (expected: a mapping)"),
        value("list in a map", "groups: {a: b}", "15: kinds.groups.a: \"b\" (expected: a list)"),
        value("yes", "enabled: yes", "12: kinds.enabled: \"yes\" (expected: true or false)"),
        value(
            "quoted true",
            "enabled: 'true'",
            "12: kinds.enabled: \"true\" (expected: true or false)"),
        value("1 for true", "enabled: 1", "12: kinds.enabled: 1 (expected: true or false)"),
        value("null for text", "text:", "8: kinds.text: null (expected: text)"),
        value("list for text", "text: [a]", "9: kinds.text: a list (expected: text)"),
        value("refused by parse", "colour: red", "11: kinds.colour: \"red\" (expected: #rrggbb)"),
        value(
            "refused in its own words",
            "colour: '#zzzzzz'",
            "11: kinds.colour: For input string: \"zzzzzz\" under radix 16"),
        value(
            "mapping for parse",
            "colour: {rgb: 1}",
            "11: kinds.colour: a mapping (expected: text for Colour)"),
        value("text for a record", "tree: oak", "9: kinds.tree: \"oak\" (expected: a mapping)"),
        value("list for a record", "tree: []", "9: kinds.tree: a list (expected: a mapping)"),
        value(
            "control characters and length",
            "large: \"a\\nb\\e" + "x".repeat(100) + "\"",
            "10: kinds.large: \"a\\nb\\u001b"
                + "x".repeat(56)
                + "...\" (expected: a whole number)"),
        cacheValue(
            "below the range",
            "vnodesPerNode: 0",
            "18: cache.vnodesPerNode: 0 (expected: 1 to 100000)"),
        cacheValue(
            "above the range, in snake_case",
            "vnodes_per_node: 100001",
            "20: cache.vnodes_per_node: 100001 (expected: 1 to 100000)"),
        cacheValue(
            "above range and type",
            "vnodesPerNode: 3000000000",
            "18: cache.vnodesPerNode: 3000000000 (expected: 1 to 100000)"),
        cacheValue(
            "no enum constant",
            "eviction: lfu",
            "13: cache.eviction: \"lfu\" (expected: lru or least-frequently-used)"),
        cacheValue(
            "null enum",
            "eviction: ~",
            "13: cache.eviction: null (expected: lru or least-frequently-used)"),
        cacheValue(
            "no size", "memory: 1.5MiB", "11: cache.memory: \"1.5MiB\" (expected: " + size + ")"),
        cacheValue(
            "negative size", "memory: -1", "11: cache.memory: \"-1\" (expected: " + size + ")"),
        cacheValue(
            "size beyond a long",
            "memory: 8EiB",
            "11: cache.memory: \"8EiB\" (expected: at most 9223372036854775807 bytes)"),
        cacheValue(
            "small size", "memory: 1023B", "11: cache.memory: \"1023B\" (expected: 1KiB to 1GiB)"),
        cacheValue(
            "list for a size", "memory: []", "11: cache.memory: a list (expected: " + size + ")"),
        cacheValue(
            "no duration",
            "timeout: 5 s",
            "12: cache.timeout: \"5 s\" (expected: " + duration + ")"),
        cacheValue(
            "null duration", "timeout: ~", "12: cache.timeout: null (expected: " + duration + ")"),
        cacheValue("short", "timeout: 999us", "12: cache.timeout: \"999us\" (expected: 1ms to 1h)"),
        cacheValue("long", "timeout: 3601", "12: cache.timeout: 3601 (expected: 1ms to 1h)"),
        problem(
            "shorthand of another type",
            "cache:\n  nodes:\n    embedded: [3]",
            "torc.yaml:3:15: cache.nodes.embedded: a list (expected: a mapping, or a whole"
                + " number)"),
        problem(
            "no shorthand for null",
            "cache: null",
            "torc.yaml:1:8: cache: null (expected: a mapping)"),
        problem(
            "port",
            "cache:\n  nodes:\n    static:\n      - address: a:65536",
            "torc.yaml:4:18: cache.nodes.static[0].address: port: 65536 (expected: 1 to 65535)"),
        problem(
            "number for host and port",
            "cache:\n  nodes:\n    static:\n      - address: 6379",
            "torc.yaml:4:18: cache.nodes.static[0].address: \"6379\" (expected: host:port, such as"
                + " localhost:6379 or [::1]:6379)"),
        problem(
            "negative weight",
            "cache: {nodes: {static: [{address: 'a:1', weight: -0.5}]}}",
            "torc.yaml:1:51: cache.nodes.static[0].weight: -0.5 (expected: at least 0)"),
        problem(
            "text for a double",
            "cache: {nodes: {static: [{address: 'a:1', weight: x}]}}",
            "torc.yaml:1:51: cache.nodes.static[0].weight: \"x\" (expected: a number)"),
        problem(
            "infinite",
            "cache: {nodes: {static: [{address: 'a:1', weight: .inf}, {address: 'a:1', weight:"
                + " 1e999}, {address: 'a:1', weight: .NaN}]}}",
            "torc.yaml:1:51: cache.nodes.static[0].weight: .inf (expected: a finite number)",
            "torc.yaml:1:83: cache.nodes.static[1].weight: 1e999 (expected: a finite number)",
            "torc.yaml:1:116: cache.nodes.static[2].weight: .NaN (expected: a finite number)"));
  }

  static Stream<Arguments> documents() {
    String empty = "torc.yaml: the file is empty (expected: a mapping)";
    return Stream.of(
        problem("empty", "", empty),
        problem("only comments", "# nothing\n\n# here\n", empty),
        problem("only a marker", "---\n", empty),
        problem("null", "~", empty),
        problem("a list", "- a\n", "torc.yaml:1:1: the file: a list (expected: a mapping)"),
        problem("a text", "# x\nhello", "torc.yaml:2:1: the file: \"hello\" (expected: a mapping)"),
        problem(
            "two documents",
            "a: 1\n---\nb: 2\n",
            "torc.yaml:2:1: a second document (expected: one)"),
        problem(
            "syntax: list not closed",
            "note: [1,\n",
            "torc.yaml:2:1: expected the node content, but found '<stream end>' (while parsing a"
                + " flow node at 2:1)"),
        problem(
            "syntax: quote not closed",
            "note: \"x",
            "torc.yaml:1:9: found unexpected end of stream (while scanning a quoted scalar at"
                + " 1:7)"),
        problem(
            "syntax: two colons",
            "note: a: b",
            "torc.yaml:1:8: mapping values are not allowed here"),
        problem(
            "syntax: tab",
            "cache:\n\tnodes: 1",
            "torc.yaml:2:1: found character '\\t(TAB)' that cannot start any token. (Do not use"
                + " \\t(TAB) for indentation)"),
        problem(
            "unknown alias",
            "note: *x",
            "torc.yaml:1:7: alias *x (expected: an anchor &x before it)"),
        problem(
            "recursive alias",
            "kinds: {tree: &t {children: [*t]}}",
            "torc.yaml:1:30: alias *t within its own value (expected: no recursion)"),
        problem(
            "tag",
            "note: !!str 5",
            "torc.yaml:1:7: tag tag:yaml.org,2002:str (expected: a value without a tag)"),
        problem(
            "tag of a mapping",
            "note: !!set {a}",
            "torc.yaml:1:7: tag tag:yaml.org,2002:set (expected: a value without a tag)"),
        problem(
            "merge key",
            "a: &a {port: 1}\nb:\n  <<: *a",
            "torc.yaml:3:3: merge key << (expected: each field written out; YAML 1.2 has no"
                + " merge)"),
        problem("list as a key", "? [a]\n: 1", "torc.yaml:1:3: key: a list (expected: text)"),
        problem(
            "control character",
            "note: a\r\nb: \u0001",
            "torc.yaml:2:4: character U+0001 (expected: printable text)"),
        problem(
            "unpaired surrogate",
            "note: \ud83d\ude00\ud83d",
            "torc.yaml:1:8: character U+D83D (expected: printable text)"));
  }

  @Test
  void aYamlVersionFromTheFutureIsRefused() {
    assertThat(problems("%YAML 2.0\n---\nnote: 1")).startsWith("torc.yaml: not YAML: ");
  }

  @Test
  void problemsHaveTheirParts() {
    ConfigurationException thrown =
        catchThrowableOfType(
            ConfigurationException.class, () -> Samples.parse("note: [1]\n\ncach: 2"));
    assertThat(thrown.problems())
        .containsExactly(
            new Problem("torc.yaml", 1, 1, "missing field \"cache\" (expected: a mapping)"),
            new Problem("torc.yaml", 1, 7, "note: a list (expected: text)"),
            new Problem("torc.yaml", 3, 1, "unknown field \"cach\" (did you mean \"cache\"?)"));
  }
}

package dev.torc.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import dev.torc.config.Samples.Sample;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class JsonSchemaTest {
  private final Map<String, Object> schema =
      JsonSchema.of(Sample.class, "https://torc.dev/torc.schema.json", "torc.yaml");

  @SuppressWarnings("unchecked") // Schemas are maps of strings all the way down.
  private static Map<String, Object> in(Object map, String... path) {
    Object result = map;
    for (String step : path) {
      result = Objects.requireNonNull(((Map<String, Object>) result).get(step), step);
    }
    return (Map<String, Object>) result;
  }

  private Map<String, Object> property(String definition, String name) {
    return in(schema, "$defs", definition, "properties", name);
  }

  @Test
  void describesTheRoot() {
    assertThat(schema.keySet())
        .containsExactly(
            "$schema",
            "$id",
            "title",
            "description",
            "type",
            "additionalProperties",
            "properties",
            "required",
            "$defs");
    assertThat(schema)
        .contains(
            entry("$schema", "https://json-schema.org/draft/2020-12/schema"),
            entry("$id", "https://torc.dev/torc.schema.json"),
            entry("title", "torc.yaml"),
            entry("description", "The whole file."),
            entry("type", "object"),
            entry("additionalProperties", false),
            entry("required", List.of("cache")));
    assertThat(in(schema, "properties").keySet())
        .containsExactly("cache", "listeners", "kinds", "note");
  }

  @Test
  void definesEachRecordOnce() {
    assertThat(in(schema, "$defs").keySet())
        .containsExactly("Cache", "Nodes", "Embedded", "Server", "Listener", "Kinds", "Tree");
    assertThat(in(schema, "$defs", "Cache"))
        .contains(
            entry("description", "A sharded cache."),
            entry("type", "object"),
            entry("additionalProperties", false),
            entry("required", List.of("nodes")));
    assertThat(in(schema, "$defs", "Cache", "properties").keySet())
        .containsExactly("vnodesPerNode", "eviction", "memory", "timeout", "nodes");
    assertThat(in(schema, "$defs", "Kinds")).doesNotContainKey("required");
    assertThat(in(schema, "properties", "cache"))
        .isEqualTo(Map.of("description", "The cache.", "$ref", "#/$defs/Cache"));
  }

  @Test
  void describesNumbers() {
    assertThat(property("Cache", "vnodesPerNode"))
        .isEqualTo(
            Map.of(
                "description",
                "Points per node.",
                "type",
                "integer",
                "minimum",
                BigInteger.ONE,
                "maximum",
                BigInteger.valueOf(100_000),
                "default",
                BigInteger.valueOf(160)));
    assertThat(property("Server", "weight"))
        .isEqualTo(
            Map.of(
                "description",
                "Its share.",
                "type",
                "number",
                "minimum",
                BigDecimal.ZERO,
                "default",
                BigInteger.ONE));
    assertThat(property("Kinds", "enabled"))
        .isEqualTo(Map.of("description", "A switch.", "type", "boolean", "default", false));
  }

  @Test
  void describesScalarsWithPatterns() {
    assertThat(property("Cache", "memory"))
        .isEqualTo(
            Map.of(
                "description",
                "The memory of a node.",
                "type",
                List.of("string", "integer"),
                "pattern",
                ByteSize.PATTERN.pattern(),
                "minimum",
                1024L,
                "maximum",
                1L << 30,
                "default",
                "256MiB"));
    assertThat(property("Cache", "timeout"))
        .isEqualTo(
            Map.of(
                "description",
                "How long to wait for a node.",
                "type",
                List.of("string", "number"),
                "pattern",
                DurationText.PATTERN.pattern(),
                "minimum",
                new BigDecimal("0.001"),
                "maximum",
                new BigDecimal("3600"),
                "default",
                "250ms"));
    assertThat(property("Server", "address"))
        .isEqualTo(
            Map.of(
                "description", "Its address.",
                "type", "string",
                "pattern", HostPort.PATTERN.pattern()));
  }

  @ParameterizedTest
  @CsvSource({
    "memory,256MiB,true",
    "memory,1kb,true",
    "memory,12,true",
    "memory,1.5MiB,false",
    "timeout,1h30m,true",
    "timeout,0.5,true",
    "timeout,5 s,false",
    "timeout,1h30,false"
  })
  void patternsAcceptWhatTheLoaderAccepts(String field, String text, boolean accepted) {
    // A schema's pattern is not anchored: find, not matches.
    Pattern pattern =
        Pattern.compile((String) in(schema, "$defs", "Cache", "properties", field).get("pattern"));
    assertThat(pattern.matcher(text).find()).isEqualTo(accepted);
  }

  @Test
  void describesEnumsAndTexts() {
    assertThat(property("Cache", "eviction"))
        .isEqualTo(
            Map.of(
                "description", "What goes first when memory ends.",
                "type", "string",
                "enum", List.of("lru", "least-frequently-used"),
                "default", "lru"));
    assertThat(property("Kinds", "text"))
        .isEqualTo(Map.of("description", "A text.", "type", "string", "default", "none"));
    assertThat(property("Kinds", "colour"))
        .isEqualTo(
            Map.of(
                "description", "A colour.",
                "type", List.of("string", "number", "boolean"),
                "default", "#000000"));
  }

  @Test
  void describesCollections() {
    assertThat(property("Kinds", "digits"))
        .isEqualTo(
            Map.of(
                "description",
                "Numbers.",
                "type",
                "array",
                "items",
                Map.of("type", "integer", "maximum", BigInteger.valueOf(9)),
                "default",
                List.of()));
    assertThat(in(schema, "properties", "listeners"))
        .isEqualTo(
            Map.of(
                "description",
                "Listeners by name.",
                "type",
                "object",
                "additionalProperties",
                Map.of("$ref", "#/$defs/Listener"),
                "default",
                Map.of()));
  }

  @Test
  void describesNullables() {
    assertThat(property("Kinds", "maybe"))
        .isEqualTo(
            Map.of(
                "description",
                "A boxed number.",
                "anyOf",
                List.of(Map.of("type", "integer"), Map.of("type", "null"))));
  }

  @Test
  void usesKeysAndShorthands() {
    assertThat(in(schema, "$defs", "Nodes", "properties").keySet())
        .containsExactly("embedded", "static");
    Map<String, Object> embedded = in(schema, "$defs", "Embedded");
    assertThat(embedded.keySet()).containsExactly("anyOf");
    List<?> forms = (List<?>) Objects.requireNonNull(embedded.get("anyOf"));
    assertThat(forms).hasSize(2);
    assertThat(in(Objects.requireNonNull(forms.get(0))))
        .contains(entry("type", "object"), entry("required", List.of("count")));
    assertThat(forms.get(1))
        .isEqualTo(
            Map.of(
                "type", "integer", "minimum", BigInteger.ONE, "maximum", BigInteger.valueOf(16)));
  }

  @Test
  void endsAtRecursion() {
    assertThat(in(schema, "$defs", "Tree", "properties", "children", "items"))
        .isEqualTo(Map.of("$ref", "#/$defs/Tree"));
    Map<String, Object> root = JsonSchema.of(Samples.Tree.class, "i", "t");
    assertThat(in(root, "properties", "children", "items")).isEqualTo(Map.of("$ref", "#"));
    assertThat(root).doesNotContainKey("$defs");
  }

  record Pair(@Doc("One.") One.Same one, @Doc("Other.") Other.Same other) {}

  static final class One {
    record Same(@Doc("A.") int a) {}
  }

  static final class Other {
    record Same(@Doc("B.") int b) {}
  }

  @Test
  void equalNamesAreNumbered() {
    Map<String, Object> pair = JsonSchema.of(Pair.class, "i", "t");
    assertThat(in(pair, "$defs").keySet()).containsExactly("Same", "Same2");
    assertThat(in(pair, "properties", "other")).containsEntry("$ref", "#/$defs/Same2");
    assertThat(in(pair, "$defs", "Same2", "properties").keySet()).containsExactly("b");
  }

  private final Map<String, Object> routing = JsonSchema.of(Routing.Table.class, "i", "t");

  private List<Map<String, Object>> forms(String definition) {
    List<?> forms = (List<?>) in(routing, "$defs", definition).get("oneOf");
    return Objects.requireNonNull(forms).stream()
        .map(form -> in(Objects.requireNonNull(form)))
        .toList();
  }

  @Test
  void aUnionIsOneOfItsVariants() {
    assertThat(in(routing, "$defs").keySet())
        .containsExactly("Backend", "Balancing", "Source", "Route", "PathMatch");
    assertThat(in(routing, "$defs", "Balancing").keySet()).containsExactly("description", "oneOf");
    assertThat(forms("Balancing")).hasSize(3);
    Map<String, Object> ring = forms("Balancing").get(1);
    assertThat(ring)
        .contains(
            entry("description", "A ring of points."),
            entry("type", "object"),
            entry("additionalProperties", false),
            entry("required", List.of("type")));
    assertThat(in(ring, "properties").keySet())
        .containsExactly("type", "minRingSize", "maxRingSize", "sources");
    assertThat(in(ring, "properties", "type"))
        .isEqualTo(
            Map.of(
                "description",
                "Which kind it is; upper and lower case, hyphens and underscores make no"
                    + " difference.",
                "type",
                "string",
                "enum",
                List.of("RingHash", "RING_HASH_LB", "ketama")));
    assertThat(in(ring, "properties", "sources", "items"))
        .isEqualTo(Map.of("$ref", "#/$defs/Source"));
  }

  @Test
  void onlyOneVariantNeedsNoName() {
    assertThat(forms("PathMatch").get(0)).containsEntry("required", List.of("value"));
    assertThat(in(forms("PathMatch").get(0), "properties", "matchType"))
        .containsEntry("default", "Exact");
    assertThat(forms("PathMatch").get(1)).containsEntry("required", List.of("matchType", "value"));
    assertThat(in(forms("PathMatch").get(1), "properties", "matchType"))
        .doesNotContainKey("default");
  }

  @Test
  void flatFieldsAreMerged() {
    assertThat(in(routing, "$defs", "Backend")).containsEntry("description", "A group of servers.");
    assertThat(forms("Backend"))
        .extracting(form -> in(form, "properties").keySet().toString())
        .containsExactly(
            "[type, name, namespace, port, weight, lb]",
            "[type, host, ttl, port, weight, lb]",
            "[type, addresses, port, weight, lb]");
    assertThat(forms("Backend"))
        .extracting(form -> form.get("required"))
        .containsExactly(
            List.of("type", "name"), List.of("type", "host"), List.of("type", "addresses"));
    assertThat(in(routing, "$defs", "Route", "properties").keySet())
        .containsExactly("path", "requestTimeout", "retries", "targets", "owner");
  }

  @Test
  void foreignFieldsAreAllowed() {
    assertThat(in(routing, "properties")).contains(entry("cache", true), entry("adminPort", true));
    assertThat(in(routing, "$defs", "Route", "properties")).containsEntry("owner", true);
    assertThat(routing).containsEntry("additionalProperties", false).doesNotContainKey("required");
  }

  @Test
  void holdsNothingButJson() {
    checkJson(schema);
    checkJson(routing);
  }

  private static void checkJson(Object json) {
    if (json instanceof Map<?, ?> map) {
      map.forEach((key, value) -> {
        assertThat(key).isInstanceOf(String.class);
        checkJson(value);
      });
    } else if (json instanceof List<?> list) {
      list.forEach(JsonSchemaTest::checkJson);
    } else {
      assertThat(json).isInstanceOfAny(String.class, Number.class, Boolean.class);
    }
  }

  @Test
  void isTheSameEachTime() {
    Map<String, Object> again =
        JsonSchema.of(Sample.class, "https://torc.dev/torc.schema.json", "torc.yaml");
    assertThat(again).isEqualTo(schema).hasToString(schema.toString());
    assertThat(again).isInstanceOf(LinkedHashMap.class);
  }
}

package dev.torc.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.torc.config.Samples.Cache;
import dev.torc.config.Samples.Colour;
import dev.torc.config.Samples.Embedded;
import dev.torc.config.Samples.Eviction;
import dev.torc.config.Samples.Kinds;
import dev.torc.config.Samples.Listener;
import dev.torc.config.Samples.Nodes;
import dev.torc.config.Samples.Sample;
import dev.torc.config.Samples.Server;
import dev.torc.config.Samples.Tree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is accepted, and as which values. */
final class ConfigurationTest {
  private static final String SMALL = "cache: {nodes: {embedded: 3}}";

  @Test
  void bindsEveryKind() {
    Sample sample = Samples.parse(Samples.FULL);
    assertThat(sample.cache())
        .isEqualTo(
            new Cache(
                100,
                Eviction.LEAST_FREQUENTLY_USED,
                new ByteSize(64 << 20),
                Duration.ofMillis(1500),
                new Nodes(
                    null,
                    List.of(
                        new Server(new HostPort("cache-1.example", 6379), 1),
                        new Server(new HostPort("::1", 6380), 2.5)))));
    assertThat(sample.kinds())
        .isEqualTo(
            new Kinds(
                Long.MIN_VALUE,
                true,
                "1.10",
                7,
                List.of(1, 7, -3),
                Map.of("a", List.of("x", "y"), "b", List.of()),
                new Colour(0xff0000),
                tree(tree(), tree(tree()))));
    assertThat(sample.note()).isNull();
  }

  private static Tree tree(Tree... children) {
    return new Tree(List.of(children));
  }

  @Test
  void keepsTheOrderOfMapsAndResolvesAliases() {
    Map<String, Listener> listeners = Samples.parse(Samples.FULL).listeners();
    assertThat(listeners.keySet()).containsExactly("main", "admin", "other");
    assertThat(listeners.get("other")).isEqualTo(new Listener(8001));
  }

  @Test
  void usesDefaults() {
    Sample sample = Samples.parse(SMALL);
    assertThat(sample)
        .isEqualTo(
            new Sample(
                new Cache(
                    160,
                    Eviction.LRU,
                    new ByteSize(256 << 20),
                    Duration.ofMillis(250),
                    new Nodes(new Embedded(3, 7000), List.of())),
                Map.of(),
                new Kinds(0, false, "none", null, List.of(), Map.of(), new Colour(0), null),
                null));
  }

  @Test
  void collectionsAreUnmodifiable() {
    Sample sample = Samples.parse(Samples.FULL);
    assertThatThrownBy(() -> sample.kinds().digits().add(1))
        .isInstanceOf(UnsupportedOperationException.class);
    assertThatThrownBy(() -> sample.listeners().clear())
        .isInstanceOf(UnsupportedOperationException.class);
  }

  @Test
  void readsJson() {
    Sample sample =
        Samples.parse(
            """
            {
            \t"cache": {"vnodesPerNode": 5, "timeout": 2, "memory": 1048576,
            \t\t"nodes": {"embedded": {"count": 3, "firstPort": 7100}}},
            \t"note": "a \\u00e9 b"
            }
            """);
    assertThat(sample.cache().vnodesPerNode()).isEqualTo(5);
    assertThat(sample.cache().timeout()).isEqualTo(Duration.ofSeconds(2));
    assertThat(sample.cache().memory()).isEqualTo(new ByteSize(1 << 20));
    assertThat(sample.cache().nodes().embedded()).isEqualTo(new Embedded(3, 7100));
    assertThat(sample.note()).isEqualTo("a \u00e9 b");
  }

  @ParameterizedTest
  @ValueSource(strings = {"vnodesPerNode", "vnodes_per_node", "'vnodesPerNode'"})
  void takesNamesInBothSpellings(String name) {
    Sample sample = Samples.parse("cache: {nodes: {embedded: 3}, " + name + ": 7}");
    assertThat(sample.cache().vnodesPerNode()).isEqualTo(7);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "least-frequently-used",
        "LEAST_FREQUENTLY_USED",
        "least_frequently_used",
        "'Least-Frequently-Used'"
      })
  void takesEnumsInAnyCase(String text) {
    Sample sample = Samples.parse("cache: {nodes: {embedded: 3}, eviction: " + text + "}");
    assertThat(sample.cache().eviction()).isEqualTo(Eviction.LEAST_FREQUENTLY_USED);
  }

  @ParameterizedTest
  @CsvSource({
    "0x10,16",
    "0o17,15",
    "+5,5",
    "-5,-5",
    "007,7",
    "9223372036854775807,9223372036854775807"
  })
  void takesWholeNumbers(String text, long value) {
    assertThat(kinds("large: " + text).large()).isEqualTo(value);
  }

  @ParameterizedTest
  @CsvSource({"5,5", "0x10,16", "1e3,1000", ".5,0.5", "0.25,0.25", "-0,0"})
  void takesNumbers(String text, double value) {
    Sample sample =
        Samples.parse("cache: {nodes: {static: [{address: 'a:1', weight: " + text + "}]}}");
    assertThat(sample.cache().nodes().servers().get(0).weight()).isEqualTo(value);
  }

  @ParameterizedTest
  @CsvSource({"true,true", "True,true", "TRUE,true", "false,false"})
  void takesBooleans(String text, boolean value) {
    assertThat(kinds("enabled: " + text).enabled()).isEqualTo(value);
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      value = {"5,5", "1.10,1.10", "true,true", "0x1F,0x1F", "'null',null", "'~',~", "yes,yes"})
  void takesTheTextOfAnyScalarAsWritten(String text, String value) {
    assertThat(kinds("text: " + text).text()).isEqualTo(value);
  }

  @Test
  void takesEmptyText() {
    assertThat(kinds("text: ''").text()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"null", "~", "", "Null"})
  void nullableMayBeNull(String text) {
    assertThat(Samples.parse(SMALL + "\nnote: " + text).note()).isNull();
    assertThat(kinds("maybe: " + text).maybe()).isNull();
  }

  private static Kinds kinds(String field) {
    return Samples.parse(SMALL + "\nkinds:\n  " + field + "\n").kinds();
  }

  @Test
  void skipsAByteOrderMarkAndDocumentMarkers() {
    assertThat(Samples.parse("\uFEFF" + SMALL)).isEqualTo(Samples.parse(SMALL));
    assertThat(Samples.parse("---\n" + SMALL + "\n...\n# end\n")).isEqualTo(Samples.parse(SMALL));
    assertThat(Samples.parse("%YAML 1.2\n---\n" + SMALL)).isEqualTo(Samples.parse(SMALL));
  }

  @Test
  void loadsAFile(@TempDir Path folder) throws IOException {
    Path file =
        Files.writeString(folder.resolve("torc.yaml"), SMALL.replace("3", "4") + " # \u00e9");
    Embedded embedded = Configuration.load(file, Sample.class).cache().nodes().embedded();
    assertThat(embedded).isEqualTo(new Embedded(4, 7000));
  }

  @Test
  void takesPublicRecords() {
    assertThat(Configuration.parse("names: [x]", "f", PublicSettings.class).names())
        .containsExactly("x");
    assertThat(Configuration.parse("{}", "f", PublicSettings.class).names())
        .containsExactly("a", "6");
  }
}

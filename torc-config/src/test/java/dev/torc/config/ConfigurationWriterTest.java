package dev.torc.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.torc.config.Routing.Exact;
import dev.torc.config.Routing.Maglev;
import dev.torc.config.Routing.RoundRobin;
import dev.torc.config.WrittenRecords.Everything;
import dev.torc.config.WrittenRecords.Half;
import dev.torc.config.WrittenRecords.Texts;
import dev.torc.config.WrittenRecords.Unions;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What is written, and that it is read back. */
final class ConfigurationWriterTest {

  @Property(tries = 2000)
  void isReadBack(@ForAll(supplier = WrittenRecords.class) Everything record) {
    String yaml = ConfigurationWriter.yaml(record);
    Everything read = Configuration.parse(yaml, "x", Everything.class);
    assertThat(read).as(yaml).isEqualTo(record);
    assertThat(ConfigurationWriter.yaml(read)).isEqualTo(yaml);
    assertThat(ConfigurationWriter.toMap(read))
        .isEqualTo(ConfigurationWriter.toMap(record))
        .hasToString(ConfigurationWriter.toMap(record).toString());
  }

  @Test
  void writesEachKind() {
    assertThat(ConfigurationWriter.yaml(Routing.parse(Routing.FULL)))
        .isEqualTo(
            """
            backends:
              - type: kube
                name: a
                port: 80
              - type: dns
                host: b.example
                ttl: 1500us
                port: 81
                weight: 2
                lb:
                  type: RingHash
                  minRingSize: 7
                  sources:
                    - from: header
                      name: x
                    - from: address
              - type: static
                addresses:
                  - 10.0.0.1:80
                lb:
                  type: Maglev
            routes:
              one:
                path:
                  matchType: Exact
                  value: /x
                requestTimeout: 1s
                targets:
                  - 0
                  - 2
              two:
                path:
                  matchType: Prefix
                  value: /y
                  caseSensitive: false
                retries: 3
            """);
  }

  @Test
  void readsWhatTheSamplesAre() {
    Samples.Sample sample = Samples.parse(Samples.FULL);
    assertThat(Samples.parse(ConfigurationWriter.yaml(sample))).isEqualTo(sample);
  }

  record Mixed(
      Texts texts, @Flat Unions unions, @Nullable @Default("5") Integer maybe, boolean enabled) {}

  @Test
  void mapsHoldTheTypesOfJson() {
    Texts texts = new Texts("x", "none", List.of("5"), Map.of("a", List.of()), Map.of("b", "null"));
    Unions unions = new Unions(new RoundRobin(), new Exact("/"), List.of(new Maglev(3)), Map.of());
    Map<String, Object> map = ConfigurationWriter.toMap(new Mixed(texts, unions, 6, true));
    assertThat(map)
        .isEqualTo(
            Map.of(
                "texts",
                Map.of(
                    "note",
                    "x",
                    "list",
                    List.of("5"),
                    "groups",
                    Map.of("a", List.of()),
                    "map",
                    Map.of("b", "null")),
                "path",
                Map.of("matchType", "Exact", "value", "/"),
                "list",
                List.of(Map.of("type", "Maglev", "tableSize", 3)),
                "map",
                Map.of(),
                "maybe",
                6,
                "enabled",
                true));
    assertThat(map.keySet()).containsExactly("texts", "path", "list", "map", "maybe", "enabled");
  }

  @Test
  void nullIsWrittenWhereNothingWouldBeTheDefault() {
    assertThat(ConfigurationWriter.yaml(new Half(null, null))).isEqualTo("maybe: null\n");
    assertThat(ConfigurationWriter.yaml(new Half(5, null))).isEqualTo("{}\n");
  }

  @Test
  void textsAreQuotedOnlyWhereTheyMustBe() {
    List<String> texts =
        List.of("a b", "5", "true", "", "<<", "a\nb\n", "a\n\n", "\u00e9", "\u0001", "a: b");
    assertThat(ConfigurationWriter.yaml(new PublicSettings(texts)))
        .isEqualTo(
            """
            names:
              - a b
              - '5'
              - 'true'
              - ''
              - '<<'
              - |
                a
                b
              - "a\\n\\n"
              - \u00e9
              - "\\x01"
              - 'a: b'
            """);
  }
}

package dev.torc.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.torc.config.Routing.Address;
import dev.torc.config.Routing.Balancing;
import dev.torc.config.Routing.Dns;
import dev.torc.config.Routing.Exact;
import dev.torc.config.Routing.Header;
import dev.torc.config.Routing.Kube;
import dev.torc.config.Routing.Maglev;
import dev.torc.config.Routing.PathMatch;
import dev.torc.config.Routing.Prefix;
import dev.torc.config.Routing.RingHash;
import dev.torc.config.Routing.RoundRobin;
import dev.torc.config.Routing.Service;
import dev.torc.config.Routing.Source;
import dev.torc.config.Routing.Static;
import dev.torc.config.Samples.Eviction;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What is written, and that it is read back. */
final class ConfigurationWriterTest {

  record Everything(
      @Flat Service service,
      Texts texts,
      @Flat Scalars scalars,
      Unions unions,
      @Nullable @Default("5") Integer maybe) {}

  record Texts(
      @Nullable String note,
      @Default("none") String text,
      List<String> list,
      @Default("{a: [b]}") Map<String, List<String>> groups,
      Map<String, String> map) {}

  record Scalars(
      @Default("-1") long large,
      double number,
      boolean enabled,
      @Default("1500us") Duration time,
      ByteSize size,
      HostPort hostPort,
      Eviction eviction,
      @Nullable Integer small) {}

  record Unions(
      @Default("{type: RoundRobin}") Balancing one,
      @Nullable PathMatch path,
      List<Balancing> list,
      Map<String, PathMatch> map) {}

  /** Texts that YAML reads otherwise where they stand without quotes, and some that it folds. */
  private static final String[] TRAPS = {
    "",
    " ",
    "null",
    "~",
    "true",
    "False",
    "1",
    "-1",
    "0x1F",
    "0o7",
    "1e3",
    ".5",
    ".inf",
    ".NaN",
    "1_0",
    "<<",
    "=",
    "yes",
    "- a",
    "-",
    "?",
    "? a",
    ":",
    "a: b",
    "a:",
    "a :b",
    "#",
    "a # b",
    " a",
    "a ",
    "\t",
    "a\tb",
    "\ta",
    "'",
    "\"",
    "''",
    "a'b",
    "\\",
    "\\n",
    "---",
    "...",
    "--- a",
    "@a",
    "`a",
    "%a",
    "&a",
    "*a",
    "!a",
    "|",
    ">",
    "|\n",
    "{",
    "}",
    "[",
    "]",
    "{}",
    "[]",
    ",",
    "a, b",
    "\n",
    "\n\n",
    "a\n",
    "a\nb",
    "a\nb\n",
    "a\n\nb\n\n",
    "\na",
    " a\nb",
    "a\n b",
    "a \nb",
    "a\n ",
    "a\n---\nb",
    "a\n# b",
    "a: b\nc: d",
    "\r",
    "\r\n",
    "a\r\nb",
    "\u0085",
    "\u2028",
    "\u0001",
    "\u007f",
    "\u00a0",
    "\uFEFF",
    "\ud83d\ude00",
    "\u00e9",
    "\uffff",
    "2001-01-01",
    "12:30:45",
    "a".repeat(200),
    "a b ".repeat(60),
    "${X}",
    "key: 'a'",
    "a\n\tb",
    "\u0000"
  };

  @Provide
  Arbitrary<String> texts() {
    Arbitrary<String> any =
        Arbitraries.strings()
            .ofMaxLength(12)
            .filter(text -> text.codePoints().noneMatch(ConfigurationWriterTest::isSurrogate));
    Arbitrary<String> trap = Arbitraries.of(TRAPS);
    Arbitrary<String> lines = Arbitraries.strings().withChars(" a\n\t#:-'\"\\,").ofMaxLength(12);
    return Arbitraries.oneOf(trap, lines, any, Combinators.combine(trap, trap).as(String::concat));
  }

  private static boolean isSurrogate(int codePoint) {
    return Character.getType(codePoint) == Character.SURROGATE;
  }

  @Provide
  Arbitrary<Texts> textRecords() {
    Arbitrary<List<String>> lists = texts().list().ofMaxSize(3);
    return Combinators.combine(
            texts().injectNull(0.2),
            texts(),
            lists,
            Arbitraries.maps(texts(), lists).ofMaxSize(3),
            Arbitraries.maps(texts(), texts()).ofMaxSize(3))
        .as(Texts::new);
  }

  @Provide
  Arbitrary<Scalars> scalars() {
    return Combinators.combine(
            Arbitraries.longs(),
            Arbitraries.doubles(),
            Arbitraries.of(true, false),
            durations(),
            Arbitraries.longs().greaterOrEqual(0).map(ByteSize::new),
            Arbitraries.of(new HostPort("a.example", 80), new HostPort("::1", 6379)),
            Arbitraries.of(Eviction.class),
            Arbitraries.integers().injectNull(0.2))
        .as(Scalars::new);
  }

  private static Arbitrary<Duration> durations() {
    Arbitrary<Long> nanos =
        Arbitraries.oneOf(
            Arbitraries.longs().between(0, 2_000_000_000), Arbitraries.longs().greaterOrEqual(0));
    return Arbitraries.oneOf(
        nanos.map(Duration::ofNanos),
        Arbitraries.longs().greaterOrEqual(0).map(Duration::ofSeconds));
  }

  @Provide
  Arbitrary<Unions> unions() {
    return Combinators.combine(
            balancings(),
            paths().injectNull(0.2),
            balancings().list().ofMaxSize(3),
            Arbitraries.maps(texts(), paths()).ofMaxSize(3))
        .as(Unions::new);
  }

  private Arbitrary<Balancing> balancings() {
    Arbitrary<Source> sources =
        Arbitraries.oneOf(texts().map(Header::new), Arbitraries.just(new Address()));
    return Arbitraries.oneOf(
        Arbitraries.just(new RoundRobin()),
        Arbitraries.integers().map(Maglev::new),
        Combinators.combine(
                Arbitraries.integers().greaterOrEqual(1),
                Arbitraries.integers().injectNull(0.2),
                sources.list().ofMaxSize(3))
            .as(RingHash::new));
  }

  private Arbitrary<PathMatch> paths() {
    return Arbitraries.oneOf(
        texts().map(Exact::new),
        Combinators.combine(texts(), Arbitraries.of(true, false)).as(Prefix::new));
  }

  @Provide
  Arbitrary<Everything> everything() {
    Arbitrary<Service> services =
        Arbitraries.oneOf(
            Combinators.combine(texts(), texts()).as(Kube::new),
            Combinators.combine(texts(), durations()).as(Dns::new),
            Arbitraries.just(new Static(List.of(new HostPort("10.0.0.1", 1)))),
            Arbitraries.just(new Static(List.of())));
    return Combinators.combine(
            services, textRecords(), scalars(), unions(), Arbitraries.integers().injectNull(0.3))
        .as(Everything::new);
  }

  @Property(tries = 2000)
  void isReadBack(@ForAll("everything") Everything record) {
    String yaml = ConfigurationWriter.yaml(record);
    Everything read = Configuration.parse(yaml, "x", Everything.class);
    assertThat(read).as(yaml).isEqualTo(record);
    assertThat(ConfigurationWriter.yaml(read)).isEqualTo(yaml);
    assertThat(ConfigurationWriter.toMap(read))
        .isEqualTo(ConfigurationWriter.toMap(record))
        .hasToString(ConfigurationWriter.toMap(record).toString());
  }

  @Property(tries = 2000)
  void jsonIsReadBack(@ForAll("everything") Everything record) {
    String json = ConfigurationWriter.json(record);
    assertThat(json).doesNotContain("\n");
    assertThat(Configuration.parse(json, "x", Everything.class)).as(json).isEqualTo(record);
  }

  @Test
  void jsonIsCompact() {
    assertThat(ConfigurationWriter.json(Routing.parse(Routing.FULL)))
        .startsWith(
            "{\"backends\":[{\"type\":\"kube\",\"name\":\"a\",\"port\":80},{\"type\":\"dns\",")
        .contains("\"caseSensitive\":false},\"retries\":3}");
    assertThat(ConfigurationWriter.json(new PublicSettings(List.of()))).isEqualTo("{\"names\":[]}");
    assertThat(ConfigurationWriter.json(new Half(null, null))).isEqualTo("{\"maybe\":null}");
    assertThat(ConfigurationWriter.json(new Half(5, null))).isEqualTo("{}");
  }

  @Test
  void jsonEscapesWhatYamlWouldRefuseOrFold() {
    List<String> texts = List.of("a\"b\\c/", "\t\n\u0000\u007f", "\u0085\u00a0\u2028\ufeff\uffff");
    String json = ConfigurationWriter.json(new PublicSettings(texts));
    assertThat(json)
        .isEqualTo(
            "{\"names\":[\"a\\\"b\\\\c/\",\"\\u0009\\u000a\\u0000\\u007f\","
                + "\"\\u0085\\u00a0\\u2028\\ufeff\\uffff\"]}");
    String unpaired = "\ud83d x \ude00\ud83d\ude00";
    json = ConfigurationWriter.json(new PublicSettings(List.of(unpaired)));
    assertThat(json).isEqualTo("{\"names\":[\"\\ud83d x \\ude00\ud83d\ude00\"]}");
    assertThat(Configuration.parse(json, "x", PublicSettings.class).names())
        .containsExactly(unpaired);
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

  record Half(@Nullable @Default("5") Integer maybe, @Nullable Integer other) {}

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

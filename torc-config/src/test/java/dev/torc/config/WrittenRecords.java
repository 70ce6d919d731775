package dev.torc.config;

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
import net.jqwik.api.ArbitrarySupplier;
import net.jqwik.api.Combinators;
import org.jspecify.annotations.Nullable;

/** Records of every kind, with whatever values they may have. */
final class WrittenRecords implements ArbitrarySupplier<WrittenRecords.Everything> {
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

  record Half(@Nullable @Default("5") Integer maybe, @Nullable Integer other) {}

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

  private static Arbitrary<String> texts() {
    Arbitrary<String> any =
        Arbitraries.strings()
            .ofMaxLength(12)
            .filter(text -> text.codePoints().noneMatch(WrittenRecords::isSurrogate));
    Arbitrary<String> trap = Arbitraries.of(TRAPS);
    Arbitrary<String> lines = Arbitraries.strings().withChars(" a\n\t#:-'\"\\,").ofMaxLength(12);
    return Arbitraries.oneOf(trap, lines, any, Combinators.combine(trap, trap).as(String::concat));
  }

  private static boolean isSurrogate(int codePoint) {
    return Character.getType(codePoint) == Character.SURROGATE;
  }

  private static Arbitrary<Texts> textRecords() {
    Arbitrary<List<String>> lists = texts().list().ofMaxSize(3);
    return Combinators.combine(
            texts().injectNull(0.2),
            texts(),
            lists,
            Arbitraries.maps(texts(), lists).ofMaxSize(3),
            Arbitraries.maps(texts(), texts()).ofMaxSize(3))
        .as(Texts::new);
  }

  private static Arbitrary<Scalars> scalars() {
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

  private static Arbitrary<Unions> unions() {
    return Combinators.combine(
            balancings(),
            paths().injectNull(0.2),
            balancings().list().ofMaxSize(3),
            Arbitraries.maps(texts(), paths()).ofMaxSize(3))
        .as(Unions::new);
  }

  private static Arbitrary<Balancing> balancings() {
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

  private static Arbitrary<PathMatch> paths() {
    return Arbitraries.oneOf(
        texts().map(Exact::new),
        Combinators.combine(texts(), Arbitraries.of(true, false)).as(Prefix::new));
  }

  @Override
  public Arbitrary<Everything> get() {
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
}

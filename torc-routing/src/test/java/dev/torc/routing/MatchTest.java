package dev.torc.routing;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a rule looks at. */
final class MatchTest {

  private static boolean path(PathMatch match, String path) {
    return RouteMatch.path(match).matches(Lab.get("http://web" + path));
  }

  @ParameterizedTest
  @CsvSource({
    "/foo, /foo, true",
    "/foo, /foo/, false",
    "/foo, /foo/bar, false",
    "/foo, /Foo, false",
    "/a%20b, /a%20b, true",
    "/a, /a?x=1, true",
    "/, '', true",
  })
  void exactIsThePathAsItStandsInTheUrl(String value, String path, boolean matches) {
    assertThat(path(new PathMatch.Exact(value), path)).isEqualTo(matches);
  }

  @ParameterizedTest
  @CsvSource({
    "/foo, /foo, true",
    "/foo, /foo/, true",
    "/foo, /foo/bar, true",
    "/foo, /foo?x=1, true",
    "/foo, /foobar, false",
    "/foo, /fo, false",
    "/foo, /Foo/bar, false",
    "/foo, /bar/foo, false",
    "/foo/, /foo, true",
    "/foo/, /foo/, true",
    "/foo/, /foo/bar, true",
    "/foo/, /foobar, false",
    "/foo/bar, /foo, false",
    "/, /, true",
    "/, /anything/at/all, true",
    "/, '', true",
  })
  void prefixIsWholeElements(String value, String path, boolean matches) {
    assertThat(path(new PathMatch.Prefix(value), path)).isEqualTo(matches);
  }

  @ParameterizedTest
  @CsvSource({
    "/v[0-9]+/.*, /v1/x, true",
    "/v[0-9]+/.*, /v1, false",
    "/v[0-9]+, /v1/x, false",
    "v[0-9]+, /v1, false",
    "/a|/b, /b, true",
    "/a|/b, /bc, false",
  })
  void anExpressionMatchesThePathAsAWhole(String regex, String path, boolean matches) {
    assertThat(path(new PathMatch.RegularExpression(Regex.parse(regex)), path)).isEqualTo(matches);
  }

  /** With backtracking this would outlast the build. */
  @Test
  void noPathBringsAnExpressionToAStandstill() {
    PathMatch match = new PathMatch.RegularExpression(Regex.parse("/(a*)*b"));
    assertThat(path(match, "/" + "a".repeat(5000))).isFalse();
  }

  private static boolean header(ValueMatch match, String name, String... values) {
    RouteMatch route =
        new RouteMatch(null, List.of(new HeaderMatch("X-User", match)), List.of(), null);
    return route.matches(Lab.get("http://web/", name, values));
  }

  @Test
  void aHeadersNameIsInAnyCaseAndItsValueIsNot() {
    ValueMatch ann = new ValueMatch.Exact("ann");
    assertThat(header(ann, "X-User", "ann")).isTrue();
    assertThat(header(ann, "x-user", "ann")).isTrue();
    assertThat(header(ann, "x-user", "Ann")).isFalse();
    assertThat(header(ann, "x-users", "ann")).isFalse();
    assertThat(header(ann, "x-user")).isFalse();
    assertThat(header(new ValueMatch.Exact(""), "x-user", "")).isTrue();
    assertThat(header(new ValueMatch.Exact(""), "y", "")).isFalse();
  }

  @Test
  void repeatedHeadersAreOneJoinedByCommas() {
    assertThat(header(new ValueMatch.Exact("ann"), "x-user", "ann", "bob")).isFalse();
    assertThat(header(new ValueMatch.Exact("ann,bob"), "x-user", "ann", "bob")).isTrue();
    ValueMatch either = new ValueMatch.RegularExpression(Regex.parse("(ann|bob)(,bob)?"));
    assertThat(header(either, "x-user", "ann", "bob")).isTrue();
    assertThat(header(either, "x-user", "bob")).isTrue();
    assertThat(header(either, "x-user", "bobby")).isFalse();
  }

  private static boolean query(String name, ValueMatch match, String query) {
    RouteMatch route = new RouteMatch(null, List.of(), List.of(new QueryMatch(name, match)), null);
    return route.matches(new RawQuery(query));
  }

  /** A query that no {@link URI} would have. */
  private record RawQuery(@Nullable String query) implements RequestView {
    @Override
    public String method() {
      return "GET";
    }

    @Override
    public String host() {
      return "web";
    }

    @Override
    public int port() {
      return 80;
    }

    @Override
    public String path() {
      return "/";
    }

    @Override
    public List<String> header(String name) {
      return List.of();
    }

    @Override
    public @Nullable String source() {
      return null;
    }
  }

  @ParameterizedTest
  @CsvSource({
    "q=x, x, true",
    "a=1&q=x, x, true",
    "a=1&q=x&b=2, x, true",
    "q=x&q=y, x, true",
    "q=x&q=y, y, false",
    "q, '', true",
    "q=, '', true",
    "q&a=1, '', true",
    "q&a=1, 1, false",
    "a=q, '', false",
    "qq=x, x, false",
    "Q=x, x, false",
    "q=a+b, a b, true",
    "q=a%20b, a b, true",
    "q=%C3%A4, ä, true",
    "q=a%2Bb, a+b, true",
    "%71=x, x, true",
    "%71=x&q=y, x, true",
    "q=%zz, %zz, true",
    "q=100%, 100%, true",
    "q=%4, %4, true",
    "%zz=1&q=x, x, true",
    "&&q=x, x, true",
    "=x&q=y, y, true",
    "q=a=b, a=b, true",
    "q==, =, true",
    "'', '', false",
  })
  void aQueryParametersFirstValueIsDecoded(String query, String value, boolean matches) {
    assertThat(query("q", new ValueMatch.Exact(value), query)).isEqualTo(matches);
  }

  @Test
  void aParametersNameMayHaveEscapes() {
    assertThat(query("a b", new ValueMatch.Exact("x"), "a+b=x")).isTrue();
    assertThat(query("a b", new ValueMatch.Exact("x"), "a%20b=x")).isTrue();
    assertThat(query("a+b", new ValueMatch.Exact("x"), "a%2Bb=x")).isTrue();
    // As it stands, too: who configures what a log shows is right.
    assertThat(query("a+b", new ValueMatch.Exact("x"), "a+b=x")).isTrue();
    assertThat(new RawQuery(null).query()).isNull();
    assertThat(
            new RouteMatch(
                    null, List.of(), List.of(new QueryMatch("q", new ValueMatch.Exact(""))), null)
                .matches(new RawQuery(null)))
        .isFalse();
  }

  @Test
  void aValueMatchesAnExpressionAsAWhole() {
    ValueMatch digits = new ValueMatch.RegularExpression(Regex.parse("[0-9]+"));
    assertThat(query("q", digits, "q=12")).isTrue();
    assertThat(query("q", digits, "q=%31")).isTrue();
    assertThat(query("q", digits, "q=12a")).isFalse();
    assertThat(query("q", digits, "q=")).isFalse();
  }

  private static final RouteMatch ALL_PARTS =
      new RouteMatch(
          new PathMatch.Prefix("/api"),
          List.of(
              new HeaderMatch("X-User", new ValueMatch.Exact("ann")),
              new HeaderMatch("x-user", new ValueMatch.RegularExpression(Regex.parse("a.*")))),
          List.of(new QueryMatch("q", new ValueMatch.Exact("x"))),
          "POST");

  private static RequestView post(String method, String url, String user) {
    return RequestView.of(method, URI.create(url), Map.of("x-user", List.of(user)));
  }

  @Test
  void allPartsOfAMatchHaveToMatch() {
    assertThat(ALL_PARTS.mismatch(post("POST", "http://web/api/x?q=x", "ann"))).isNull();
    assertThat(ALL_PARTS.mismatch(post("GET", "http://web/api?q=x", "ann"))).isEqualTo("method");
    assertThat(ALL_PARTS.mismatch(post("POST", "http://web/?q=x", "ann"))).isEqualTo("path");
    assertThat(ALL_PARTS.mismatch(post("POST", "http://web/api?q=x", "bob"))).isEqualTo("X-User");
    assertThat(ALL_PARTS.mismatch(post("POST", "http://web/api?q=y", "ann"))).isEqualTo("q");
    assertThat(ALL_PARTS.matches(post("POST", "http://web/api/x", "ann"))).isFalse();
  }

  @Test
  void oneMatchOfARuleIsEnoughAndTheFirstRuleCounts() {
    RouteRule either =
        rule(
            RouteMatch.path(new PathMatch.Exact("/a")), RouteMatch.path(new PathMatch.Exact("/b")));
    RouteRule prefix = rule(RouteMatch.path(new PathMatch.Prefix("/b")));
    RouteRule rest = rule();
    assertThat(ruleOf("/a", either, prefix, rest)).isZero();
    assertThat(ruleOf("/b", either, prefix, rest)).isZero();
    assertThat(ruleOf("/b/c", either, prefix, rest)).isEqualTo(1);
    assertThat(ruleOf("/x", either, prefix, rest)).isEqualTo(2);
    assertThat(ruleOf("/a", rest, either)).isZero();
    assertThat(ruleOf("/x", rule(new RouteMatch(null, List.of(), List.of(), null)))).isZero();
  }

  @Test
  void aDecisionNamesThePrefixThatMatched() {
    RouteRule rule =
        rule(
            RouteMatch.path(new PathMatch.Exact("/a")),
            RouteMatch.path(new PathMatch.Prefix("/b/")));
    assertThat(decision("/a", rule).matchedPrefix()).isEqualTo("/");
    assertThat(decision("/b/c", rule).matchedPrefix()).isEqualTo("/b/");
    assertThat(decision("/b/c", rule).match()).isEqualTo(rule.matches().get(1));
    assertThat(decision("/c", rule()).matchedPrefix()).isEqualTo("/");
    assertThat(decision("/c", rule()).match()).isNull();
  }

  private static RouteRule rule(RouteMatch... matches) {
    return new RouteRule(
        null, List.of(matches), List.of(), Timeouts.NONE, null, List.of(BackendRef.of(Lab.WEB)));
  }

  private static RouteDecision decision(String path, RouteRule... rules) {
    return RouteCheck.check(
        List.of(Route.of("r", "web", rules)),
        Lab.get("http://web" + path),
        SearchConfig.NONE,
        Lab.seeded(1));
  }

  private static int ruleOf(String path, RouteRule... rules) {
    return decision(path, rules).ruleIndex();
  }
}

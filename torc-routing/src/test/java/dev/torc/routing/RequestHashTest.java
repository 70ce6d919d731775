package dev.torc.routing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.torc.hash.KeyHash;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What of a request is hashed, and how the parts are combined. */
final class RequestHashTest {

  private static HashParam query(String name) {
    return new HashParam.QueryParam(name, false, false);
  }

  private static HashParam header(String name) {
    return new HashParam.Header(name, false);
  }

  private static HashParam terminal(String name) {
    return new HashParam.QueryParam(name, true, false);
  }

  private static @Nullable Long hash(RequestView request, HashParam... params) {
    return hash(request, KeyHash.XXH64, params);
  }

  /** Null if there is none, and a random number instead. */
  private static @Nullable Long hash(RequestView request, KeyHash keyHash, HashParam... params) {
    AtomicBoolean drawn = new AtomicBoolean();
    Randomness random =
        () -> {
          drawn.set(true);
          return 1;
        };
    long hash = new RequestHash(List.of(params), keyHash).of(request, random);
    return drawn.get() ? null : hash;
  }

  private static @Nullable String value(HashParam param, RequestView request) {
    return RequestHash.value(param, request);
  }

  private static long xxh64(String text) {
    return KeyHash.XXH64.hash(text.getBytes(UTF_8));
  }

  /** The sums of the reference implementation, {@code xxhsum -H64}. */
  @ParameterizedTest
  @CsvSource({
    "'', ef46db3751d8e999",
    "a, d24ec4f1a98c6e5b",
    "abc, 44bc2cf5ad770999",
  })
  void isXxh64WithSeed0(String text, String sum) {
    RequestView request = Lab.get("http://web/", "x-user", text);
    assertThat(hash(request, header("x-user"))).isEqualTo(Long.parseUnsignedLong(sum, 16));
    assertThat(hash(Lab.get("http://web/?q=" + text), query("q")))
        .isEqualTo(Long.parseUnsignedLong(sum, 16));
  }

  @Test
  void textIsHashedAsUtf8() {
    String text = "jürgen \u20ac \ud83c\udf77";
    assertThat(hash(Lab.get("http://web/", "x", text), header("X"))).isEqualTo(xxh64(text));
    RequestView encoded = Lab.get("http://web/?q=j%C3%BCrgen");
    assertThat(hash(encoded, new HashParam.QueryParam("q", false, true)))
        .isEqualTo(xxh64("jürgen"));
  }

  @Test
  void hashesAreRotatedAndCombined() {
    RequestView request = Lab.get("http://web/?a=1&b=2&c=2");
    long a = xxh64("1");
    long b = xxh64("2");
    assertThat(hash(request, query("a"), query("b"))).isEqualTo(Long.rotateLeft(a, 1) ^ b);
    assertThat(hash(request, query("b"), query("a"))).isEqualTo(Long.rotateLeft(b, 1) ^ a);
    // Equal ones do not cancel each other out.
    assertThat(hash(request, query("b"), query("c"))).isEqualTo(Long.rotateLeft(b, 1) ^ b);
    assertThat(hash(request, query("a"), query("b"), query("c")))
        .isEqualTo(Long.rotateLeft(Long.rotateLeft(a, 1) ^ b, 1) ^ b);
  }

  @Test
  void aParameterWithoutAValueIsSkipped() {
    RequestView request = Lab.get("http://web/?a=1&b=2");
    assertThat(hash(request, query("none"), query("a"), header("none"), query("b")))
        .isEqualTo(hash(request, query("a"), query("b")));
    assertThat(hash(request, query("none"), header("x"))).isNull();
  }

  @Test
  void aTerminalParameterEndsTheListOnceThereIsAHash() {
    RequestView request = Lab.get("http://web/?a=1&b=2");
    assertThat(hash(request, terminal("a"), query("b"))).isEqualTo(xxh64("1"));
    assertThat(hash(request, terminal("none"), query("b"))).isEqualTo(xxh64("2"));
    assertThat(hash(request, query("none"), terminal("a"), query("b"))).isEqualTo(xxh64("1"));
    // As in Envoy: it has no value itself, but there is a hash.
    assertThat(hash(request, query("a"), terminal("none"), query("b"))).isEqualTo(xxh64("1"));
  }

  @Test
  void aHashOfZeroIsAHash() {
    KeyHash zero = (bytes, offset, length) -> 0;
    assertThat(hash(Lab.get("http://web/?a=1"), zero, terminal("a"), query("b"))).isZero();
  }

  @Test
  void valuesOfARepeatedHeaderAreOneDigestInOrder() {
    long ab = xxh64("alicebob");
    assertThat(hash(Lab.get("http://web/", "X-U", "bob", "alice"), header("x-u"))).isEqualTo(ab);
    assertThat(hash(Lab.get("http://web/", "X-U", "alice", "bob"), header("x-u"))).isEqualTo(ab);
    assertThat(hash(Lab.get("http://web/", "X-U", "b", "", "a"), header("x-u")))
        .isEqualTo(xxh64("ab"));
    assertThat(hash(Lab.get("http://web/", "X-U"), header("x-u"))).isNull();
    assertThat(hash(Lab.get("http://web/", "X-U", ""), header("x-u"))).isEqualTo(xxh64(""));
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "none",
      value = {
        "?q=pinot%20noir, pinot%20noir, pinot noir",
        "?q=pinot+noir, pinot+noir, pinot noir",
        "?q=a&q=b, a, a",
        "?x=1&q=a, a, a",
        "?%71=a, a, a",
        "?q, '', ''",
        "?q=, '', ''",
        "?x=1, none, none",
        "?qq=1, none, none",
        "?, none, none",
        "'', none, none",
      })
  void aQueryParameterIsItsFirstValueAsItStandsInTheUrl(
      String query, @Nullable String raw, @Nullable String decoded) {
    RequestView request = Lab.get("http://web/" + query);
    assertThat(value(query("q"), request)).isEqualTo(raw);
    assertThat(value(new HashParam.QueryParam("q", false, true), request)).isEqualTo(decoded);
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "none",
      delimiter = '|',
      value = {
        "id=1 | 1",
        "a=2; id=1 | 1",
        "a=2;id=1;id=3 | 1",
        "' id=1 ; a=2 ' | 1",
        "id=\"x y\" | x y",
        "id=\"x | \"x",
        "id=\" | \"",
        "id=\"\" | none",
        "id= | none",
        "id | none",
        "xid=1 | none",
        "idx=1 | none",
        "ID=1 | none",
        "id=a=b | a=b",
        "a=id=1 | none",
        ";;id=1 | 1",
        "'' | none",
      })
  void aCookieIsItsValueWithoutQuotes(String header, @Nullable String value) {
    HashParam cookie = new HashParam.Cookie("id", false);
    assertThat(value(cookie, Lab.get("http://web/", "cookie", header))).isEqualTo(value);
  }

  @Test
  void cookiesMayComeInSeveralHeaders() {
    HashParam cookie = new HashParam.Cookie("id", false);
    assertThat(value(cookie, Lab.get("http://web/", "Cookie", "a=1", "b=2; id=3", "id=4")))
        .isEqualTo("3");
    assertThat(value(cookie, Lab.get("http://web/"))).isNull();
  }

  @Test
  void aPathIsWithoutTheQueryOrTheGroupOfAnExpression() {
    RequestView request = Lab.get("http://web/users/a%20b/cart?q=1");
    assertThat(value(new HashParam.Path(null, false), request)).isEqualTo("/users/a%20b/cart");
    assertThat(value(group("/users/([^/]+)"), request)).isEqualTo("a%20b");
    assertThat(value(group("/users/(.*)"), request)).isEqualTo("a%20b/cart");
    assertThat(value(group("/none/([^/]+)"), request)).isNull();
    assertThat(value(group("/users(/none)?"), request)).isNull();
    assertThat(value(group("(/x)?"), request)).isNull();
    assertThat(value(new HashParam.Path(null, false), Lab.get("http://web"))).isEqualTo("/");
  }

  private static HashParam group(String regex) {
    return new HashParam.Path(Regex.parse(regex), false);
  }

  @Test
  void methodAndSourceAreText() {
    RequestView post = RequestView.of("POST", URI.create("http://web/"), Map.of());
    assertThat(value(new HashParam.Method(false), post)).isEqualTo("POST");
    assertThat(value(new HashParam.SourceIp(false), post)).isNull();
    assertThat(value(new HashParam.SourceIp(false), new From("10.0.0.9"))).isEqualTo("10.0.0.9");
  }

  private record From(String source) implements RequestView {
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
    public @Nullable String query() {
      return null;
    }

    @Override
    public List<String> header(String name) {
      return List.of();
    }
  }

  /** Without a hash the keys are random ones: each endpoint gets its share of the ring. */
  @Test
  void requestsWithoutAValueGoAnywhere() {
    Lab lab = Lab.of(LoadBalancer.RingHash.of(Lab.BY_USER, header("x")), Lab.endpoints(5));
    List<EndpointStatus> endpoints = lab.router.endpoints(Lab.WEB);
    int[] counts = new int[5];
    int draws = 50_000;
    RequestView request = Lab.get("http://web/?other=1");
    for (int i = 0; i < draws; i++) {
      Attempt attempt = lab.begin(request);
      attempt.report(Outcome.CANCELLED);
      counts[List.of(Lab.endpoints(5)).indexOf(attempt.endpoint())]++;
    }
    for (int i = 0; i < 5; i++) {
      double share = endpoints.get(i).share();
      assertThat(Math.abs(counts[i] - draws * share))
          .isLessThan(WeightTest.tolerance(share, draws));
    }
  }
}

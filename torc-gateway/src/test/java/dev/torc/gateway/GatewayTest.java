package dev.torc.gateway;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.torc.hash.Ring;
import dev.torc.testkit.RawHttp;
import dev.torc.testkit.RedisProcess;
import java.io.IOException;
import java.net.URLEncoder;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The HTTP interface over three Redis servers, to the letter. */
final class GatewayTest {
  private static final String MISSING = "{\"message\":\"Key does not exist.\"}";
  private static final List<RedisProcess> SERVERS =
      Stream.generate(RedisProcess::started).limit(3).toList();
  private static final Ring RING = TestGateway.ring(3);
  private static TestGateway gateway;

  @BeforeAll
  static void start() {
    gateway = TestGateway.over("", SERVERS.toArray(RedisProcess[]::new));
  }

  @AfterAll
  static void close() {
    gateway.close();
    SERVERS.forEach(RedisProcess::close);
  }

  @BeforeEach
  void empty() {
    SERVERS.forEach(server -> TestGateway.redis(server.address(), "FLUSHALL"));
  }

  private static void assertRingHeaders(RawHttp.Response response, String key) {
    assertRingHeaders(response);
    assertThat(response.header("X-CacheServer-Index"))
        .isEqualTo(TestGateway.owner(RING, key).substring(1));
  }

  private static void assertRingHeaders(RawHttp.Response response) {
    assertThat(response.header("X-CacheServer-Count")).isEqualTo("3");
    assertThat(response.header("X-CacheServer-Indexes")).isEqualTo("0,1,2");
    assertThat(response.header("X-Ring-Distribution")).matches("0:\\d+,1:\\d+,2:\\d+");
    assertThat(response.header("X-Ring-Epoch")).isEqualTo("1");
  }

  private static void assertNoServer(RawHttp.Response response) {
    assertRingHeaders(response);
    assertThat(response.header("X-CacheServer-Index")).isNull();
    assertThat(response.header("Content-Type")).isEqualTo("application/problem+json");
  }

  @Test
  void storesReadsAndDeletesAValue() {
    RawHttp.Response missing = gateway.get("/k1");
    assertThat(missing.status()).isEqualTo(404);
    assertThat(missing.body()).isEqualTo(MISSING);
    assertThat(missing.header("Content-Type")).isEqualTo("application/json");
    assertRingHeaders(missing, "k1");
    assertThat(gateway.call("HEAD", "/k1", "").status()).isEqualTo(404);
    RawHttp.Response nothing = gateway.call("DELETE", "/k1", "");
    assertThat(nothing.status()).isEqualTo(404);
    assertThat(nothing.body()).isEqualTo(MISSING);
    assertRingHeaders(nothing, "k1");

    RawHttp.Response set = gateway.post("/k1", "v1");
    assertThat(set.status()).isEqualTo(201);
    assertThat(set.body()).isEqualTo("{\"message\":\"Value set.\"}");
    assertThat(set.header("Content-Type")).isEqualTo("application/json");
    assertRingHeaders(set, "k1");

    RawHttp.Response read = gateway.get("/k1");
    assertThat(read.status()).isEqualTo(200);
    assertThat(read.body()).isEqualTo("{\"value\":\"v1\"}");
    assertThat(read.header("Content-Type")).isEqualTo("application/json");
    assertRingHeaders(read, "k1");

    RawHttp.Response head = gateway.call("HEAD", "/k1", "");
    assertThat(head.status()).isEqualTo(204);
    assertRingHeaders(head, "k1");
    RawHttp.Response deleted = gateway.call("DELETE", "/k1", "");
    assertThat(deleted.status()).isEqualTo(204);
    assertThat(deleted.body()).isEmpty();
    assertRingHeaders(deleted, "k1");
    assertThat(gateway.get("/k1").status()).isEqualTo(404);
  }

  @Test
  void replacesAValueAndItsTimeToLive() {
    assertThat(gateway.call("POST", "/k", "{\"value\":\"a\",\"ttl\":100}").status()).isEqualTo(201);
    assertThat(gateway.post("/k", "b").status()).isEqualTo(201);
    assertThat(gateway.get("/k").body()).isEqualTo("{\"value\":\"b\"}");
    RedisProcess owner = SERVERS.get(Integer.parseInt(TestGateway.owner(RING, "k").substring(1)));
    assertThat(TestGateway.redis(owner.address(), "PTTL", "k")).startsWith(":-1\r\n");
  }

  @Test
  void aMissToHeadHasNoBodyAndKeepsTheConnection() throws IOException {
    try (RawHttp http = gateway.connect()) {
      http.request("HEAD", "/nothing", "");
      RawHttp.Response head = http.read(true);
      assertThat(head).isNotNull();
      assertThat(head.status()).isEqualTo(404);
      assertThat(http.request("GET", "/nothing", "").response().body()).isEqualTo(MISSING);
    }
  }

  @Test
  void shardsAHundredKeysAndSaysHow() throws IOException {
    int[] owned = new int[3];
    try (RawHttp http = gateway.connect()) {
      for (int i = 0; i < 100; i++) {
        String key = "key-" + i;
        RawHttp.Response set =
            http.request("POST", "/" + key, "{\"value\":\"v" + i + "\"}").response();
        assertThat(set.status()).isEqualTo(201);
        assertRingHeaders(set, key);
        owned[Integer.parseInt(String.valueOf(set.header("X-CacheServer-Index")))]++;
      }
      for (int i = 0; i < 100; i++) {
        RawHttp.Response read = http.request("GET", "/key-" + i, "").response();
        assertThat(read.body()).isEqualTo("{\"value\":\"v" + i + "\"}");
        assertRingHeaders(read, "key-" + i);
      }
    }
    assertThat(owned).doesNotContain(0);
    String expected = "0:" + owned[0] + ",1:" + owned[1] + ",2:" + owned[2];
    await()
        .atMost(1, SECONDS)
        .until(() -> expected.equals(gateway.get("/x").header("X-Ring-Distribution")));
    IntStream.range(0, 3)
        .forEach(i ->
            assertThat(TestGateway.redis(SERVERS.get(i).address(), "DBSIZE"))
                .startsWith(":" + owned[i] + "\r\n"));
  }

  @Test
  void expiresValues() {
    String body = "{\"value\":\"v\",\"ttl\":0.2}";
    assertThat(gateway.call("POST", "/k", body).status()).isEqualTo(201);
    assertThat(gateway.get("/k").status()).isEqualTo(200);
    await().atMost(5, SECONDS).until(() -> gateway.get("/k").status() == 404);
  }

  @ParameterizedTest
  @CsvSource({
    "/a%20key, a key",
    "/k%C3%A9y, kéy",
    "/a/b/c, a/b/c",
    "/a%2Fb, a/b",
    "//, /",
    "/a+b, a+b",
    "/k?query=1, k",
    "/healthz, healthz",
    "/metrics, metrics",
    "http://anywhere/abs, abs",
  })
  void takesAnyKey(String target, String key) {
    RawHttp.Response set = gateway.post(target, "v");
    assertThat(set.status()).isEqualTo(201);
    assertRingHeaders(set, key);
    String encoded = URLEncoder.encode(key, UTF_8).replace("+", "%20");
    assertThat(gateway.get("/" + encoded).body()).isEqualTo("{\"value\":\"v\"}");
    assertThat(gateway.get(target).status()).isEqualTo(200);
  }

  @Test
  void takesKeysOfAnyBytes() {
    assertThat(gateway.post("/%00%ff%0d%0a", "v").status()).isEqualTo(201);
    RedisProcess holder =
        SERVERS.stream()
            .filter(server ->
                TestGateway.redis(server.address(), "EXISTS", "\0\u00ff\r\n").startsWith(":1"))
            .findFirst()
            .orElseThrow();
    assertThat(TestGateway.redis(holder.address(), "GET", "\0\u00ff\r\n"))
        .startsWith("$1\r\nv\r\n");
    String raw = new String("kéy".getBytes(UTF_8), ISO_8859_1);
    assertThat(gateway.post("/" + raw, "v").status()).isEqualTo(201);
    assertThat(gateway.get("/k%C3%A9y").status()).isEqualTo(200);
  }

  @Test
  void refusesBadKeysAndBodies() {
    RawHttp.Response noKey = gateway.get("/");
    assertThat(noKey.status()).isEqualTo(400);
    assertNoServer(noKey);
    assertThat(noKey.body())
        .isEqualTo(
            "{\"type\":\"about:blank\",\"title\":\"Bad Request\",\"status\":400,"
                + "\"detail\":\"key: 0 bytes (expected: 1 to 512, after the first /)\"}");
    assertThat(gateway.get("/" + "k".repeat(512)).status()).isEqualTo(404);
    assertThat(gateway.get("/" + "%6b".repeat(512)).status()).isEqualTo(404);
    assertNoServer(gateway.get("/" + "k".repeat(513)));
    for (String method : List.of("GET", "HEAD", "POST", "PUT", "DELETE")) {
      assertNoServer(gateway.call(method, "/__torc:x", "{\"value\":\"v\"}"));
    }
    RawHttp.Response badBody = gateway.call("POST", "/k", "value=v");
    assertThat(badBody.status()).isEqualTo(400);
    assertNoServer(badBody);
    for (String method : List.of("GET", "HEAD", "POST", "PUT", "DELETE")) {
      assertThat(gateway.call(method, "/%zz", "").status()).as(method).isEqualTo(400);
    }
  }

  @ParameterizedTest
  @CsvSource({"PATCH, /k", "OPTIONS, /k", "OPTIONS, *", "TRACE, /k", "BREW, /k", "get, /k"})
  void refusesOtherMethods(String method, String target) {
    RawHttp.Response response = gateway.call(method, target, "");
    assertThat(response.status()).isEqualTo(405);
    assertThat(response.header("Allow")).isEqualTo("GET, HEAD, POST, PUT, DELETE");
    assertNoServer(response);
  }

  @Test
  void leavesOtherTypesAlone() {
    SERVERS.forEach(server -> TestGateway.redis(server.address(), "LPUSH", "list", "x"));
    RawHttp.Response response = gateway.get("/list");
    assertThat(response.status()).isEqualTo(409);
    assertThat(response.header("Content-Type")).isEqualTo("application/problem+json");
    assertRingHeaders(response, "list");
    assertThat(gateway.call("HEAD", "/list", "").status()).isEqualTo(204);
    assertThat(gateway.call("DELETE", "/list", "").status()).isEqualTo(204);
    assertThat(gateway.call("HEAD", "/list", "").status()).isEqualTo(404);
  }
}

package dev.torc.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.torc.testkit.RawHttp;
import dev.torc.testkit.RedisProcess;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Arrays;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What form a value takes, by how it was stored and what the client accepts. */
final class RepresentationTest {
  private static final RedisProcess REDIS = RedisProcess.started();
  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static TestGateway gateway;

  @BeforeAll
  static void start() {
    gateway = TestGateway.over("limits: {maxValueBytes: 64KiB}", REDIS);
  }

  @AfterAll
  static void close() {
    HTTP.close();
    gateway.close();
    REDIS.close();
  }

  private static HttpResponse<byte[]> send(String key, HttpRequest.Builder request)
      throws IOException, InterruptedException {
    int port = gateway.gateway().address().getPort();
    URI uri = URI.create("http://127.0.0.1:" + port + "/" + key);
    return HTTP.send(request.uri(uri).build(), BodyHandlers.ofByteArray());
  }

  private static HttpResponse<byte[]> put(String key, byte[] body)
      throws IOException, InterruptedException {
    return send(key, HttpRequest.newBuilder().PUT(BodyPublishers.ofByteArray(body)));
  }

  private static HttpResponse<byte[]> get(String key) throws IOException, InterruptedException {
    return send(key, HttpRequest.newBuilder());
  }

  private static byte[] everyByte() {
    byte[] all = new byte[256];
    for (int i = 0; i < all.length; i++) {
      all[i] = (byte) i;
    }
    return all;
  }

  @Test
  void putsBytesOfAnyType() throws Exception {
    HttpRequest.Builder png =
        HttpRequest.newBuilder()
            .PUT(BodyPublishers.ofByteArray(everyByte()))
            .header("Content-Type", "image/png; a=\"b\"");
    HttpResponse<byte[]> created = send("png", png);
    assertThat(created.statusCode()).isEqualTo(201);
    assertThat(created.body()).isEmpty();
    assertThat(created.headers().firstValue("X-CacheServer-Index")).hasValue("0");
    HttpResponse<byte[]> replaced = send("png", png);
    assertThat(replaced.statusCode()).isEqualTo(204);
    assertThat(replaced.headers().firstValue("X-CacheServer-Index")).hasValue("0");
    HttpResponse<byte[]> read = get("png");
    assertThat(read.statusCode()).isEqualTo(200);
    assertThat(read.headers().firstValue("Content-Type")).hasValue("image/png; a=\"b\"");
    assertThat(read.headers().firstValue("Vary"))
        .hasValueSatisfying(vary -> assertThat(vary).isEqualToIgnoringCase("accept"));
    assertThat(read.body()).isEqualTo(everyByte());
  }

  @Test
  void putsBytesWithoutAType() throws Exception {
    for (byte[] body : new byte[][] {everyByte(), {}}) {
      assertThat(put("bytes", body).statusCode()).isIn(201, 204);
      HttpResponse<byte[]> read = get("bytes");
      assertThat(read.body()).isEqualTo(body);
      assertThat(read.headers().firstValue("Content-Type")).hasValue("application/octet-stream");
    }
  }

  @Test
  void aPutOverAPostAndBack() {
    assertThat(gateway.post("/both", "text").status()).isEqualTo(201);
    assertThat(gateway.call("PUT", "/both", "raw", "Content-Type: text/css").status())
        .isEqualTo(204);
    assertThat(gateway.get("/both").header("Content-Type")).isEqualTo("text/css");
    assertThat(gateway.post("/both", "text").status()).isEqualTo(201);
    assertThat(gateway.get("/both").body()).isEqualTo("{\"value\":\"text\"}");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "*/* | 200 | application/json | {\"value\":\"téxt\"}",
        "text/html, */*;q=0.1 | 200 | application/json | {\"value\":\"téxt\"}",
        "text/plain | 200 | text/plain; charset=utf-8 | téxt",
        "application/json;q=0, */* | 200 | text/plain; charset=utf-8 | téxt",
        "application/octet-stream | 200 | application/octet-stream | téxt",
      })
  void aPostedTextTakesTheFormThatIsAccepted(String accept, int status, String type, String body) {
    assertThat(gateway.post("/text", "téxt").status()).isEqualTo(201);
    RawHttp.Response response = gateway.get("/text", "Accept: " + accept);
    assertThat(response.status()).isEqualTo(status);
    assertThat(response.header("Content-Type")).isEqualTo(type);
    assertThat(response.body()).isEqualTo(body);
    assertThat(response.header("Vary")).isEqualToIgnoringCase("accept");
  }

  @Test
  void aPutTextIsJsonForThoseWhoAcceptOnlyThat() {
    gateway.call("PUT", "/css", "a{\"b\"}", "Content-Type: text/css");
    RawHttp.Response json = gateway.get("/css", "Accept: application/json");
    assertThat(json.header("Content-Type")).isEqualTo("application/json");
    assertThat(json.body()).isEqualTo("{\"value\":\"a{\\\"b\\\"}\"}");
  }

  @Test
  void refusesWhatCannotTakeAnAcceptedForm() throws Exception {
    gateway.post("/text", "v");
    RawHttp.Response text = gateway.get("/text", "Accept: image/*");
    assertThat(text.status()).isEqualTo(406);
    assertThat(text.header("X-CacheServer-Index")).isEqualTo("0");
    assertThat(text.header("Content-Type")).isEqualTo("application/problem+json");
    assertThat(text.body()).contains("application/json, text/plain or application/octet-stream");
    put("binary", new byte[] {(byte) 0xff});
    assertThat(gateway.get("/binary", "Accept: application/json").status()).isEqualTo(406);
    gateway.call("PUT", "/css", "a", "Content-Type: text/css");
    assertThat(gateway.get("/css", "Accept: text/plain").status()).isEqualTo(406);
  }

  @Test
  void refusesEncodedBodiesAndTypesThatAreNoHeader() {
    RawHttp.Response encoded = gateway.call("PUT", "/gz", "x", "Content-Encoding: gzip");
    assertThat(encoded.status()).isEqualTo(415);
    assertThat(encoded.header("X-CacheServer-Count")).isEqualTo("1");
    assertThat(gateway.get("/gz").status()).isEqualTo(404);
    RawHttp.Response longType = gateway.call("PUT", "/gz", "x", "Content-Type: " + "t".repeat(256));
    assertThat(longType.status()).isEqualTo(400);
    assertThat(gateway.call("PUT", "/gz", "x", "Content-Type: t/\u0080").status()).isEqualTo(400);
  }

  @Test
  void readsWhatOtherProgramsStored() throws Exception {
    TestGateway.redis(REDIS.address(), "SET", "foreign", "plain");
    assertThat(gateway.get("/foreign").body()).isEqualTo("{\"value\":\"plain\"}");
    TestGateway.redis(REDIS.address(), "SET", "binary", "\u00ff\u0000\u0080");
    HttpResponse<byte[]> binary = get("binary");
    assertThat(binary.headers().firstValue("Content-Type")).hasValue("application/octet-stream");
    assertThat(binary.body()).containsExactly(0xff, 0, 0x80);
    // Looks like a PUT value whose type would end a header line.
    TestGateway.redis(REDIS.address(), "SET", "forged", "\u00ffT\u0001\u0006a\r\nX:bbody");
    HttpResponse<byte[]> forged = get("forged");
    assertThat(forged.headers().firstValue("Content-Type")).hasValue("application/octet-stream");
    assertThat(forged.headers().firstValue("X")).isEmpty();
  }

  @Test
  void aPostedTextIsAPlainRedisString() {
    gateway.post("/plain", "v1");
    assertThat(TestGateway.redis(REDIS.address(), "GET", "plain")).startsWith("$2\r\nv1\r\n");
  }

  @Test
  void takesTheLongestValueAndNoMore() throws Exception {
    int longest = 64 << 10;
    byte[] body = new byte[longest];
    Arrays.fill(body, (byte) 0xff);
    assertThat(put("long", body).statusCode()).isEqualTo(201);
    assertThat(get("long").body()).isEqualTo(body);
    assertThat(
            send(
                    "long",
                    HttpRequest.newBuilder()
                        .header("Content-Type", "t".repeat(255))
                        .PUT(BodyPublishers.ofByteArray(body)))
                .statusCode())
        .isEqualTo(204);
    assertThat(get("long").body()).isEqualTo(body);
    assertTooLarge(gateway.call("PUT", "/long", "x".repeat(longest + 1)));

    for (String character : new String[] {"x", "\\u0001", "\\n", "\\u00e9\\u00e9"}) {
      int bytes = character.startsWith("\\u00e9") ? 4 : 1;
      assertThat(gateway.post("/text", character.repeat(longest / bytes)).status()).isEqualTo(201);
      byte[] json = get("text").body();
      assertThat(SetRequest.parse(json).value().length).isEqualTo(longest);
      RawHttp.Response plain = gateway.get("/text", "Accept: text/plain");
      assertThat(plain.body().getBytes(UTF_8).length).isEqualTo(longest);
      assertTooLarge(gateway.post("/text", character.repeat(longest / bytes) + "x"));
    }
  }

  private static void assertTooLarge(RawHttp.Response response) {
    assertThat(response.status()).isEqualTo(413);
    assertThat(response.header("Content-Type")).isEqualTo("application/problem+json");
    assertThat(response.header("X-CacheServer-Count")).isEqualTo("1");
    assertThat(response.header("X-CacheServer-Indexes")).isEqualTo("0");
    assertThat(response.header("X-Ring-Epoch")).isEqualTo("1");
    assertThat(response.header("X-Ring-Distribution")).matches("0:\\d+");
    assertThat(response.header("X-CacheServer-Index")).isNull();
  }

  @Test
  void refusesABodyThatIsTooLongForAnyValue() {
    assertTooLarge(gateway.call("POST", "/k", " ".repeat(6 * (64 << 10) + 1025)));
  }

  @Test
  void aForeignValueThatIsTooLongIsNotDelivered() {
    TestGateway.redis(REDIS.address(), "SET", "huge", "x".repeat((64 << 10) + 260));
    assertThat(gateway.get("/huge").status()).isEqualTo(502);
  }
}

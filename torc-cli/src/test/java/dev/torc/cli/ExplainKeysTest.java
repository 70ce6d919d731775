package dev.torc.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** {@code torc explain --keys}. */
@SuppressWarnings("NullAway.Init") // JUnit sets the folder.
final class ExplainKeysTest {

  /** The queries of the wine shop. */
  private static final List<String> QUERIES =
      List.of(
          "red",
          "white",
          "rose",
          "pinot noir",
          "france",
          "italy",
          "germany",
          "greece",
          "australia",
          "portugal");

  private static final String FILE =
      """
      routes:
        - id: split
          hostnames: [split]
          rules:
            - backends:
                - {type: static, name: recs, port: 80}
                - {type: static, name: other, port: 80}
        - id: moved
          hostnames: [moved]
          rules: [{filters: [{type: RequestRedirect, scheme: https}]}]
      backends:
        - id: {type: static, name: recs, port: 80}
          lb: {type: RingHash, minRingSize: 1024, hashParams: [{type: QueryParam, name: query}]}
          endpoints: [127.0.0.1:8081, 127.0.0.1:8082, 127.0.0.1:8083, 127.0.0.1:8084]
        - id: {type: static, name: users, port: 80}
          lb: {type: Maglev, hashParams: [{type: Header, name: x-user}]}
          endpoints: [10.0.0.1:80, {address: 10.0.0.2:80, weight: 3}, {address: 10.0.0.3:80, drain: true}]
        - id: {type: static, name: other, port: 80}
          lb: {type: Rendezvous, hashParams: [{type: QueryParam, name: query}]}
          endpoints: [10.0.1.1:80]
        - id: {type: static, name: turns, port: 80}
          endpoints: [10.0.2.1:80]
      """;

  @TempDir private Path folder;
  private String file;
  private Path keys;

  @BeforeEach
  void writeTheFiles() throws IOException {
    file = Files.writeString(folder.resolve("torc.yaml"), FILE).toString();
    keys = Files.write(folder.resolve("keys.txt"), QUERIES);
  }

  private Cli explain(String... arguments) {
    List<String> all = new ArrayList<>(List.of("explain", "-c", file));
    all.addAll(Arrays.asList(arguments));
    all.addAll(List.of("--keys", keys.toString()));
    return Cli.run(all.toArray(String[]::new));
  }

  private JsonNode spread(String... arguments) {
    Cli cli = explain(Cli.arguments(arguments, "--json"));
    assertThat(cli.exitCode()).as(cli.err()).isZero();
    return JsonMapper.shared().readTree(cli.out()).get("backends");
  }

  @Test
  void tellsHowTheQueriesOfTheWineShopSpread() {
    Cli cli = explain("http://recs/?query={}");
    assertThat(cli.err()).isEmpty();
    assertThat(cli.exitCode()).isZero();
    assertThat(cli.out())
        .isEqualToNormalizingNewlines(
            """
            backend recs:80, RingHash: 10 distinct keys on 4 endpoints

            ENDPOINT        KEYS  SHARE  HASH SPACE
            127.0.0.1:8081     2  20.0%       26.0%
            127.0.0.1:8082     3  30.0%       23.4%
            127.0.0.1:8083     1  10.0%       24.4%
            127.0.0.1:8084     4  40.0%       26.2%

            No endpoint has more than 5 keys; the most is 4.
            With other names of the endpoints, the chance that one gets more than 5 of 10 keys is
            7.9% by their weights, 8.0% by their shares of the hash space.
            """);
  }

  @Test
  void tellsWhenThePlacementExceedsTheLimitAndListsTheKeys() {
    assertThat(explain("http://recs/?query={}", "--more-than", "2", "--list-keys").out())
        .contains("127.0.0.1:8082     3  30.0%       23.4%  pinot noir, france, greece")
        .contains("2 endpoints have more than 2 keys; the most is 4.");
    assertThat(explain("http://recs/?query={}", "--more-than", "3").out())
        .contains("1 endpoint has more than 3 keys; the most is 4.")
        .contains("more than 3 of 10 keys is");
  }

  @Test
  void jsonHasTheKeysAndTheChances() {
    JsonNode recs = spread("http://recs/?query={}").get(0);
    assertThat(recs.get("backend").asString()).isEqualTo("recs:80");
    assertThat(recs.get("policy").asString()).isEqualTo("RingHash");
    assertThat(recs.get("keys").asInt()).isEqualTo(10);
    assertThat(recs.get("unhashed").asInt()).isZero();
    assertThat(recs.get("most").asInt()).isEqualTo(4);
    assertThat(recs.get("moreThan").asInt()).isEqualTo(5);
    assertThat(recs.get("exceeded").asBoolean()).isFalse();
    assertThat(recs.get("chanceByWeights").asDouble()).isEqualTo(0.0789, within(0.0001));
    assertThat(recs.get("chanceByShares").asDouble()).isEqualTo(0.0804, within(0.0001));
    JsonNode second = recs.get("endpoints").get(1);
    assertThat(second.get("endpoint").asString()).isEqualTo("127.0.0.1:8082");
    assertThat(second.get("keys").asInt()).isEqualTo(3);
    assertThat(second.get("share").asDouble()).isEqualTo(0.3);
    assertThat(second.get("hashSpace").asDouble()).isEqualTo(0.234, within(0.001));
    assertThat(second.get("list").toString()).isEqualTo("[\"pinot noir\",\"france\",\"greece\"]");
    assertThat(
            spread("http://recs/?query={}", "--more-than", "3").get(0).get("exceeded").asBoolean())
        .isTrue();
  }

  /** A key is on the endpoint that resolve tells of it. */
  @Test
  void keysArePercentEncodedInTheUrlAndPlainInAHeader() throws IOException {
    Files.write(keys, List.of("pinot noir", "a&b=c", "ä/+", "100%", "~"));
    JsonNode endpoints = spread("http://recs/?query={}").get(0).get("endpoints");
    for (List<String> pair :
        List.of(
            List.of("pinot noir", "pinot%20noir"),
            List.of("a&b=c", "a%26b%3Dc"),
            List.of("ä/+", "%C3%A4%2F%2B"),
            List.of("100%", "100%25"),
            List.of("~", "~"))) {
      Cli resolve = Cli.run("resolve", "-c", file, "http://recs/?query=" + pair.get(1), "--json");
      String endpoint = JsonMapper.shared().readTree(resolve.out()).get("endpoint").asString();
      assertThat(listOf(endpoints, endpoint)).contains("\"" + pair.get(0) + "\"");
    }
    JsonNode users = spread("http://users/", "-H", "x-user: {}").get(0).get("endpoints");
    Cli resolve = Cli.run("resolve", "-c", file, "http://users/", "-H", "x-user: ä/+", "--json");
    String endpoint = JsonMapper.shared().readTree(resolve.out()).get("endpoint").asString();
    assertThat(listOf(users, endpoint)).contains("\"ä/+\"");
  }

  private static String listOf(JsonNode endpoints, String address) {
    for (JsonNode endpoint : endpoints) {
      if (endpoint.get("endpoint").asString().equals(address)) {
        return endpoint.get("list").toString();
      }
    }
    return "";
  }

  @Test
  void drainedEndpointsTakePartInNoChance() {
    String out = explain("http://users/", "-H", "x-user: {}").out();
    assertThat(out).contains("10.0.0.3:80 (drained)     0   0.0%");
    JsonNode users = spread("http://users/", "-H", "x-user: {}").get(0);
    // Two that are left, of weight 1 and 3: more than five of ten is certain but for five and five.
    assertThat(users.get("chanceByWeights").asDouble())
        .isEqualTo(1 - 252 * Math.pow(0.25 * 0.75, 5), within(1e-9));
  }

  @Test
  void keysThatAreNotHashedAreCounted() {
    assertThat(explain("http://recs/?q={}").out())
        .contains("10 keys without anything to hash: where they are is chance.");
    assertThat(spread("http://recs/?q={}").get(0).get("unhashed").asInt()).isEqualTo(10);
  }

  @Test
  void repeatedAndEmptyLinesDoNotCount() throws IOException {
    Files.write(keys, List.of("a", "", "a", "  ", "b"));
    assertThat(explain("http://recs/?query={}").out()).contains("2 distinct keys on 4 endpoints");
    Files.write(keys, List.of("a"));
    assertThat(explain("http://other/?query={}").out()).contains("1 distinct key on 1 endpoint");
  }

  /** By weights every backend has its keys. */
  @Test
  void severalBackendsHaveATableEach() throws IOException {
    Files.write(keys, java.util.stream.IntStream.range(0, 200).mapToObj(i -> "k" + i).toList());
    JsonNode both = spread("http://split/?query={}", "--more-than", "90");
    assertThat(both).hasSize(2);
    assertThat(both.get(0).get("keys").asInt() + both.get(1).get("keys").asInt()).isEqualTo(200);
    assertThat(explain("http://split/?query={}").out()).contains("backend other:80, Rendezvous: ");
  }

  @ParameterizedTest
  @CsvSource({
    "http://turns/{}, 2, '--keys: backend turns:80 has RoundRobin (expected: a policy that hashes'",
    "http://moved/{}, 2, --keys: the rule redirects (expected: one with backends)",
    "http://none/{}, 1, NoRouteMatched: no route for none:80",
    "ftp://{}/, 2, InvalidUrl: ftp://red/",
    "http://recs/, 2, --keys: no {} in the URL or a header"
  })
  void failsWhereKeysHaveNoEndpoint(String url, int exitCode, String message) {
    Cli cli = explain(url);
    assertThat(cli.exitCode()).isEqualTo(exitCode);
    assertThat(cli.err()).contains("torc: " + message).hasLineCount(1);
    assertThat(cli.out()).isEmpty();
  }

  @Test
  void aFileWithoutKeysIsWrongUsage() throws IOException {
    Files.write(keys, List.of("", " "));
    assertThat(explain("http://recs/?query={}").err())
        .isEqualToNormalizingNewlines(
            "torc: --keys: " + keys + ": no keys (expected: one a line)\n");
    Files.delete(keys);
    Cli missing = explain("http://recs/?query={}");
    assertThat(missing.exitCode()).isEqualTo(2);
    assertThat(missing.err()).contains("--keys: no such file: " + keys);
    assertThat(Cli.run("explain", "-c", file, "http://recs/", "--list-keys").err())
        .contains("--list-keys: without --keys");
  }
}

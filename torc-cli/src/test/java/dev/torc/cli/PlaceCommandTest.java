package dev.torc.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.torc.hash.Node;
import dev.torc.hash.Ring;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

@SuppressWarnings("NullAway.Init") // JUnit sets the folder.
final class PlaceCommandTest {
  private static final List<String> KEYS = List.of("user:42", "키", "two words", "=", "");

  @TempDir private Path folder;
  private Path keys;

  @BeforeEach
  void writeKeys() throws IOException {
    keys = folder.resolve("keys.txt");
    Files.write(keys, KEYS, UTF_8);
  }

  private Cli place(String nodes, String... more) {
    String[] arguments = {"place", "--nodes", nodes, "--keys", keys.toString()};
    return Cli.run(
        Stream.concat(Arrays.stream(arguments), Arrays.stream(more)).toArray(String[]::new));
  }

  @Test
  void printsKeyTabNodeInTheOrderOfTheFile() {
    Ring ring = Ring.of(List.of(Node.of("a"), Node.of("b"), new Node("c", 2)));
    Cli place = place("a,b,c=2");
    assertThat(place.exitCode()).isZero();
    assertThat(place.err()).isEmpty();
    assertThat(place.out().lines())
        .containsExactlyElementsOf(
            KEYS.stream().map(key -> key + "\t" + owner(ring, key)).toList());
  }

  private static String owner(Ring ring, String key) {
    return ring.nodes().get(ring.locate(ring.keyHash().hash(key))).name();
  }

  @Test
  void doesNotDependOnTheOrderOfNodes() {
    String expected = place("a,b,c=2").out();
    for (String order : List.of("c=2,b,a", "b,a,c=2", "b=1,c=2,a=1")) {
      assertThat(place(order).out()).isEqualTo(expected);
    }
  }

  @Test
  void namesMayHaveColonsAndEqualSigns() {
    assertThat(place("127.0.0.1:6379,x=y=3").out()).containsAnyOf("\t127.0.0.1:6379", "\tx=y");
  }

  @Test
  void printsJson() {
    JsonNode json = JsonMapper.shared().readTree(place("a,b,c=2", "--json").out());
    assertThat(json.get("nodes")).hasSize(3);
    assertThat(json.get("nodes").get(2).get("name").asString()).isEqualTo("c");
    assertThat(json.get("nodes").get(2).get("weight").asInt()).isEqualTo(2);
    double shares = 0;
    for (JsonNode node : json.get("nodes")) {
      shares += node.get("share").asDouble();
    }
    assertThat(shares).isBetween(1 - 1e-9, 1 + 1e-9);
    assertThat(json.get("keys")).hasSize(KEYS.size());
    assertThat(json.get("keys").get(1).get("key").asString()).isEqualTo("키");
  }

  @Test
  void placesAsOtherProgramsDo() throws IOException {
    Files.write(keys, List.of("a", "k0", "user:1000"), UTF_8);
    // From the golden files of torc-hash, which came out of the programs themselves.
    assertThat(
            Cli.run(
                    "place",
                    "--dialect",
                    "nginx",
                    "--nodes",
                    "127.0.0.1:9101,127.0.0.1:9102,127.0.0.1:9103",
                    "--keys",
                    keys.toString())
                .out()
                .lines())
        .containsExactly(golden("nginx", "a"), golden("nginx", "k0"), golden("nginx", "user:1000"));
  }

  /** The first answer of a golden file for a key. */
  private static String golden(String file, String key) throws IOException {
    Path path =
        Path.of(
            System.getProperty("torc.root"),
            "torc-hash/src/test/resources/dev/torc/hash/golden",
            file + ".tsv");
    return Files.readAllLines(path).stream()
        .filter(line -> line.startsWith(key + "\t"))
        .findFirst()
        .orElseThrow();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "torc | a,b,c",
        "torc --key-hash xxh3 --vnodes 40 | a,b,c",
        "torc --hash-tag {} | a,b,c",
        "nginx | a:1,b:2",
        "haproxy | a,b",
        "haproxy --key-hash wt6+avalanche --ids 7,9 | a,b",
        "haproxy-3.0 --key-hash crc32 | a,b",
        "envoy --ring-size 10:20 | 10.0.0.1:80,10.0.0.2:80",
        "envoy-maglev --table-size 101 | 10.0.0.1:80,10.0.0.2:80",
        "grpc --ring-size 10:20 | 10.0.0.1:80,10.0.0.2:80",
        "libmemcached-ketama --key-hash md5 | a,b",
        "libmemcached-ketama-weighted | a,b=3",
        "twemproxy --key-hash murmur --hash-tag $$ | a,b=3",
        "spymemcached | a:1,b:1",
        "spymemcached-weighted | a:1,b:1",
        "dubbo --vnodes 320 | a:1,b:1",
        "maglev --table-size 101 | a,b",
        "rendezvous | a,b=3",
        "jump --key-hash xxh3 | a,b=3",
      })
  void everyPlacementHasKeysOnEachNode(String dialect, String nodes) throws IOException {
    Files.write(keys, IntStream.range(0, 300).mapToObj(i -> "key-" + i).toList(), UTF_8);
    List<String> arguments = new ArrayList<>(List.of("--dialect"));
    arguments.addAll(List.of(dialect.split(" ", -1)));
    Cli place = place(nodes, arguments.toArray(String[]::new));
    assertThat(place.err()).isEmpty();
    assertThat(place.out().lines().map(line -> line.substring(line.indexOf('\t') + 1)).distinct())
        .containsExactlyInAnyOrder(
            Arrays.stream(nodes.split(",", -1))
                .map(node -> node.replaceAll("=\\d+$", ""))
                .toArray(String[]::new));
  }

  @Test
  void showsWhatMoves() throws IOException {
    Cli add = Cli.run("place", "--nodes", "a,b,c", "--add", "d");
    assertThat(add.out())
        .matches("(?s)2\\d\\.\\d\\d% of the keys move \\(exact\\)\\R\\RFROM  TO.*");
    assertThat(add.out().lines().skip(3)).hasSize(3).allMatch(line -> line.contains("  d  "));
    Cli remove = Cli.run("place", "--nodes", "a,b,c", "--remove", "b", "--json");
    JsonNode json = JsonMapper.shared().readTree(remove.out());
    assertThat(json.get("exact").asBoolean()).isTrue();
    double sum = 0;
    for (JsonNode move : json.get("moves")) {
      assertThat(move.get("from").asString()).isEqualTo("b");
      sum += move.get("share").asDouble();
    }
    assertThat(sum).isBetween(json.get("movedShare").asDouble() - 1e-9, 0.5);
    Path one = Files.write(folder.resolve("one"), List.of("# today", "a", "b=2", ""));
    Path other = Files.write(folder.resolve("other"), List.of("b=2", "a"));
    assertThat(Cli.run("place", "--compare", one.toString(), other.toString()).out().strip())
        .isEqualTo("0.00% of the keys move (exact)");
  }

  @Test
  void listsTheKeysThatMove() throws IOException {
    Files.write(keys, IntStream.range(0, 100).mapToObj(i -> "key-" + i).toList(), UTF_8);
    List<String> before = place("a,b,c").out().lines().toList();
    List<String> after = place("a,b,c,d").out().lines().toList();
    List<String> expected = new ArrayList<>();
    for (int i = 0; i < before.size(); i++) {
      if (!before.get(i).equals(after.get(i))) {
        expected.add(before.get(i) + "\td");
      }
    }
    assertThat(expected).hasSizeBetween(10, 45);
    assertThat(place("a,b,c", "--add", "d").out().lines()).containsExactlyElementsOf(expected);
    JsonNode json = JsonMapper.shared().readTree(place("a,b,c", "--add", "d", "--json").out());
    assertThat(json.get("keys")).hasSize(expected.size());
    assertThat(json.get("keys").get(0).get("to").asString()).isEqualTo("d");
  }

  @Test
  void aNodeThatLeavesAJumpPlacementMovesOnlyItsKeys() {
    Cli remove = Cli.run("place", "--dialect", "jump", "--nodes", "a,b,c,d", "--remove", "a");
    assertThat(remove.out()).contains("sampled");
    assertThat(remove.out().lines().skip(3)).allMatch(line -> line.startsWith("a "));
  }

  @Test
  void showsTheBalance() {
    Cli balance = Cli.run("place", "--nodes", "a,long-name=2", "--balance");
    assertThat(balance.out().lines().toList().get(0)).isEqualTo("NODE       WEIGHT    SHARE");
    assertThat(balance.out()).containsPattern("long-name +2 +6\\d\\.\\d\\d%  █{40}\\R");
    assertThat(balance.out()).contains("max/avg").doesNotContain("warning");
    Cli few = Cli.run("place", "--nodes", "a,b,c,d,e,f", "--vnodes", "3", "--balance");
    assertThat(few.out()).containsPattern("warning: 3 points a node: .* \\(advised: \\d+\\)");
    JsonNode json =
        JsonMapper.shared()
            .readTree(Cli.run("place", "--nodes", "a,b", "--balance", "--json").out());
    assertThat(json.get("nodes")).hasSize(2);
    assertThat(json.get("maxOverAverage").asDouble()).isBetween(1.0, 1.5);
  }

  @Test
  void badInputIsOneClearErrorAndExitCodeTwo() throws IOException {
    assertError(place("a,a"), "--nodes: node: \"a\" twice (expected: each name once)");
    assertError(place("a=x"), "--nodes: \"a=x\" (expected: NAME=WEIGHT with a whole number)");
    assertError(place("a=-1"), "--nodes: weight of a: -1 (expected: 0 or more; 0 takes no keys)");
    assertError(place("a=0"), "--nodes: all weights are 0 (expected: at least one above 0)");
    assertError(place("=2"), "--nodes: name: \"\" (expected: at least one character)");
    assertError(
        place("a", "--vnodes", "0"),
        "--nodes: pointsPerNode: 0 (expected: at least 1 per unit of weight)");
    assertError(
        place("a", "--dialect", "nginx", "--vnodes", "3"),
        "--vnodes: not with --dialect nginx (expected: torc, dubbo)");
    assertError(place("a", "--key-hash", "md4"), "--key-hash: \"md4\" (expected: xxh64, xxh3)");
    assertError(place("a", "--hash-tag", "{"), "--hash-tag: \"{\" (expected: two characters)");
    assertError(
        place("a", "--dialect", "envoy", "--ring-size", "7"),
        "--ring-size: \"7\" (expected: MIN:MAX, two whole numbers)");
    assertError(
        place("a,b", "--dialect", "haproxy", "--ids", "7"),
        "--ids: 1 of them (expected: one for each of 2 nodes)");
    assertError(
        place("a", "--dialect", "grpc"),
        "--nodes: name: \"a\" (expected: an IP address and a port, such as 10.0.0.1:80 or"
            + " [::1]:80)");
    assertError(
        place("a", "--dialect", "maglev", "--table-size", "100"),
        "--nodes: tableSize: 100 (expected: a prime of at most 5000011)");
    assertError(place("a", "--remove", "b"), "--remove: \"b\" (expected: one of --nodes)");
    assertError(place("a", "--balance"), "--balance and --keys: together (expected: one of them)");
    assertError(
        Cli.run("place", "--nodes", "a"),
        "missing --keys (expected: a file of keys, --balance, or a change)");
    assertError(
        Cli.run("place", "--keys", "x"),
        "missing --nodes (expected: the nodes, or --compare with two files)");
    Path bad = Files.write(folder.resolve("bad"), List.of("a", "b=x"));
    assertError(
        Cli.run("place", "--compare", bad.toString(), bad.toString()),
        "--compare: " + bad + ":2: \"b=x\" (expected: NAME=WEIGHT with a whole number)");
    keys = folder.resolve("missing");
    assertError(place("a"), "--keys: no such file: " + keys);
    keys = folder;
    assertError(place("a"), "--keys: " + keys + " is a directory (expected: a file)");
    keys = folder.resolve("latin1");
    Files.write(keys, new byte[] {'a', '\n', (byte) 0xe4, '\n'});
    assertError(place("a"), "--keys: " + keys + ":1: not UTF-8, here or soon after");
  }

  private static void assertError(Cli cli, String message) {
    assertThat(cli.err()).isEqualTo("torc: " + message + System.lineSeparator());
    assertThat(cli.exitCode()).isEqualTo(2);
    assertThat(cli.out()).isEmpty();
  }
}

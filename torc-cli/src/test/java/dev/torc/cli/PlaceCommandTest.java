package dev.torc.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.torc.hash.Node;
import dev.torc.hash.Ring;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
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
  void badInputIsOneClearErrorAndExitCodeTwo() throws IOException {
    assertError(place("a,a"), "--nodes: node: \"a\" twice (expected: each name once)");
    assertError(place("a=x"), "--nodes: \"a=x\" (expected: NAME=WEIGHT with a whole number)");
    assertError(place("a=-1"), "--nodes: weight of a: -1 (expected: 0 or more; 0 takes no keys)");
    assertError(place("a=0"), "--nodes: all weights are 0 (expected: at least one above 0)");
    assertError(place("=2"), "--nodes: name: \"\" (expected: at least one character)");
    assertError(
        place("a", "--vnodes", "0"),
        "--nodes: pointsPerNode: 0 (expected: at least 1 per unit of weight)");
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

package dev.torc.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.torc.hash.Node;
import dev.torc.hash.PlacementException;
import dev.torc.hash.Ring;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code torc place}. */
@Command(
    name = "place",
    description = "Show which node each key belongs to.",
    mixinStandardHelpOptions = true,
    versionProvider = BuildFacts.class,
    footer = {
      "",
      "Examples:",
      "  torc place --nodes a,b,c=2 --keys keys.txt",
      "  seq 1000 | torc place --nodes a,b,c --keys - | cut -f2 | sort | uniq -c",
      "",
      "Prints a line KEY<TAB>NODE for each key, in the order of the file. The order of the nodes",
      "does not matter.",
    })
final class PlaceCommand implements Callable<Integer> {

  @Option(
      names = "--nodes",
      required = true,
      split = ",",
      paramLabel = "NAME[=WEIGHT]",
      description = "The nodes, separated by commas; the weight is 1 if not given.")
  private List<String> nodes;

  @Option(
      names = "--keys",
      required = true,
      paramLabel = "FILE",
      description = "The keys, one a line, in UTF-8; - for standard input.")
  private Path keys;

  @Option(
      names = "--vnodes",
      defaultValue = "" + Ring.DEFAULT_POINTS_PER_NODE,
      paramLabel = "N",
      description = "Points on the ring per unit of weight (default: ${DEFAULT-VALUE}).")
  private int vnodes;

  @Option(names = "--json", description = "Print one JSON object with nodes, shares and keys.")
  private boolean json;

  @Spec private CommandSpec spec;

  @SuppressWarnings("NullAway.Init") // picocli sets them.
  PlaceCommand() {}

  @Override
  public Integer call() throws IOException {
    Ring ring = ring();
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      writeJson(ring, out);
    } else {
      forEachKey((key, line) -> out.println(key + "\t" + owner(ring, key)));
    }
    out.flush();
    if (out.checkError()) {
      throw new IOException("cannot write to standard output");
    }
    return 0;
  }

  private Ring ring() {
    try {
      Ring ring = Ring.of(nodes.stream().map(PlaceCommand::node).toList(), vnodes);
      if (ring.points() == 0) {
        throw new UsageException("--nodes: all weights are 0 (expected: at least one above 0)");
      }
      return ring;
    } catch (PlacementException e) {
      throw new UsageException("--nodes: " + e.getMessage());
    }
  }

  /** A name with a weight behind the last {@code =}; names may have such signs themselves. */
  private static Node node(String text) {
    int equals = text.lastIndexOf('=');
    if (equals < 0) {
      return Node.of(text);
    }
    try {
      return new Node(text.substring(0, equals), Integer.parseInt(text.substring(equals + 1)));
    } catch (NumberFormatException e) {
      throw new UsageException(
          "--nodes: \"" + text + "\" (expected: NAME=WEIGHT with a whole number)");
    }
  }

  private static String owner(Ring ring, String key) {
    Node node = ring.locate(key);
    if (node == null) {
      throw new IllegalStateException("a ring with points owns every key");
    }
    return node.name();
  }

  private interface KeyConsumer {
    void accept(String key, long line) throws IOException;
  }

  private void forEachKey(KeyConsumer consumer) throws IOException {
    long line = 1;
    try (BufferedReader reader = open()) {
      for (String key = reader.readLine(); key != null; key = reader.readLine()) {
        consumer.accept(key, line++);
      }
    } catch (NoSuchFileException e) {
      throw new UsageException("--keys: no such file: " + keys);
    } catch (CharacterCodingException e) {
      throw new UsageException("--keys: " + keys + ":" + line + ": not UTF-8, here or soon after");
    }
  }

  private BufferedReader open() throws IOException {
    if (Files.isDirectory(keys)) {
      throw new UsageException("--keys: " + keys + " is a directory (expected: a file)");
    }
    // A decoder, not a charset: bytes that are not UTF-8 are an error, not question marks.
    return keys.toString().equals("-")
        ? new BufferedReader(new InputStreamReader(System.in, UTF_8.newDecoder()))
        : Files.newBufferedReader(keys, UTF_8);
  }

  private void writeJson(Ring ring, PrintWriter out) throws IOException {
    double[] shares = ring.shares();
    List<Map<String, Object>> nodeObjects = new ArrayList<>();
    for (int i = 0; i < shares.length; i++) {
      Map<String, Object> node = new LinkedHashMap<>();
      node.put("name", ring.nodes().get(i).name());
      node.put("weight", ring.nodes().get(i).weight());
      node.put("share", shares[i]);
      nodeObjects.add(node);
    }
    // Written as it is read: there may be millions of keys.
    out.print("{\"nodes\":" + Json.write(nodeObjects) + ",\"keys\":[");
    forEachKey((key, line) -> {
      Map<String, Object> placed = new LinkedHashMap<>();
      placed.put("key", key);
      placed.put("node", owner(ring, key));
      out.print((line == 1 ? "" : ",") + Json.write(placed));
    });
    out.println("]}");
  }
}

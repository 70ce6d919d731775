package dev.torc.hash;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * What another program did with some nodes, out of a file in {@code golden}, whose README says how
 * they were made: options, the nodes in the order of the configuration, and lines of two fields.
 */
record GoldenScenario(Map<String, String> options, List<Node> nodes, List<String[]> lines) {

  /** The scenarios of a file. */
  static List<GoldenScenario> read(String file) {
    List<GoldenScenario> scenarios = new ArrayList<>();
    for (String line : lines(file)) {
      if (line.startsWith("= ")) {
        scenarios.add(begun(line.substring(2).split("\t", -1)));
      } else if (!line.startsWith("# ")) {
        scenarios.get(scenarios.size() - 1).lines.add(line.split("\t", -1));
      }
    }
    return scenarios;
  }

  private static List<String> lines(String file) {
    String name = "golden/" + file + ".tsv";
    try (InputStream in =
        Objects.requireNonNull(GoldenScenario.class.getResourceAsStream(name), name)) {
      return new String(in.readAllBytes(), UTF_8).lines().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static GoldenScenario begun(String[] fields) {
    Map<String, String> options = new HashMap<>();
    if (!fields[0].equals("-")) {
      for (String option : fields[0].split(",", -1)) {
        String[] nameAndValue = option.split("=", 2);
        options.put(nameAndValue[0], nameAndValue[1]);
      }
    }
    List<Node> nodes = Arrays.stream(fields).skip(1).map(GoldenScenario::node).toList();
    return new GoldenScenario(options, nodes, new ArrayList<>());
  }

  private static Node node(String text) {
    int equals = text.lastIndexOf('=');
    return new Node(text.substring(0, equals), Integer.parseInt(text.substring(equals + 1)));
  }

  String option(String name, String otherwise) {
    return options.getOrDefault(name, otherwise);
  }

  int number(String name, int otherwise) {
    return options.containsKey(name) ? Integer.parseInt(options.get(name)) : otherwise;
  }

  @Override
  public String toString() {
    return options + " " + nodes.size() + " nodes";
  }
}

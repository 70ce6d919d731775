package dev.torc.it.placement;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import dev.torc.it.TorcScript;
import dev.torc.it.TorcScript.Result;
import dev.torc.testkit.PlacementScenario;
import dev.torc.testkit.PlacementScenario.Member;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Where {@code ./torc place} says that keys lie. */
final class TorcPlace {
  /** What a grpc-java process cuts the sizes of rings to. */
  private static final int GRPC_MAX_RING_SIZE = 4096;

  private TorcPlace() {}

  /** The owners of keys, with the scenario's options in Torc's words. */
  static List<String> owners(
      String dialect, PlacementScenario scenario, List<String> keys, Path folder)
      throws IOException, InterruptedException {
    Path file = Files.write(folder.resolve("keys"), keys);
    List<String> command = new ArrayList<>(List.of("./torc", "place", "--dialect"));
    boolean weighted = Boolean.parseBoolean(scenario.option("weighted", ""));
    command.add(weighted ? dialect + "-weighted" : dialect);
    command.add("--nodes");
    command.add(scenario.members().stream().map(Member::toString).collect(joining(",")));
    command.add("--keys");
    command.add(file.toString());
    command.addAll(options(scenario));
    Result result = TorcScript.run(TorcScript.ROOT, command.toArray(String[]::new));
    assertThat(result.exitCode()).as(result.err()).isZero();
    return owners(result.out().lines().toList(), keys);
  }

  private static List<String> options(PlacementScenario scenario) {
    List<String> options = new ArrayList<>();
    scenario
        .options()
        .forEach((name, value) ->
            options.addAll(
                switch (name) {
                  case "hash" -> List.of("--key-hash", keyHash(scenario, value));
                  case "ids" -> List.of("--ids", value.replace(';', ','));
                  case "hash_tag" -> List.of("--hash-tag", value);
                  case "hash.nodes" -> List.of("--vnodes", value);
                  case "minRingSize" -> List.of("--ring-size", ringSize(scenario));
                  // Of the dialect's name, of --key-hash, of --ring-size, of the names of nodes.
                  case "weighted", "avalanche", "maxRingSize", "format" -> List.<String>of();
                  // HAProxy's default.
                  case "hash-key" -> List.<String>of();
                  default -> throw new IllegalArgumentException("option: " + name);
                }));
    return options;
  }

  private static String keyHash(PlacementScenario scenario, String name) {
    return switch (name) {
      // What libmemcached calls the default, and crc.
      case "default" -> "one_at_a_time";
      case "crc" -> "crc32";
      default -> scenario.option("avalanche", "false").equals("true") ? name + "+avalanche" : name;
    };
  }

  private static String ringSize(PlacementScenario scenario) {
    return Math.min(GRPC_MAX_RING_SIZE, scenario.number("minRingSize", 0))
        + ":"
        + Math.min(GRPC_MAX_RING_SIZE, scenario.number("maxRingSize", 0));
  }

  private static List<String> owners(List<String> lines, List<String> keys) {
    assertThat(lines).hasSameSizeAs(keys);
    List<String> owners = new ArrayList<>();
    for (int i = 0; i < keys.size(); i++) {
      assertThat(lines.get(i)).startsWith(keys.get(i) + "\t");
      owners.add(lines.get(i).substring(keys.get(i).length() + 1));
    }
    return owners;
  }
}

package dev.torc.it.placement;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.torc.testkit.PlacementFile;
import dev.torc.testkit.PlacementScenario;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Asks the programs again for every scenario and key of the golden files in a folder, its only
 * argument, and rewrites these. A new scenario is a heading and keys with any member as the owner.
 */
final class GoldenFiles {
  private GoldenFiles() {}

  public static void main(String[] arguments) throws IOException {
    Path folder = Path.of(arguments[0]);
    for (Peer peer : Peer.installed()) {
      PlacementFile asked = askedAgain(peer, peer.golden(folder));
      Files.writeString(peer.file(folder), asked.text(), UTF_8);
      System.out.printf(
          "%s: %s, %d scenarios%n", peer.file(folder), asked.comment(), asked.scenarios().size());
    }
  }

  private static PlacementFile askedAgain(Peer peer, PlacementFile file) throws IOException {
    List<PlacementScenario> scenarios = new ArrayList<>();
    for (PlacementScenario scenario : file.scenarios()) {
      List<String> keys = scenario.keys();
      scenarios.add(scenario.answered(keys, peer.oracle().owners(scenario, keys)));
    }
    String asker = peer.oracle().getClass().getSimpleName();
    return new PlacementFile(peer.program() + ", asked by " + asker, scenarios);
  }
}

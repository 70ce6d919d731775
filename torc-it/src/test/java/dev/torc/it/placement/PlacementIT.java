package dev.torc.it.placement;

import static org.assertj.core.api.Assertions.assertThat;

import dev.torc.it.TorcScript;
import dev.torc.testkit.PlacementScenario;
import dev.torc.testkit.SpymemcachedNames;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * {@code ./torc place} names the node that the real program sends a key to, in the scenarios of the
 * golden files, for their keys and more.
 */
final class PlacementIT {
  private static final int KEYS = 500;
  private static final Path GOLDEN =
      TorcScript.ROOT.resolve("torc-hash/src/test/resources/dev/torc/hash/golden");

  private static final Map<String, Tally> TALLIES = new LinkedHashMap<>();

  @TempDir private Path folder;

  private record Tally(int equal, int keys, int scenarios) {
    Tally plus(Tally other) {
      return new Tally(equal + other.equal, keys + other.keys, scenarios + other.scenarios);
    }
  }

  record Case(Peer peer, PlacementScenario scenario) {
    @Override
    public String toString() {
      return peer.dialect() + ": " + scenario;
    }
  }

  static List<Case> torcPlacesKeysWhereTheProgramDoes() throws IOException {
    List<Case> cases = new ArrayList<>();
    for (Peer peer : Peer.installed()) {
      List<PlacementScenario> scenarios = peer.golden(GOLDEN).scenarios();
      assertThat(scenarios).as(peer.dialect()).isNotEmpty();
      scenarios.forEach(scenario -> cases.add(new Case(peer, scenario)));
    }
    return cases;
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource
  void torcPlacesKeysWhereTheProgramDoes(Case asked) throws Exception {
    Peer peer = asked.peer();
    List<String> keys = keys(asked.scenario());
    PlacementScenario theirs =
        SpymemcachedNames.hashed(
            asked.scenario().answered(keys, peer.oracle().owners(asked.scenario(), keys)));
    List<String> ours = TorcPlace.owners(peer.dialect(), theirs, keys, folder);
    List<String> different = different(theirs, ours);
    Tally tally = new Tally(keys.size() - different.size(), keys.size(), 1);
    TALLIES.merge(peer.program(), tally, Tally::plus);
    assertThat(different).as(asked.toString()).isEmpty();
  }

  private static List<String> keys(PlacementScenario scenario) {
    Set<String> keys = new LinkedHashSet<>(Keys.list(KEYS));
    keys.addAll(scenario.keys());
    return List.copyOf(keys);
  }

  private static List<String> different(PlacementScenario theirs, List<String> ours) {
    List<String> different = new ArrayList<>();
    for (int i = 0; i < ours.size(); i++) {
      String owner = theirs.answers().get(i).owner();
      if (!owner.equals(ours.get(i))) {
        different.add(theirs.answers().get(i).key() + ": " + owner + ", Torc: " + ours.get(i));
      }
    }
    return different;
  }

  @AfterAll
  static void allWereEqual() {
    TALLIES.forEach((program, tally) ->
        System.out.printf(
            "%s: %d of %d keys equal in %d scenarios%n",
            program, tally.equal(), tally.keys(), tally.scenarios()));
    assertThat(TALLIES).isNotEmpty();
    assertThat(TALLIES.values()).allMatch(tally -> tally.equal() == tally.keys());
  }
}

package dev.torc.it.placement;

import dev.torc.testkit.PlacementScenario;
import java.io.IOException;
import java.util.List;

/** A program whose placement Torc reproduces, run for real. */
interface Oracle {

  /** The program and its version, as it says itself. */
  String version() throws IOException;

  /**
   * The name of the member that each key goes to, in the order of the keys.
   *
   * @param scenario options and members, which are what the program is configured with; its answers
   *     are not looked at
   */
  List<String> owners(PlacementScenario scenario, List<String> keys) throws IOException;
}

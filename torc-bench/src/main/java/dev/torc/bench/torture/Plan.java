package dev.torc.bench.torture;

import dev.torc.cache.coordination.Safeguard;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What a run is to do.
 *
 * @param seed of all its random choices
 * @param lasting how long clients, changes and faults go on
 * @param nodes Redis servers with room; one with hardly any is added
 * @param members how many of them are on the ring from the beginning
 * @param clients how many at a time
 * @param keys how many are live at a time
 * @param hotKeys how many of them get most of the operations
 * @param ballast how many more are only read
 * @param changes whether the ring is changed
 * @param faults whether anything goes wrong
 * @param without parts of the protocol that the gateway is to leave out
 */
record Plan(
    long seed,
    Duration lasting,
    int nodes,
    int members,
    int clients,
    int keys,
    int hotKeys,
    int ballast,
    boolean changes,
    boolean faults,
    Set<Safeguard> without) {

  /** Checks what would make no run. */
  Plan {
    if (lasting.toMillis() < 1) {
      throw new IllegalArgumentException("lasting: " + lasting + " (expected: above 0)");
    }
    if (members < 1 || members > nodes) {
      throw new IllegalArgumentException(
          "members: " + members + " (expected: 1 to nodes, " + nodes + ")");
    }
    without = Set.copyOf(without);
  }

  /**
   * The usual sizes. So many clients that enough writes are under way whatever happens, and so many
   * keys that most are written less often than a change takes: a write that a change has lost shows
   * only if no other one repairs it.
   */
  static Plan of(
      long seed, Duration lasting, boolean changes, boolean faults, Set<Safeguard> without) {
    return new Plan(seed, lasting, 6, 4, 192, 1200, 12, 3000, changes, faults, without);
  }

  /** The class that starts the gateway. */
  String main() {
    return without.isEmpty() ? "dev.torc.cli.Torc" : "dev.torc.bench.torture.BrokenGateway";
  }

  /** What it is told before the command. */
  List<String> firstArguments() {
    return without.isEmpty()
        ? List.of()
        : List.of(without.stream().map(Enum::name).sorted().collect(Collectors.joining(",")));
  }
}

package dev.torc.bench.reshard;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.torc.bench.BenchException;
import dev.torc.bench.Progress;
import dev.torc.bench.reshard.CopyTimes.Spent;
import dev.torc.cache.ReshardingSettings;
import dev.torc.cache.ShardedCache;
import dev.torc.cache.coordination.Coordinator;
import dev.torc.cache.coordination.Topology;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/**
 * Writes to a node through two caches in turns: one whose change copies so slowly that it lasts,
 * and one that knows of no change.
 */
final class TrackingCost {
  /** So few that copying takes nothing from the writes, and does not end. */
  private static final int KEYS_PER_SECOND = 50;

  private static final int START_SECONDS = 60;

  private final CopyNodes nodes;
  private final int keys;
  private final Progress progress;

  /**
   * Prepares it.
   *
   * @param keys that lie on the source
   */
  TrackingCost(CopyNodes nodes, int keys, Progress progress) {
    this.nodes = nodes;
    this.keys = keys;
    this.progress = progress;
  }

  /** Which keys are written. */
  enum Part {
    /** They are to move, so that each write is recorded. */
    MOVING("moving keys"),
    /** They stay. */
    OTHER("other keys");

    private final String label;

    Part(String label) {
      this.label = label;
    }

    /** The name in results. */
    String label() {
      return label;
    }
  }

  /**
   * Writes of a round.
   *
   * @param perSecond how many
   * @param clientMicros of the processors' time, that this process used for one
   * @param nodeMicros that the server used
   */
  record Rate(double perSecond, double clientMicros, double nodeMicros) {}

  /** The rounds: while the ring changes, and without. */
  record Writes(Part part, List<Rate> during, List<Rate> without) {}

  /** Measures; the first rounds are to warm up. */
  List<Writes> run(int warmUps, int rounds, int writes) throws IOException, InterruptedException {
    Coordinator coordinator = Coordinator.inMemory();
    CopyTimes times = new CopyTimes();
    coordinator.watch(times::saw);
    ReshardingSettings usual = ReshardingSettings.DEFAULTS;
    ReshardingSettings slow =
        new ReshardingSettings(
            KEYS_PER_SECOND, usual.holdLimit(), usual.nodeTimeout(), usual.safeguards());
    List<Writes> results = new ArrayList<>();
    try (ShardedCache changing =
            ShardedCache.over(List.of(CopyNodes.node(0, "a", nodes.source())))
                .withCoordinator(coordinator)
                .withResharding(slow)
                .open();
        ShardedCache still =
            ShardedCache.over(List.of(CopyNodes.node(0, "a", nodes.source()))).open()) {
      changing.resharding().submit(CopyRun.add(changing, nodes.target()));
      if (!times.copying().await(START_SECONDS, TimeUnit.SECONDS)) {
        throw new BenchException(
            "the change copies nothing after "
                + START_SECONDS
                + " s: "
                + changing.resharding().changes(),
            null);
      }
      Topology topology = Topology.of(Objects.requireNonNull(coordinator.state()));
      for (Part part : Part.values()) {
        List<byte[]> written = keys(topology, part);
        results.add(
            compare(
                part,
                new WriteLoad(changing, written),
                new WriteLoad(still, written),
                new Extent(warmUps, rounds, writes)));
      }
    }
    return results;
  }

  private record Extent(int warmUps, int rounds, int writes) {}

  private Writes compare(Part part, WriteLoad changing, WriteLoad still, Extent extent)
      throws IOException, InterruptedException {
    Writes writes = new Writes(part, new ArrayList<>(), new ArrayList<>());
    for (int round = -extent.warmUps(); round < extent.rounds(); round++) {
      boolean changingFirst = round % 2 != 0;
      Rate first = rate(changingFirst ? changing : still, extent.writes());
      Rate second = rate(changingFirst ? still : changing, extent.writes());
      Rate during = changingFirst ? first : second;
      Rate without = changingFirst ? second : first;
      if (round >= 0) {
        writes.during().add(during);
        writes.without().add(without);
      }
      progress.done(
          String.format(
              Locale.ROOT,
              "writes to %s: %.0f/s, without a change %.0f/s",
              part.label(),
              during.perSecond(),
              without.perSecond()));
    }
    return writes;
  }

  private Rate rate(WriteLoad load, int writes) throws IOException, InterruptedException {
    double nodeBegin = nodes.sourceCpuMicros();
    Spent begin = CopyTimes.now();
    load.run(writes);
    Spent end = CopyTimes.now();
    return new Rate(
        writes * 1e9 / (end.nanos() - begin.nanos()),
        (end.cpuNanos() - begin.cpuNanos()) / 1e3 / writes,
        (nodes.sourceCpuMicros() - nodeBegin) / writes);
  }

  private List<byte[]> keys(Topology topology, Part part) {
    List<byte[]> found = new ArrayList<>();
    for (int i = 0; i < keys; i++) {
      byte[] key = CopyNodes.key(i).getBytes(UTF_8);
      boolean moves = topology.pairOf(topology.keyHash().hash(key)) != null;
      if (moves == (part == Part.MOVING)) {
        found.add(key);
      }
    }
    return found;
  }
}

package dev.torc.bench.reshard;

import dev.torc.bench.BenchException;
import dev.torc.bench.Progress;
import dev.torc.bench.reshard.CopyTimes.Spent;
import dev.torc.cache.ShardedCache;
import dev.torc.cache.coordination.Change;
import dev.torc.cache.coordination.ChangeRequest;
import dev.torc.cache.coordination.Coordinator;
import dev.torc.cache.coordination.Member;
import dev.torc.config.HostPort;
import dev.torc.testkit.RedisProcess;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutionException;

/**
 * Copies keys back and forth between two servers by changes of a ring, in turns with the plain way
 * to copy as many.
 */
final class CopyRun {
  /** So that the second node gets fifteen of sixteen keys. */
  static final int WEIGHT = 15;

  private final CopyNodes nodes;
  private final Progress progress;

  CopyRun(CopyNodes nodes, Progress progress) {
    this.nodes = nodes;
    this.progress = progress;
  }

  /**
   * A copy.
   *
   * @param keysPerSecond from the first key to the last
   * @param cpuMicros of this process, for a key
   */
  record Rate(double keysPerSecond, double cpuMicros) {
    static Rate of(long keys, Spent spent) {
      return new Rate(keys * 1e9 / spent.nanos(), spent.cpuNanos() / 1e3 / keys);
    }
  }

  /** What both ways came to in each run. */
  record Rates(List<Rate> torc, List<Rate> reference) {}

  /** Measures; the first runs are to warm up. */
  Rates run(int warmUps, int runs) throws IOException, InterruptedException {
    Rates rates = new Rates(new ArrayList<>(), new ArrayList<>());
    Coordinator coordinator = Coordinator.inMemory();
    CopyTimes times = new CopyTimes();
    coordinator.watch(times::saw);
    try (ShardedCache cache =
        ShardedCache.over(List.of(CopyNodes.node(0, "a", nodes.source())))
            .withCoordinator(coordinator)
            .open()) {
      for (int i = -warmUps; i < runs; i++) {
        boolean there = (i + warmUps) % 2 == 0;
        Rate torc = torc(cache, there, times);
        Rate reference = reference(there ? nodes.target() : nodes.source());
        if (i >= 0) {
          rates.torc().add(torc);
          rates.reference().add(reference);
        }
        progress.done(
            String.format(
                Locale.ROOT,
                "copy: %.0f keys/s, plain %.0f",
                torc.keysPerSecond(),
                reference.keysPerSecond()));
      }
    }
    return rates;
  }

  private Rate torc(ShardedCache cache, boolean there, CopyTimes times)
      throws InterruptedException {
    times.reset();
    ChangeRequest request =
        there
            ? add(cache, nodes.target())
            : ChangeRequest.remove(cache.epoch().nodes().getLast().index());
    Change change = made(cache, cache.resharding().submit(request).id());
    return Rate.of(change.progress().keys(), times.spent());
  }

  /** A second node, which gets most keys. */
  static ChangeRequest add(ShardedCache cache, RedisProcess server) {
    int index = cache.resharding().reserveIndex();
    HostPort address = new HostPort(server.address().getHostString(), server.address().getPort());
    return ChangeRequest.add(new Member(index, "b", address), WEIGHT);
  }

  private static Change made(ShardedCache cache, long id) throws InterruptedException {
    try {
      Change change = cache.resharding().whenOver(id).toCompletableFuture().get();
      if (change == null || change.status() != Change.Status.COMMITTED) {
        throw new BenchException("change: " + change + " (expected: COMMITTED)", null);
      }
      return change;
    } catch (ExecutionException e) {
      throw new BenchException("the change was lost", e);
    }
  }

  private Rate reference(RedisProcess full) throws IOException {
    Spent begin = CopyTimes.now();
    long keys = ReferenceCopy.run(full, nodes.other());
    Spent end = CopyTimes.now();
    return Rate.of(keys, new Spent(end.nanos() - begin.nanos(), end.cpuNanos() - begin.cpuNanos()));
  }
}
